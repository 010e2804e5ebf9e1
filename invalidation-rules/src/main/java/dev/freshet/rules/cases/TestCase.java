// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.cases;

import dev.freshet.events.DomainEvent;
import dev.freshet.events.values.Target;
import dev.freshet.rules.Outcome;
import dev.freshet.rules.rule.Mode;
import dev.freshet.rules.source.Location;
import dev.freshet.rules.yaml.Scalar;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A test that is ready to run.
 *
 * @param name unique in its file
 * @param location where the name stands
 * @param rule the one rule to look at, or null for all
 * @param events one or more
 * @param at when they are stored
 * @param invalidates the targets of enforced rules, or null if they do not matter
 * @param shadow the targets of rules in shadow mode, or null if they do not matter
 * @param fails parts of the messages of failures
 */
record TestCase(
    String name,
    Location location,
    @Nullable Scalar rule,
    List<DomainEvent> events,
    Instant at,
    @Nullable Map<Target, Location> invalidates,
    @Nullable Map<Target, Location> shadow,
    Map<String, Location> fails) {

  TestCase {
    events = List.copyOf(events);
  }

  /** Whether the test looks at a rule. */
  boolean isAbout(Outcome.RuleRef ref) {
    return rule == null || names(rule.text(), ref);
  }

  /** Whether a text names a rule: by its id, or with its set. */
  static boolean names(String text, Outcome.RuleRef ref) {
    return text.equals(ref.id()) || text.equals(TestedRule.nameOf(ref));
  }

  /** What the rules of a mode are to give; null if that does not matter. */
  @Nullable Map<Target, Location> expected(Mode mode) {
    return mode == Mode.SHADOW ? shadow : invalidates;
  }
}
