// SPDX-License-Identifier: Apache-2.0
package dev.freshet.http.problem;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/**
 * The name that was probably meant: least number of inserted, deleted, changed and swapped
 * neighbouring letters (optimal string alignment, the restricted form of the Damerau-Levenshtein
 * distance), letter case aside.
 */
public final class NearestName {
  private static final int LONGEST = 128;

  private NearestName() {}

  /** The nearest of the names, if it is nearer than a third of its length (at least 2). */
  public static Optional<String> among(Collection<String> names, String found) {
    if (found.length() > LONGEST) {
      return Optional.empty();
    }
    return names.stream()
        .filter(name -> distance(name, found) <= Math.max(2, name.length() / 3))
        .min(
            Comparator.<String>comparingInt(name -> distance(name, found))
                .thenComparing(Comparator.naturalOrder()));
  }

  static int distance(String left, String right) {
    String a = left.toLowerCase(Locale.ROOT);
    String b = right.toLowerCase(Locale.ROOT);
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        cost[i][j] = cell(cost, a, b, i, j);
      }
    }
    return cost[a.length()][b.length()];
  }

  private static int cell(int[][] cost, String a, String b, int i, int j) {
    if (i == 0 || j == 0) {
      return i + j;
    }
    int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
    int least =
        Math.min(Math.min(cost[i - 1][j] + 1, cost[i][j - 1] + 1), cost[i - 1][j - 1] + change);
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
  }
}
