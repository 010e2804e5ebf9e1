// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.check;

import dev.freshet.rules.check.RuleSets.FiledRule;
import dev.freshet.rules.rule.OutputDefinition;
import dev.freshet.rules.source.IssueCode;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Finds rules that purge everything, or a whole region, for each single event. */
record WholeRegions() implements Check {

  @Override
  public void run(RuleSets sets, Findings findings) {
    Reach reach = new Reach(sets.regions());
    Set<String> single =
        sets.regions().stream()
            .filter(region -> region.region().key().holes().isEmpty())
            .map(region -> region.region().name())
            .collect(Collectors.toSet());
    for (FiledRule filed : sets.soundRules()) {
      boolean bounded = filed.rule().condition() != null || filed.rule().rate() != null;
      if (!bounded) {
        filed.rule().outputs().forEach(output -> check(filed, output, reach, single, findings));
      }
    }
  }

  private static void check(
      FiledRule filed, OutputDefinition output, Reach reach, Set<String> single, Findings found) {
    Set<String> whole = new TreeSet<>(reach.whole(output));
    whole.removeAll(single);
    boolean all = output.kind() == OutputDefinition.Kind.ALL;
    if (all || !whole.isEmpty()) {
      String what = all ? "all regions" : "all of `" + String.join("` and `", whole) + "`";
      found.warning(
          filed.file(),
          output.text().span(),
          IssueCode.PURGES_REGION,
          "rule `" + filed.rule().id() + "` purges " + what + " for each event",
          "name the entries with `key`, `tag` or `pattern`, or bound the rule with `when` or"
              + " `limits`");
    }
  }
}
