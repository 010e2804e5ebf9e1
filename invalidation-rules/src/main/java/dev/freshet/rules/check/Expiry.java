// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.check;

import dev.freshet.rules.check.RuleSets.FiledRule;
import dev.freshet.rules.rule.Mode;
import dev.freshet.rules.rule.RuleDefinition;
import dev.freshet.rules.source.IssueCode;
import java.time.LocalDate;

/** Finds rules whose last day is over or near. */
record Expiry(LocalDate today) implements Check {
  private static final int DAYS_AHEAD = 14;

  @Override
  public void run(RuleSets sets, Findings findings) {
    for (FiledRule filed : sets.rules()) {
      RuleDefinition.Expiry expires = filed.rule().expires();
      if (expires != null
          && filed.mode() != Mode.OFF
          && expires.day().isBefore(today.plusDays(DAYS_AHEAD + 1))) {
        report(filed, expires, findings);
      }
    }
  }

  private void report(FiledRule filed, RuleDefinition.Expiry expires, Findings findings) {
    String rule = "rule `" + filed.rule().id() + "` ";
    if (expires.day().isBefore(today)) {
      String message = rule + "has not matched since its last day, " + expires.day();
      String help = "take the rule out, or give it another last day";
      findings.error(filed.file(), expires.text().span(), IssueCode.EXPIRED, message, help);
    } else {
      String message = rule + "will not match any more after " + expires.day();
      String help = "give the rule another last day if it is still needed";
      findings.warning(filed.file(), expires.text().span(), IssueCode.EXPIRES_SOON, message, help);
    }
  }
}
