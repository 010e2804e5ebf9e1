// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceTextTest {

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void shouldCountEveryKindOfLineBreakOnce(String lineBreak) {
    String text = String.join(lineBreak, "one", "", "\uD83D\uDE00x three", "");
    SourceText source = new SourceText("f", text);
    int offset = text.indexOf('x');

    assertEquals(new Location("f", 3, 2), source.locate(offset));
    assertEquals(offset, source.offsetOf(source.locate(offset)));
    assertEquals("\uD83D\uDE00x three", source.lineAround(offset));
    assertEquals(new Location("f", 4, 1), source.locate(text.length() + 10));
  }

  @Test
  void shouldCutASpanAtTheEndOfItsLine() {
    SourceText source = new SourceText("f", "ab\ncd");

    assertEquals(1, source.widthOnFirstLine(new Span(1, 5)));
    assertEquals(1, source.widthOnFirstLine(new Span(5, 9)));
    assertEquals(2, source.widthOnFirstLine(new Span(3, 5)));
  }
}
