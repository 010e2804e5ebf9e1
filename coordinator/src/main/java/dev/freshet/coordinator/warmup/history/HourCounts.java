// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.warmup.history;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How much keys were read in one hour of the week: the heaviest of them, by the Space-Saving
 * algorithm (Metwally, Agrawal, El Abbadi: Efficient Computation of Frequent and Top-k Elements in
 * Data Streams, ICDT 2005). When all counters are taken the lightest key gives its counter to the
 * new one, weight and all. So no key is counted too low, none too high by more than all weights
 * divided by the number of counters, and what is heavier than that is never lost.
 *
 * <p>Weights halve in a week. One thread.
 */
final class HourCounts {
  static final int COUNTERS = 256;
  private static final double WEEK_MS = Duration.ofDays(7).toMillis();

  private final Map<String, Double> counts = new LinkedHashMap<>();
  private long seenMs;

  HourCounts(long seenMs) {
    this.seenMs = seenMs;
  }

  static HourCounts restore(AccessHistory.Hour hour) {
    HourCounts restored = new HourCounts(hour.seenMs());
    for (int i = 0; i < Math.min(hour.keys().size(), hour.counts().size()); i++) {
      restored.counts.put(hour.keys().get(i), hour.counts().get(i));
    }
    return restored;
  }

  /** Keys were read, hottest first. A clock that was turned back makes nothing heavier. */
  void add(List<String> hottest, long nowMs) {
    double left = left(nowMs);
    counts.replaceAll((key, count) -> count * left);
    seenMs = Math.max(seenMs, nowMs);
    for (int rank = 0; rank < Math.min(hottest.size(), COUNTERS); rank++) {
      add(hottest.get(rank), 1.0 / (rank + 1));
    }
  }

  private void add(String key, double weight) {
    if (counts.containsKey(key) || counts.size() < COUNTERS) {
      counts.merge(key, weight, Double::sum);
      return;
    }
    Map.Entry<String, Double> lightest =
        counts.entrySet().stream().min(Map.Entry.comparingByValue()).orElseThrow();
    counts.remove(lightest.getKey());
    counts.put(key, lightest.getValue() + weight);
  }

  /** Adds a share of what the keys weigh now. */
  void addTo(Map<String, Double> scores, double share, long nowMs) {
    double factor = share * left(nowMs);
    counts.forEach((key, count) -> scores.merge(key, count * factor, Double::sum));
  }

  private double left(long nowMs) {
    return Math.pow(2, -Math.max(0, nowMs - seenMs) / WEEK_MS);
  }

  AccessHistory.Hour hour() {
    return new AccessHistory.Hour(
        seenMs, List.copyOf(counts.keySet()), List.copyOf(counts.values()));
  }
}
