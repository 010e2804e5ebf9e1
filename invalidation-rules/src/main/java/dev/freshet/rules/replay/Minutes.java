// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.replay;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts commands of both sides by the minute in which their event was stored. Beyond a bound of
 * minutes it counts by two minutes, by four and so on: the memory is bounded whatever the times of
 * the events are. Belongs to one thread.
 */
final class Minutes {
  private final int bound;
  private Map<Long, long[]> counts = new HashMap<>();
  private long width = 1;

  Minutes(int bound) {
    this.bound = bound;
  }

  /** Counts an event, also one without commands. */
  void add(Instant storedAt, long before, long after) {
    long minute = Math.floorDiv(storedAt.getEpochSecond(), 60L);
    add(counts, Math.floorDiv(minute, width), before, after);
    while (counts.size() > bound) {
      width *= 2;
      Map<Long, long[]> wider = new HashMap<>();
      counts.forEach((at, pair) -> add(wider, Math.floorDiv(at, 2L), pair[0], pair[1]));
      counts = wider;
    }
  }

  private static void add(Map<Long, long[]> counts, long at, long before, long after) {
    long[] pair = counts.computeIfAbsent(at, unused -> new long[2]);
    pair[0] += before;
    pair[1] += after;
  }

  PerMinute before() {
    return perMinute(0);
  }

  PerMinute after() {
    return perMinute(1);
  }

  private PerMinute perMinute(int side) {
    long[] sorted = counts.values().stream().mapToLong(pair -> pair[side]).sorted().toArray();
    return new PerMinute(rank(sorted, 50), rank(sorted, 99), rank(sorted, 100));
  }

  /** The nearest rank; rounded up where a count is over more than a minute. */
  private long rank(long[] sorted, int percent) {
    if (sorted.length == 0) {
      return 0;
    }
    int rank = (int) ((sorted.length * (long) percent + 99) / 100);
    return (sorted[rank - 1] + width - 1) / width;
  }
}
