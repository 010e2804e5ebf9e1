// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.yaml;

import dev.freshet.rules.source.Span;

/** Walks over the visible characters of a scalar as it is written in the file. */
final class RawScalar {
  private final String raw;
  private final int end;
  private final char quote;
  private int at;

  RawScalar(String raw, Span span) {
    this.raw = raw;
    this.end = Math.min(span.end(), raw.length());
    this.at = span.start();
    char first = at < end ? raw.charAt(at) : 0;
    this.quote = first == '"' || first == '\'' ? first : 0;
    if (quote != 0) {
      at++;
    } else if (first == '|' || first == '>') {
      skipBlockHeader();
    }
  }

  static boolean isSpace(int c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
  }

  /** Where the walk stands. */
  int offset() {
    return at;
  }

  /** Passes the next visible character and says where it began. */
  int nextVisible() {
    while (at < end) {
      int start = at;
      if (isSpace(raw.charAt(at))) {
        at++;
      } else if (!passCharacter()) {
        return start;
      }
    }
    return Math.max(0, end - 1);
  }

  /** Passes one character, escape or doubled quote; says whether it stands for white space. */
  private boolean passCharacter() {
    char c = raw.charAt(at);
    if (quote == '"' && c == '\\') {
      return passEscape();
    }
    boolean doubled = quote == '\'' && c == '\'';
    at += doubled ? 2 : Character.charCount(raw.codePointAt(at));
    return false;
  }

  private boolean passEscape() {
    char kind = at + 1 < end ? raw.charAt(at + 1) : ' ';
    int digits =
        switch (kind) {
          case 'x' -> 2;
          case 'u' -> 4;
          case 'U' -> 8;
          default -> 0;
        };
    int digitsEnd = Math.min(at + 2 + digits, end);
    boolean space =
        digits == 0
            ? isSpace(kind) || kind == 'n' || kind == 't' || kind == 'r'
            : isSpace(Integer.parseUnsignedInt(raw, at + 2, digitsEnd, 16));
    at = digitsEnd;
    return space;
  }

  /** Behind {@code |2- # comment} the text begins on the next line. */
  private void skipBlockHeader() {
    while (at < end && raw.charAt(at) != '\n' && raw.charAt(at) != '\r') {
      at++;
    }
  }
}
