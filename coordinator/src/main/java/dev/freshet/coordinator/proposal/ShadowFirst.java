// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.proposal;

import dev.freshet.rules.RuleEdits;
import dev.freshet.rules.RuleSetFile;
import dev.freshet.rules.RuleSource;
import dev.freshet.rules.diff.Difference;
import dev.freshet.rules.diff.Difference.Kind;
import dev.freshet.rules.diff.Difference.Sort;
import dev.freshet.rules.rule.Mode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Rule sets in which what is new or different is watched before it does anything: those rules stand
 * in shadow mode, all else is as it was written. Immutable and safe for any thread.
 *
 * @param sets with the mode changed in their texts
 * @param rules the rules whose mode was changed, as {@code set/id}
 * @param suspended those of them that are enforced today, and then are not
 */
public record ShadowFirst(List<RuleSource> sets, Set<String> rules, Set<String> suspended) {
  public ShadowFirst {
    sets = List.copyOf(sets);
    rules = Collections.unmodifiableSet(new TreeSet<>(rules));
    suspended = Collections.unmodifiableSet(new TreeSet<>(suspended));
  }

  /** Puts what a proposal enforces and is new or different in shadow mode. */
  public static ShadowFirst of(Proposal proposal) {
    Set<String> changed =
        proposal.diff().differences().stream()
            .filter(one -> one.kind() == Kind.RULE && one.sort() != Sort.REMOVED)
            .map(Difference::name)
            .collect(Collectors.toSet());
    Set<String> rules = enforced(proposal.filesAfter());
    rules.retainAll(changed);
    List<RuleSource> sets = new ArrayList<>();
    for (RuleSource set : proposal.sets()) {
      String prefix = set.name() + "/";
      Set<String> ids =
          rules.stream()
              .filter(rule -> rule.startsWith(prefix))
              .map(rule -> rule.substring(prefix.length()))
              .collect(Collectors.toSet());
      String text = RuleEdits.withMode(set, ids, Mode.SHADOW);
      sets.add(new RuleSource(set.name(), set.file(), set.revision(), text));
    }
    Set<String> suspended = enforced(proposal.filesBefore());
    suspended.retainAll(rules);
    return new ShadowFirst(sets, rules, suspended);
  }

  private static Set<String> enforced(List<RuleSetFile> files) {
    return files.stream()
        .flatMap(
            file ->
                file.rules().stream()
                    .filter(rule -> rule.mode() == Mode.ENFORCE)
                    .map(rule -> file.name() + "/" + rule.id()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** A line for each rule in shadow mode, loud where something stops. */
  public String toText() {
    return rules.stream()
        .map(
            rule ->
                "in shadow mode: "
                    + rule
                    + (suspended.contains(rule)
                        ? " (enforced today: invalidates nothing until it is promoted)"
                        : "")
                    + "\n")
        .collect(Collectors.joining());
  }
}
