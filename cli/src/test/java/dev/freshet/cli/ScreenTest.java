// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class ScreenTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, UTF_8);

  @Test
  void shouldPrintPlainLinesWhereThereIsNoTerminal() {
    Screen screen = new Screen(out, false);

    screen.progress("filling", 1, 2);
    screen.line("done");

    assertEquals("done" + System.lineSeparator(), bytes.toString(UTF_8));
  }

  @Test
  void shouldDrawProgressOverItselfOnATerminal() {
    Screen screen = new Screen(out, true);

    screen.progress("filling", 1, 2);
    screen.line("done");

    String text = bytes.toString(UTF_8);
    assertTrue(text.contains("############............"), text);
    assertTrue(text.endsWith("\r\u001b[2Kdone" + System.lineSeparator()), text);
  }

  @Test
  void shouldFillTheBarByWhatIsDone() {
    assertTrue(Screen.bar("work", 0, 10).contains("[........................] 0 of 10"));
    assertTrue(Screen.bar("work", 10, 10).contains("[########################] 10 of 10"));
    assertTrue(Screen.bar("work", 0, 0).contains("[########################] 0 of 0"));
  }
}
