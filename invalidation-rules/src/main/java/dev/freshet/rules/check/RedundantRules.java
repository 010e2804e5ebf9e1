// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.check;

import dev.freshet.rules.check.EqualRules.Content;
import dev.freshet.rules.check.RuleSets.FiledRule;
import dev.freshet.rules.rule.Mode;
import dev.freshet.rules.rule.RuleDefinition;
import dev.freshet.rules.source.IssueCode;
import dev.freshet.rules.target.OnMissing;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Finds rules that add nothing: another rule without condition invalidates all that they do, for
 * all of their events, no later, and not for a shorter time.
 */
record RedundantRules() implements Check {

  /** A rule with what it is compared by. */
  private record Candidate(FiledRule filed, Content content, Reach.Extent extent) {
    RuleDefinition rule() {
      return filed.rule();
    }
  }

  @Override
  public void run(RuleSets sets, Findings findings) {
    Reach reach = new Reach(sets.regions());
    List<Candidate> rules =
        sets.soundRules().stream()
            .filter(filed -> filed.mode() == Mode.ENFORCE)
            .map(
                filed ->
                    new Candidate(filed, Content.of(filed), reach.extent(filed.rule().outputs())))
            .toList();
    Map<String, List<Candidate>> unconditional =
        rules.stream()
            .filter(candidate -> candidate.rule().condition() == null)
            .collect(Collectors.groupingBy(candidate -> candidate.rule().event().text()));
    for (Candidate narrow : rules) {
      eventsThatCover(narrow.rule().event().text()).stream()
          .flatMap(event -> unconditional.getOrDefault(event, List.of()).stream())
          .filter(wide -> makesRedundant(wide, narrow, reach))
          .findFirst()
          .ifPresent(wide -> report(narrow.filed(), wide.filed(), findings));
    }
  }

  /** The event itself, and each prefix of it. */
  private static List<String> eventsThatCover(String event) {
    List<String> covering = new ArrayList<>(List.of(event));
    for (int dot = event.indexOf('.'); dot >= 0; dot = event.indexOf('.', dot + 1)) {
      covering.add(event.substring(0, dot + 1) + "*");
    }
    return covering.stream().distinct().toList();
  }

  /** Of equal rules each would make the other redundant: they are another check's. */
  private static boolean makesRedundant(Candidate wide, Candidate narrow, Reach reach) {
    OnMissing onMissing = wide.rule().onMissing();
    return !wide.content().equals(narrow.content())
        && lastsAsLong(wide.rule(), narrow.rule())
        && comesInTime(wide.rule().timing(), narrow.rule().timing())
        && (onMissing == narrow.rule().onMissing() || onMissing == OnMissing.WIDEN)
        && reach.contains(wide.extent(), narrow.extent());
  }

  private static boolean lastsAsLong(RuleDefinition other, RuleDefinition rule) {
    return !lastDay(other).isBefore(lastDay(rule));
  }

  private static LocalDate lastDay(RuleDefinition rule) {
    return rule.expires() == null ? LocalDate.MAX : rule.expires().day();
  }

  private static boolean comesInTime(RuleDefinition.Timing other, RuleDefinition.Timing rule) {
    return other.coalesce().compareTo(rule.coalesce()) <= 0
        && (rule.repeatAfter().isZero() || rule.repeatAfter().equals(other.repeatAfter()));
  }

  private static void report(FiledRule filed, FiledRule other, Findings findings) {
    findings.warning(
        filed.file(),
        filed.rule().id().span(),
        IssueCode.UNREACHABLE_RULE,
        "rule `"
            + filed.rule().id()
            + "` adds nothing: for all of its events "
            + other.nameAndPlace()
            + " invalidates the same or more",
        "take the rule out, or narrow the other one");
  }
}
