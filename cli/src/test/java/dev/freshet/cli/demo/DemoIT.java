// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.cli.Screen;
import dev.freshet.cli.local.LocalStack;
import dev.freshet.cli.local.StackSettings;
import dev.freshet.rules.RuleSource;
import dev.freshet.rules.ShippedRules;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The demo's check must find rules that do too little, and rules that do too much. */
class DemoIT {
  private static final Screen SILENT =
      new Screen(new PrintStream(OutputStream.nullOutputStream()), false);

  private static DemoSummary run(String ruleSet, UnaryOperator<String> edit) throws Exception {
    List<RuleSource> rules =
        ShippedRules.load().stream()
            .map(set -> set.name().equals(ruleSet) ? edited(set, edit) : set)
            .toList();
    DemoSettings settings = new DemoSettings(rules, 40, 20, 150, 100, 3);
    try (LocalStack stack = LocalStack.start(StackSettings.temporary(rules));
        Demo demo = new Demo(settings, stack, SILENT)) {
      return demo.run();
    }
  }

  private static RuleSource edited(RuleSource set, UnaryOperator<String> edit) {
    String text = edit.apply(set.text());
    assertFalse(text.equals(set.text()), "the edit must change " + set.name());
    return new RuleSource(set.name(), set.file(), set.revision(), text);
  }

  @Test
  void shouldNameTheKeysThatAMissingRuleLeavesBehind() throws Exception {
    DemoSummary summary =
        run(
            "notification",
            text -> text.replace("event: template.updated", "event: template.never"));

    assertFalse(summary.isRight());
    assertTrue(
        summary.wrong().stream()
            .allMatch(line -> line.contains("key notification:templates:template-")),
        summary.wrong()::toString);
    assertTrue(
        summary.wrong().stream().anyMatch(line -> line.contains("expected no entry")),
        summary.wrong()::toString);
  }

  @Test
  void shouldNameTheKeysThatARuleTooMuchDrops() throws Exception {
    DemoSummary summary =
        run(
            "webhook",
            text ->
                text.replace(
                    "rules:\n",
                    """
                    rules:
                      - id: too-much
                        event: document.uploaded
                        invalidate:
                          - key: webhook:configs:{userId}

                    """));

    assertFalse(summary.isRight());
    assertTrue(
        summary.wrong().stream()
            .allMatch(line -> line.matches("node-[12]: key webhook:configs:\\d+ is wrong, .*")),
        summary.wrong()::toString);
    assertTrue(
        summary.wrong().stream().anyMatch(line -> line.contains("no event changed it")),
        summary.wrong()::toString);
    assertEquals(0, summary.staleReads());
  }
}
