// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules;

import dev.freshet.events.DomainEvent;
import dev.freshet.events.values.Target;
import dev.freshet.rules.condition.Condition;
import dev.freshet.rules.condition.ConditionFailedException;
import dev.freshet.rules.condition.Variables;
import dev.freshet.rules.source.Location;
import dev.freshet.rules.target.MissingFieldException;
import dev.freshet.rules.target.TargetTemplate;
import java.time.Instant;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A rule that is ready for events.
 *
 * @param ref which rule it is
 * @param event an event type, or a prefix of types that ends in {@code .*}
 * @param condition the condition with the places of its characters, or null
 * @param targets what it invalidates
 * @param delivery how its commands are sent
 * @param endsAt from when on it does not match any more
 * @param origin who wrote it, and where
 */
record CompiledRule(
    Outcome.RuleRef ref,
    String event,
    @Nullable When condition,
    List<TargetTemplate> targets,
    Delivery delivery,
    Instant endsAt,
    Origin origin) {

  CompiledRule {
    targets = List.copyOf(targets);
  }

  /** A condition that knows where its text stands. */
  record When(Condition condition, IntFunction<Location> places) {}

  /** Where a rule comes from: the owner of its set, and the place of its id. */
  record Origin(String owner, Location location) {}

  /** Whether the rule is for events of a type; what {@link RuleIndex} finds without asking. */
  boolean covers(String type) {
    return event.endsWith("*")
        ? type.startsWith(event.substring(0, event.length() - 1))
        : type.equals(event);
  }

  /** Adds what the rule says about an event of its type that was stored at a time. */
  void match(DomainEvent event, Instant at, Variables variables, List<Outcome> outcomes) {
    if (!at.isBefore(endsAt)) {
      return;
    }
    if (condition != null) {
      try {
        if (!condition.condition().test(variables)) {
          return;
        }
      } catch (ConditionFailedException e) {
        Location place = condition.places().apply(e.index());
        outcomes.add(new Outcome.Failed(ref, place, e.reason()));
        return;
      }
    }
    expand(event, outcomes);
  }

  /** One output that fails does not take the others with it. */
  private void expand(DomainEvent event, List<Outcome> outcomes) {
    Expansion expansion = new Expansion(targets.size());
    for (int i = 0; i < targets.size(); i++) {
      TargetTemplate template = targets.get(i);
      try {
        expansion.add(template.expand(event));
      } catch (MissingFieldException e) {
        List<Target> wide = e.isAbsent() ? template.widen(event) : List.of();
        if (wide.isEmpty()) {
          expansion.fail(new Outcome.Failed(ref, e.location(), e.reason()));
        } else {
          expansion.widen(new Outcome.Widened(e.location(), e.reason(), wide));
        }
      }
    }
    expansion.addTo(outcomes, ref, delivery);
  }
}
