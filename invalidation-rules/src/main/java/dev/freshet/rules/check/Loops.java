// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.check;

import dev.freshet.rules.check.RuleSets.FiledRule;
import dev.freshet.rules.rule.Mode;
import dev.freshet.rules.source.IssueCode;
import java.util.List;

/** Finds rules for events that Freshet itself makes: each of their commands makes another one. */
record Loops() implements Check {
  /** Types that begin so are our own. */
  private static final List<String> OWN = List.of("freshet.", "dev.freshet.");

  @Override
  public void run(RuleSets sets, Findings findings) {
    for (FiledRule filed : sets.rules()) {
      String event = filed.rule().event().text();
      if (filed.mode() != Mode.OFF && OWN.stream().anyMatch(own -> matches(event, own))) {
        findings.error(
            filed.file(),
            filed.rule().event().span(),
            IssueCode.LOOP,
            "rule `"
                + filed.rule().id()
                + "` matches events that Freshet makes: what it invalidates would be reported in"
                + " further ones, without end",
            "match the event of the service that Freshet's report follows from");
      }
    }
  }

  private static boolean matches(String event, String own) {
    String prefix = event.endsWith(".*") ? event.substring(0, event.length() - 1) : "";
    return event.startsWith(own) || (!prefix.isEmpty() && own.startsWith(prefix));
  }
}
