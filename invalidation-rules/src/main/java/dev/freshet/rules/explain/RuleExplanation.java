// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.explain;

import dev.freshet.rules.rule.Mode;
import dev.freshet.rules.source.Location;
import java.util.List;

/**
 * What one rule says about one event, and why. Immutable and safe for any thread.
 *
 * @param predicates all that the rule's condition is made of, in its order; empty if it has none or
 *     was not asked
 */
public record RuleExplanation(Rule rule, Verdict verdict, List<Reason> predicates) {

  public RuleExplanation {
    predicates = List.copyOf(predicates);
  }

  /**
   * Which rule.
   *
   * @param ruleSet the name of its rule set
   * @param id its id in the set
   * @param revision the revision of the set, or 0 for a file
   * @param owner who answers for it
   * @param event the event type that it is for, or a prefix of types with {@code .*} at its end
   * @param location where it stands
   */
  public record Rule(
      String ruleSet,
      String id,
      long revision,
      Mode mode,
      String owner,
      String event,
      Location location) {

    /** {@code set/id}. */
    public String name() {
      return ruleSet + "/" + id;
    }
  }
}
