// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.check;

import dev.freshet.rules.check.RuleSets.FiledRule;
import dev.freshet.rules.rule.Mode;
import dev.freshet.rules.source.IssueCode;
import dev.freshet.rules.yaml.Scalar;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds rules that say the same, whatever they are called. */
record EqualRules() implements Check {

  /** What makes two rules the same. */
  record Content(Mode mode, String event, String condition, Set<String> outputs) {
    static Content of(FiledRule filed) {
      Scalar condition = filed.rule().condition();
      return new Content(
          filed.mode(),
          filed.rule().event().text(),
          condition == null ? "" : condition.text().strip(),
          filed.rule().outputs().stream().map(Reach::spelling).collect(Collectors.toSet()));
    }
  }

  @Override
  public void run(RuleSets sets, Findings findings) {
    Map<Content, FiledRule> first = new HashMap<>();
    for (FiledRule filed : sets.soundRules()) {
      FiledRule earlier = first.putIfAbsent(Content.of(filed), filed);
      if (earlier != null) {
        findings.warning(
            filed.file(),
            filed.rule().id().span(),
            IssueCode.EQUAL_RULES,
            "rule `"
                + filed.rule().id()
                + "` has the event, condition and outputs of "
                + earlier.nameAndPlace(),
            "keep one of them");
      }
    }
  }
}
