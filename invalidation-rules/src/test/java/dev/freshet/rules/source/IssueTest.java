// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class IssueTest {
  @Test
  void shouldShowOfALongLineWhatIsAroundThePlace() {
    String before = "\uD83D\uDE00".repeat(300);
    String text = before + "bad" + "b".repeat(100_000);

    List<String> lines = lines(text, new Span(before.length(), before.length() + 3));

    assertEquals("  --> f:1:301", lines.get(1));
    assertEquals(" 1 | …" + "\uD83D\uDE00".repeat(99) + "bad" + "b".repeat(98) + "…", lines.get(3));
    assertEquals("   | " + " ".repeat(100) + "^^^", lines.get(4));
  }

  @Test
  void shouldEndTheCaretWithWhatIsShown() {
    List<String> lines = lines("x".repeat(1_000), new Span(0, 1_000));

    assertEquals(" 1 | " + "x".repeat(200) + "…", lines.get(3));
    assertEquals("   | " + "^".repeat(200), lines.get(4));
  }

  private static List<String> lines(String text, Span span) {
    return Issue.at(
            new SourceText("f", text), span, Issue.Severity.ERROR, IssueCode.SYNTAX, "m", null)
        .render()
        .lines()
        .toList();
  }
}
