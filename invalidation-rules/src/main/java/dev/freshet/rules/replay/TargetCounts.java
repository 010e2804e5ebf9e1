// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.replay;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts commands by their targets. Exact up to a bound of different ones; beyond, the less
 * frequent half of the counts is dropped whenever there are too many, so that what is frequent
 * stays, with a count that may be too low. Belongs to one thread.
 */
final class TargetCounts {
  private final int bound;
  private final Map<String, Long> counts = new HashMap<>();
  private final HyperLogLog distinct = new HyperLogLog();
  private boolean exact = true;

  TargetCounts(int bound) {
    this.bound = bound;
  }

  void add(String target) {
    distinct.add(target);
    counts.merge(target, 1L, Long::sum);
    if (counts.size() > bound) {
      exact = false;
      dropHalf();
    }
  }

  private void dropHalf() {
    List<String> rare =
        counts.entrySet().stream()
            .sorted(Map.Entry.comparingByValue())
            .limit(counts.size() - bound / 2)
            .map(Map.Entry::getKey)
            .toList();
    counts.keySet().removeAll(rare);
  }

  Distinct distinct() {
    return new Distinct(exact ? counts.size() : distinct.estimate(), exact);
  }

  /** The most frequent ones; of equal ones the first by name. */
  List<TopTarget> top(int many) {
    return counts.entrySet().stream()
        .map(entry -> new TopTarget(entry.getKey(), entry.getValue()))
        .sorted(
            Comparator.comparingLong(TopTarget::commands)
                .reversed()
                .thenComparing(TopTarget::target))
        .limit(many)
        .toList();
  }
}
