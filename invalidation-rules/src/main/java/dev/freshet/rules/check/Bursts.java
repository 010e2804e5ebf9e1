// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.check;

import dev.freshet.rules.check.RuleSets.FiledRule;
import dev.freshet.rules.rule.Rate;
import dev.freshet.rules.source.IssueCode;
import dev.freshet.rules.source.Span;

/** Finds rules whose outputs for a single event exceed what their limits let through at once. */
record Bursts() implements Check {

  @Override
  public void run(RuleSets sets, Findings findings) {
    for (FiledRule filed : sets.soundRules()) {
      Rate rate = filed.rule().rate();
      int outputs = filed.rule().outputs().size();
      if (rate != null && outputs > rate.burst()) {
        Span span = filed.rule().id().span();
        String message =
            "rule `%s` has %d outputs, but its limits let %d through at once: each event"
                + " invalidates whole regions instead";
        findings.error(
            filed.file(),
            span,
            IssueCode.ALWAYS_LIMITED,
            message.formatted(filed.rule().id(), outputs, rate.burst()),
            "give `limits` a `burst` of " + outputs + " or more");
      }
    }
  }
}
