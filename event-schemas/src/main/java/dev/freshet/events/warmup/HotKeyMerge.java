// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.warmup;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One ranking of what several nodes have ranked, each by what it serves itself.
 *
 * <p>A key scores 1/(rank + 1) for each report that has it, the first rank being 0, and the sum
 * decides: as in reciprocal rank fusion (Cormack, Clarke, Buettcher: Reciprocal Rank Fusion
 * Outperforms Condorcet, SIGIR 2009), here without its constant, because the first ranks are what
 * matters. Counts of reads would be no better: they belong to nodes with different traffic.
 */
public final class HotKeyMerge {
  private HotKeyMerge() {}

  /**
   * The hottest keys of all reports together.
   *
   * @param reports each with its keys, the hottest first; a key that stands in one twice counts
   *     twice
   * @param most at least 0
   * @return the hottest first; of equal ones the lower text first, so that every caller gets the
   *     same
   */
  public static List<String> merge(Collection<? extends List<String>> reports, int most) {
    Map<String, Double> scores = new HashMap<>();
    for (List<String> report : reports) {
      int rank = 0;
      for (String key : report) {
        scores.merge(key, 1.0 / ++rank, Double::sum);
      }
    }
    return scores.entrySet().stream()
        .sorted(
            Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(most)
        .map(Map.Entry::getKey)
        .toList();
  }
}
