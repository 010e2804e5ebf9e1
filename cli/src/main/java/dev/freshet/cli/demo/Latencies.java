// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.demo;

import java.util.Arrays;

/** Durations, by rank. Safe for any thread. */
final class Latencies {
  private static final double NANOS_PER_MS = 1_000_000.0;

  private long[] nanos = new long[1024];
  private int count;

  synchronized void add(long durationNanos) {
    if (count == nanos.length) {
      nanos = Arrays.copyOf(nanos, 2 * count);
    }
    nanos[count++] = durationNanos;
  }

  synchronized int count() {
    return count;
  }

  synchronized void clear() {
    count = 0;
  }

  /**
   * The smallest duration that at least this part of all durations does not exceed (nearest rank),
   * in ms with two decimals; NaN if there is none.
   */
  synchronized double percentileMs(double percent) {
    if (count == 0) {
      return Double.NaN;
    }
    long[] sorted = Arrays.copyOf(nanos, count);
    Arrays.sort(sorted);
    int rank = Math.max(1, (int) Math.ceil(percent / 100 * count));
    return Math.round(sorted[rank - 1] / NANOS_PER_MS * 100) / 100.0;
  }
}
