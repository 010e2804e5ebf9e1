// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules;

import dev.freshet.events.values.Target;
import dev.freshet.rules.rule.Mode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What all rules say about one event. Immutable and safe for any thread.
 *
 * @param outcomes in the order of the rules; a rule that does not match has none, one of whose
 *     outputs only some fail has several
 */
public record MatchResult(List<Outcome> outcomes) {
  static final MatchResult NOTHING = new MatchResult(List.of());

  public MatchResult {
    outcomes = List.copyOf(outcomes);
  }

  /** The targets of all rules of a mode, each once, in the order of the rules. */
  public Set<Target> targets(Mode mode) {
    Set<Target> targets = new LinkedHashSet<>();
    for (Outcome outcome : outcomes) {
      if (outcome instanceof Outcome.Invalidates invalidates && outcome.rule().mode() == mode) {
        targets.addAll(invalidates.targets());
      }
    }
    return targets;
  }

  /** The failures of all rules. */
  public List<Outcome.Failed> failures() {
    return outcomes.stream()
        .filter(Outcome.Failed.class::isInstance)
        .map(Outcome.Failed.class::cast)
        .toList();
  }
}
