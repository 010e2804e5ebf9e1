// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.source;

import java.util.Arrays;

/** A file's text, able to say where an offset stands. Immutable and safe for any thread. */
public final class SourceText {
  private final String file;
  private final String text;
  private final int[] lineStarts;

  /** Takes the text of a file; {@code file} is only shown. */
  public SourceText(String file, String text) {
    this.file = file;
    this.text = text;
    this.lineStarts = lineStarts(text);
  }

  /** The file's name. */
  public String file() {
    return file;
  }

  /** The whole text. */
  public String text() {
    return text;
  }

  /** Where an offset stands; an offset behind the end counts as the end. */
  public Location locate(int offset) {
    int bounded = Math.max(0, Math.min(offset, text.length()));
    int line = lineOf(bounded);
    return new Location(file, line + 1, text.codePointCount(lineStarts[line], bounded) + 1);
  }

  /** The offset of a location in this text; the inverse of {@link #locate}. */
  public int offsetOf(Location location) {
    return text.offsetByCodePoints(lineStarts[location.line() - 1], location.column() - 1);
  }

  /** The line around an offset, without its line break. */
  String lineAround(int offset) {
    int line = lineOf(Math.max(0, Math.min(offset, text.length())));
    int end = lineStarts[line];
    while (end < text.length() && !isBreak(text.charAt(end))) {
      end++;
    }
    return text.substring(lineStarts[line], end);
  }

  /** How many code points of a span stand on the line where it begins; at least one. */
  int widthOnFirstLine(Span span) {
    int end = span.start();
    while (end < Math.min(span.end(), text.length()) && !isBreak(text.charAt(end))) {
      end++;
    }
    return Math.max(1, text.codePointCount(Math.min(span.start(), end), end));
  }

  private int lineOf(int offset) {
    int found = Arrays.binarySearch(lineStarts, offset);
    return found >= 0 ? found : -found - 2;
  }

  private static boolean isBreak(char c) {
    return c == '\n' || c == '\r';
  }

  private static int[] lineStarts(String text) {
    int[] starts = new int[16];
    int count = 1;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean crOfCrLf = c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n';
      if (isBreak(c) && !crOfCrLf) {
        if (count == starts.length) {
          starts = Arrays.copyOf(starts, count * 2);
        }
        starts[count++] = i + 1;
      }
    }
    return Arrays.copyOf(starts, count);
  }
}
