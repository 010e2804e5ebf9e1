// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.diff;

import dev.freshet.rules.diff.Difference.Sort;
import java.util.Locale;

/** Writes differences for people. Stateless. */
final class DiffText {
  private DiffText() {}

  static String of(RuleDiff diff) {
    if (diff.isEmpty()) {
      return "no differences\n";
    }
    StringBuilder out = new StringBuilder();
    for (Difference difference : diff.differences()) {
      String head =
          difference.sort().sign() + " " + difference.kind().text() + " " + difference.name();
      if (difference.fields().isEmpty()) {
        out.append(head).append('\n');
      }
      difference.fields().forEach(field -> out.append(head + ": " + field + "\n"));
      difference.notes().forEach(note -> out.append("  = note: " + note + "\n"));
    }
    return out.append(sum(diff)).toString();
  }

  private static String sum(RuleDiff diff) {
    long all = diff.differences().size();
    StringBuilder out = new StringBuilder(all + (all == 1 ? " difference:" : " differences:"));
    String comma = " ";
    for (Sort sort : Sort.values()) {
      long count = diff.count(sort);
      if (count > 0) {
        out.append(comma).append(count).append(' ').append(sort.name().toLowerCase(Locale.ROOT));
        comma = ", ";
      }
    }
    return out.append('\n').toString();
  }
}
