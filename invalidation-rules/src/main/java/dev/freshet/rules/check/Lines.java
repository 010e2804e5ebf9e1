// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.check;

import dev.freshet.rules.source.Location;

/** Which lines of a file hold nothing but a comment, and what stands below those. */
final class Lines {
  private final String[] lines;

  /** For each line, from 0, the first at or below it that is more than a comment. */
  private final int[] content;

  Lines(String text) {
    lines = text.split("\r\n|\r|\n", -1);
    content = new int[lines.length];
    for (int i = lines.length - 1; i >= 0; i--) {
      boolean below = i + 1 < lines.length && isEmpty(lines[i]);
      content[i] = below ? content[i + 1] : i;
    }
  }

  private static boolean isEmpty(String line) {
    String text = line.strip();
    return text.isEmpty() || text.startsWith("#");
  }

  /** The line, from 1, that a comment concerns: its own, or the next if it stands alone. */
  int concernedBy(Location comment) {
    return content[comment.line() - 1] + 1;
  }

  /** Whether a comment stands above all lines that are more than a comment. */
  boolean isTop(Location comment) {
    return comment.line() - 1 < content[0];
  }
}
