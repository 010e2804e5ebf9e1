// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.target;

/**
 * What stands between two colons: text, or text around one hole or one star.
 *
 * @param kind which of the three
 * @param prefix the text before the hole or star, or the whole text
 * @param hole the hole's name, or empty
 * @param suffix the text behind the hole or star
 * @param index where the segment begins in its template's text
 */
record Segment(Kind kind, String prefix, String hole, String suffix, int index) {
  enum Kind {
    TEXT,
    HOLE,
    STAR
  }

  /** A star alone. */
  static final Segment ANY = new Segment(Kind.STAR, "", "", "", 0);

  static Segment text(String text, int index) {
    return new Segment(Kind.TEXT, text, "", "", index);
  }

  boolean isText() {
    return kind == Kind.TEXT;
  }

  boolean isHole() {
    return kind == Kind.HOLE;
  }

  boolean isStar() {
    return kind == Kind.STAR;
  }

  /** The same with a star for the hole. */
  Segment starred() {
    return isHole() ? new Segment(Kind.STAR, prefix, "", suffix, index) : this;
  }

  /** The segment as it was written. */
  @Override
  public String toString() {
    String middle =
        switch (kind) {
          case TEXT -> "";
          case HOLE -> "{" + hole + "}";
          case STAR -> "*";
        };
    return prefix + middle + suffix;
  }
}
