// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.target;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A key or pattern laid over the key template of a region, segment by segment.
 *
 * <p>A {@code *} stands for one whole segment, and at the end for all that follows; a hole of the
 * pattern, or text, binds the hole of the region below it. A hole of the pattern never stands for
 * fixed text of the region.
 *
 * @param bound what the pattern puts into the region's holes: templates over the pattern's holes
 * @param starred the region's holes that a star covers
 * @param narrow stars that cover only a part of a hole's values, as in {@code ab*}; such a pattern
 *     cannot be rewritten
 */
record Alignment(Map<String, String> bound, List<String> starred, List<Segment> narrow) {
  /** What no encoded value holds. */
  private static final Pattern NEVER_IN_A_VALUE = Pattern.compile("[|=*{}\\s]");

  /** Lays a pattern over a region's key; empty if they share no key. */
  static Optional<Alignment> of(KeyShape region, KeyShape pattern) {
    List<Segment> below = region.segments();
    List<Segment> above = pattern.segments();
    Segment last = above.get(above.size() - 1);
    boolean open = last.isStar() && last.suffix().isEmpty();
    if (open ? below.size() < above.size() : below.size() != above.size()) {
      return Optional.empty();
    }
    Alignment alignment =
        new Alignment(new LinkedHashMap<>(), new ArrayList<>(), new ArrayList<>());
    for (int i = 0; i < below.size(); i++) {
      Segment over = i < above.size() ? above.get(i) : Segment.ANY;
      if (!alignment.place(over, below.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(alignment);
  }

  /** Lays one segment over another; false if they share no text. */
  private boolean place(Segment over, Segment below) {
    if (below.isText()) {
      return switch (over.kind()) {
        case TEXT -> over.prefix().equals(below.prefix());
        case STAR -> matches(over, below.prefix());
        case HOLE -> false;
      };
    }
    return switch (over.kind()) {
      case TEXT -> bindText(over.prefix(), below);
      case HOLE -> bindHole(over, below);
      case STAR -> star(over, below);
    };
  }

  private static boolean matches(Segment star, String text) {
    return text.length() >= star.prefix().length() + star.suffix().length()
        && text.startsWith(star.prefix())
        && text.endsWith(star.suffix());
  }

  private boolean bindText(String text, Segment below) {
    String before = below.prefix();
    String behind = below.suffix();
    if (text.length() < before.length() + behind.length()
        || !text.startsWith(before)
        || !text.endsWith(behind)) {
      return false;
    }
    String value = text.substring(before.length(), text.length() - behind.length());
    if (NEVER_IN_A_VALUE.matcher(value).find()) {
      return false;
    }
    bound.put(below.hole(), value);
    return true;
  }

  private boolean bindHole(Segment over, Segment below) {
    if (!over.prefix().startsWith(below.prefix()) || !over.suffix().endsWith(below.suffix())) {
      return false;
    }
    String before = over.prefix().substring(below.prefix().length());
    String behind = over.suffix().substring(0, over.suffix().length() - below.suffix().length());
    bound.put(below.hole(), before + "{" + over.hole() + "}" + behind);
    return true;
  }

  private boolean star(Segment over, Segment below) {
    String before = below.prefix();
    String behind = below.suffix();
    boolean coversPrefix = before.startsWith(over.prefix());
    boolean coversSuffix = behind.endsWith(over.suffix());
    if (coversPrefix && coversSuffix) {
      starred.add(below.hole());
      return true;
    }
    boolean meetsPrefix = coversPrefix || over.prefix().startsWith(before);
    boolean meetsSuffix = coversSuffix || over.suffix().endsWith(behind);
    if (meetsPrefix && meetsSuffix) {
      narrow.add(over);
      return true;
    }
    return false;
  }
}
