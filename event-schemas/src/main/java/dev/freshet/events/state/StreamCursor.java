// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.state;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a cache-state event stands in its topic. Keep that of the last event that was handled, and
 * a later reader goes on behind it. Immutable; the text form is {@code partition:offset}.
 */
public record StreamCursor(int partition, long offset) {
  private static final Pattern TEXT = Pattern.compile("([0-9]{1,9}):([0-9]{1,18})");

  /**
   * Reads the text form.
   *
   * @throws IllegalArgumentException if {@code text} is not {@code partition:offset}
   */
  public static StreamCursor parse(String text) {
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "cursor: found '" + text + "', expected partition:offset, for example 0:17");
    }
    return new StreamCursor(Integer.parseInt(parts.group(1)), Long.parseLong(parts.group(2)));
  }

  @Override
  public String toString() {
    return partition + ":" + offset;
  }
}
