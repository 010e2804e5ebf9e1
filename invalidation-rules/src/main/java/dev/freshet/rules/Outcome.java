// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules;

import dev.freshet.events.values.Target;
import dev.freshet.rules.rule.Mode;
import dev.freshet.rules.source.Location;
import java.util.List;

/** What one rule says about one event. Immutable and safe for any thread. */
public sealed interface Outcome {

  /** The rule. */
  RuleRef rule();

  /**
   * The rule matched.
   *
   * @param targets what it invalidates, in the order of its outputs, each once
   * @param widened which of them stand in for what the event gave no value for
   * @param delivery how the commands for them are sent
   */
  record Invalidates(RuleRef rule, List<Target> targets, List<Widened> widened, Delivery delivery)
      implements Outcome {
    public Invalidates {
      targets = List.copyOf(targets);
      widened = List.copyOf(widened);
    }

    /** Targets of which none stands in for another. */
    public Invalidates(RuleRef rule, List<Target> targets, Delivery delivery) {
      this(rule, targets, List.of(), delivery);
    }
  }

  /**
   * A hole that an event could not fill, in a rule with {@code onMissing: widen}.
   *
   * @param location the hole
   * @param reason what is missing, in one line
   * @param targets what is invalidated instead
   */
  record Widened(Location location, String reason, List<Target> targets) {
    public Widened {
      targets = List.copyOf(targets);
    }
  }

  /**
   * The rule, or one of its outputs, could not be worked out.
   *
   * @param location the condition or hole that failed
   * @param reason what is wrong, in one line
   */
  record Failed(RuleRef rule, Location location, String reason) implements Outcome {

    /** {@code file:line:column: rule set/id: reason}. */
    public String message() {
      return location + ": rule " + rule.ruleSet() + "/" + rule.id() + ": " + reason;
    }
  }

  /**
   * Which rule, in which revision.
   *
   * @param ruleSet the name of its rule set
   * @param id its id in the set
   * @param revision the revision of the set
   * @param mode never {@link Mode#OFF}
   */
  record RuleRef(String ruleSet, String id, long revision, Mode mode) {}
}
