// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.warmup.history;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What was read at which hour of the week, from which follows what will be.
 *
 * <p><b>The model.</b> Every few minutes the keys that nodes say they have served most are counted,
 * the n-th of them as 1/n, in the counters of that hour of the week (UTC) and region. What is asked
 * for at some moment is ranked by the count of its hour of the week plus a seventh of the counts of
 * the same hour on the six other days: last Monday at nine tells most about this Monday at nine,
 * and the days since tell what is new, or that there is no rhythm of weeks. Counts halve in a week.
 *
 * <p><b>Bounds.</b> 168 hours with {@value HourCounts#COUNTERS} keys each for a region, see {@link
 * HourCounts}. One thread.
 */
public final class AccessHistory {
  static final int HOURS = 168;
  private static final int HOURS_OF_DAY = 24;
  private static final long HOUR_MS = 3_600_000;
  private static final double OTHER_DAYS = 1.0 / 7;

  private final Map<String, Map<Integer, HourCounts>> regions = new HashMap<>();

  /**
   * What was read in an hour of the week. Immutable.
   *
   * @param seenMs when it was last counted, in ms since 1970
   * @param counts of the keys, in their order
   */
  public record Hour(long seenMs, List<String> keys, List<Double> counts) {}

  /** The number of an hour of the week; the first begins when 1970 did, on a Thursday. */
  public static int hourOfWeek(Instant at) {
    return (int) Math.floorMod(at.toEpochMilli() / HOUR_MS, (long) HOURS);
  }

  /** What is known of an hour of the week. */
  public void restore(String region, int hourOfWeek, Hour hour) {
    hours(region).put(hourOfWeek, HourCounts.restore(hour));
  }

  /**
   * Keys are being read.
   *
   * @param hottest of a region, hottest first
   * @return what is known of this hour of the week now
   */
  public Hour observe(String region, List<String> hottest, Instant now) {
    HourCounts counts =
        hours(region).computeIfAbsent(hourOfWeek(now), any -> new HourCounts(now.toEpochMilli()));
    counts.add(hottest, now.toEpochMilli());
    return counts.hour();
  }

  /** The keys of a region that will be read now, the likeliest first. */
  public List<String> predict(String region, Instant now) {
    Map<Integer, HourCounts> hours = regions.getOrDefault(region, Map.of());
    Map<String, Double> scores = new HashMap<>();
    int hour = hourOfWeek(now);
    for (int distance = 0; distance < HOURS; distance += HOURS_OF_DAY) {
      HourCounts counts = hours.get((hour + distance) % HOURS);
      if (counts != null) {
        counts.addTo(scores, distance == 0 ? 1 : OTHER_DAYS, now.toEpochMilli());
      }
    }
    return scores.entrySet().stream()
        .sorted(
            Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Whether anything is known of a region. */
  public boolean knows(String region) {
    return regions.containsKey(region);
  }

  /** The hours of a region of which something is known, which are forgotten. */
  public List<Integer> forget(String region) {
    Map<Integer, HourCounts> hours = regions.remove(region);
    return hours == null ? List.of() : List.copyOf(hours.keySet());
  }

  private Map<Integer, HourCounts> hours(String region) {
    return regions.computeIfAbsent(region, any -> new HashMap<>());
  }
}
