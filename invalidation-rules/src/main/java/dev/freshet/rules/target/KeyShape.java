// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.target;

import dev.freshet.events.values.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A key template or pattern, cut at its colons. An encoded value never holds a colon, so every key
 * of a template has as many segments as the template, and they can be compared one by one.
 * Immutable and safe for any thread.
 */
public final class KeyShape {
  private final List<Segment> segments;

  private KeyShape(List<Segment> segments) {
    this.segments = List.copyOf(segments);
  }

  /**
   * Cuts a template; a {@code *} in its text becomes a star.
   *
   * @throws MisplacedStarException if a segment has two stars, or a star and a hole
   */
  public static KeyShape of(Template template) {
    List<Segment> segments = new ArrayList<>();
    String text = template.toString();
    int start = 0;
    // A hole's name has no colon: cutting the text cuts the template.
    for (int end = text.indexOf(':'); end >= 0; end = text.indexOf(':', start)) {
      segments.add(segment(text.substring(start, end), start));
      start = end + 1;
    }
    segments.add(segment(text.substring(start), start));
    return new KeyShape(segments);
  }

  private static Segment segment(String text, int index) {
    int star = text.indexOf('*');
    int open = text.indexOf('{');
    if (star >= 0 && (open >= 0 || text.indexOf('*', star + 1) >= 0)) {
      throw new MisplacedStarException(index + star);
    }
    if (star >= 0) {
      return new Segment(
          Segment.Kind.STAR, text.substring(0, star), "", text.substring(star + 1), index);
    }
    if (open >= 0) {
      int close = text.indexOf('}');
      return new Segment(
          Segment.Kind.HOLE,
          text.substring(0, open),
          text.substring(open + 1, close),
          text.substring(close + 1),
          index);
    }
    return Segment.text(text, index);
  }

  List<Segment> segments() {
    return segments;
  }

  /** Whether this pattern or key fits at least one key of a region. */
  public boolean fits(KeyShape region) {
    return Alignment.of(region, this).isPresent();
  }

  /** Whether this pattern fits every key of a region. */
  public boolean coversAllOf(KeyShape region) {
    return Alignment.of(region, this)
        .filter(found -> found.bound().isEmpty() && found.narrow().isEmpty())
        .isPresent();
  }

  /** Whether two regions with such key templates can have the same key. */
  public boolean overlaps(KeyShape other) {
    // An equal number of segments, or a hole at the end would cover the rest like a star.
    return segments.size() == other.segments.size()
        && Alignment.of(this, other.starred()).isPresent();
  }

  private KeyShape starred() {
    return new KeyShape(segments.stream().map(Segment::starred).toList());
  }

  /** Where the first star stands in the text, or -1. */
  public int starIndex() {
    return segments.stream()
        .filter(Segment::isStar)
        .mapToInt(star -> star.index() + star.prefix().length())
        .findFirst()
        .orElse(-1);
  }

  /** The text with every hole as a star, in which two spellings of one shape are the same. */
  public String outline() {
    return segments.stream()
        .map(
            segment ->
                segment.isText() ? segment.prefix() : segment.prefix() + "*" + segment.suffix())
        .collect(Collectors.joining(":"));
  }

  /** A star that shares its segment with a hole or another star. */
  public static final class MisplacedStarException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;
    private final int index;

    MisplacedStarException(int index) {
      super("a segment between two ':' can hold one '*' or one hole, not both");
      this.index = index;
    }

    /** Where the star stands in the text. */
    public int index() {
      return index;
    }
  }
}
