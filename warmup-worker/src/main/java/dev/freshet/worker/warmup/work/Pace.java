// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.warmup.work;

import java.time.Duration;

/**
 * How fast one task may ask the source: in no second for more keys than its limit, if each call
 * asks for {@link #chunk} keys at the most and the next one begins no sooner than {@link #after}
 * its end. Then any number of tasks one after the other, too, keep to the limit, and tasks at the
 * same time to the sum of theirs. Immutable.
 *
 * <p>Why: calls of up to c keys, each followed by a pause of m / (c (n - 1)) seconds for its m
 * keys, are such that all in a second but the last have fewer than c (n - 1) keys together, and the
 * last at most c. With n = limit / c, rounded down, that is the limit at the most. Calls of single
 * keys need no such reserve.
 */
final class Pace {
  private static final double CALLS_PER_SECOND = 16;
  private static final double NANOS = 1e9;

  private final int chunk;
  private final double nanosPerKey;

  private Pace(int chunk, double nanosPerKey) {
    this.chunk = chunk;
    this.nanosPerKey = nanosPerKey;
  }

  /** Calls of any size, one right after the other. */
  static Pace unlimited(int maxBatch) {
    return new Pace(maxBatch, 0);
  }

  /**
   * The pace of a limit.
   *
   * @param keysPerSecond more than 0; below 1, a key at a time with longer pauses
   * @param maxBatch most keys in a call
   */
  static Pace of(double keysPerSecond, int maxBatch) {
    int chunk = (int) Math.max(1, Math.min(maxBatch, keysPerSecond / CALLS_PER_SECOND));
    if (chunk == 1) {
      double perSecond = keysPerSecond < 1 ? keysPerSecond : Math.floor(keysPerSecond);
      return new Pace(1, NANOS / perSecond);
    }
    double calls = Math.floor(keysPerSecond / chunk);
    return new Pace(chunk, NANOS / (chunk * (calls - 1)));
  }

  /** Most keys that a call may ask for. */
  int chunk() {
    return chunk;
  }

  /** How long after a call that asked for so many keys there may be no other. */
  Duration after(long keys) {
    return Duration.ofNanos((long) Math.ceil(keys * nanosPerKey));
  }
}
