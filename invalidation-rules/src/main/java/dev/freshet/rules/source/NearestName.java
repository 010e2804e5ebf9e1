// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.source;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Finds what somebody meant to write. The distance counts insertions, deletions, substitutions and
 * swaps of neighbours (Damerau-Levenshtein in the optimal string alignment form).
 */
public final class NearestName {
  private static final int TYPO = 2;

  private NearestName() {}

  /** A help text that offers the candidate within two typing mistakes, or null. */
  public static @Nullable String help(String found, Collection<String> candidates) {
    String best = null;
    int bestDistance = TYPO + 1;
    for (String candidate : candidates) {
      if (Math.abs(candidate.length() - found.length()) < bestDistance) {
        int distance = distance(found, candidate);
        if (distance < bestDistance && distance < candidate.length()) {
          best = candidate;
          bestDistance = distance;
        }
      }
    }
    return best == null ? null : "did you mean `" + best + "`?";
  }

  /** The number of typing mistakes between two texts. */
  public static int distance(String one, String two) {
    int[] beforeLast = new int[two.length() + 1];
    int[] last = new int[two.length() + 1];
    int[] row = new int[two.length() + 1];
    for (int j = 0; j <= two.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      row[0] = i;
      for (int j = 1; j <= two.length(); j++) {
        int cost = one.charAt(i - 1) == two.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + cost);
        if (i > 1
            && j > 1
            && one.charAt(i - 1) == two.charAt(j - 2)
            && one.charAt(i - 2) == two.charAt(j - 1)) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
        }
      }
      int[] free = beforeLast;
      beforeLast = last;
      last = row;
      row = free;
    }
    return last[two.length()];
  }
}
