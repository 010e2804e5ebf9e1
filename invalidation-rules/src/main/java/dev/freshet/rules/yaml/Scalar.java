// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.yaml;

import dev.freshet.rules.source.Span;

/**
 * A text in a YAML file, able to say where each of its characters stands in the file.
 *
 * @param span where the scalar stands, quotes included
 * @param text its value: quotes, escapes and folding resolved
 * @param plain whether it stands without quotes in a single piece
 * @param raw the whole file
 */
public record Scalar(Span span, String text, boolean plain, String raw) implements YamlNode {

  /** Whether nothing was written, or one of YAML's words for nothing. */
  public boolean isNothing() {
    return plain && (text.isEmpty() || text.equals("~") || text.equals("null"));
  }

  /** Where a stretch of the value stands in the file. */
  public Span spanOf(int start, int end) {
    int from = offsetOf(start);
    return new Span(from, Math.max(from + 1, end > start ? offsetOf(end - 1) + 1 : from + 1));
  }

  /**
   * Where a character of the value stands in the file: the visible characters of the raw text are
   * those of the value, in the same order, whatever the style; only escapes are spelled otherwise.
   */
  private int offsetOf(int index) {
    RawScalar cursor = new RawScalar(raw, span);
    int offset = cursor.offset();
    for (int i = 0; i <= Math.min(index, text.length() - 1); i++) {
      boolean continuesPair = i > 0 && Character.isLowSurrogate(text.charAt(i));
      if (RawScalar.isSpace(text.charAt(i))) {
        offset = cursor.offset();
      } else if (!continuesPair) {
        offset = cursor.nextVisible();
      }
    }
    return offset;
  }

  @Override
  public String description() {
    return isNothing()
        ? "nothing"
        : "'" + (text.length() > 60 ? text.substring(0, 60) + "…" : text) + "'";
  }

  @Override
  public String toString() {
    return text;
  }
}
