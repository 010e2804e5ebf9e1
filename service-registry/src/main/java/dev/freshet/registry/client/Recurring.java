// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry.client;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;

/**
 * When to send one kind of record again: at the latest after its period, which is spread by a fifth
 * so that members that started together do not speak together; sooner if somebody wishes; and never
 * while the last one is underway, so that a broker that is away finds no queue of old records when
 * it returns.
 *
 * <p>{@link #wish()} and {@link #ended} are for any thread, all else is for the announcer's.
 */
final class Recurring {
  private static final double SPREAD = 0.2;

  /** As long as nothing is due: whoever ends what is underway wakes the announcer. */
  private static final long NOTHING_DUE_NANOS = Duration.ofMinutes(10).toNanos();

  private final long gapNanos;
  private final RandomGenerator random;
  private final AtomicBoolean wished = new AtomicBoolean(true);

  /** Volatile: set by the producer's thread when a record ended. */
  private volatile boolean underway;

  private volatile boolean failed;

  private long soonestNanos;
  private long regularNanos;
  private long retryNanos;

  /**
   * A kind of record of which the first is due at once.
   *
   * @param gap the shortest time between two, however much is wished
   */
  Recurring(Duration gap, RandomGenerator random, long nowNanos) {
    this.gapNanos = gap.toNanos();
    this.random = random;
    this.soonestNanos = nowNanos;
    this.regularNanos = nowNanos;
    this.retryNanos = nowNanos;
  }

  /** Somebody wants the next one soon. Wishes that come before it is sent are one. */
  void wish() {
    wished.set(true);
  }

  /** For how long there is nothing to do; zero or less if the next one is due. */
  long waitNanos(long nowNanos) {
    if (underway) {
      return NOTHING_DUE_NANOS;
    }
    if (failed) {
      return retryNanos - nowNanos;
    }
    return (wished.get() ? soonestNanos : regularNanos) - nowNanos;
  }

  /**
   * The next one is made and sent now.
   *
   * @param period until the one after it
   * @param retry until the one after it, if this one fails
   */
  void begun(long nowNanos, Duration period, Duration retry) {
    // Before the record is made: what is wished from now on may not be in it any more.
    wished.set(false);
    underway = true;
    soonestNanos = nowNanos + gapNanos;
    regularNanos = nowNanos + spread(period);
    retryNanos = nowNanos + spread(retry);
  }

  /**
   * The last one was stored, or not.
   *
   * @return whether that differs from the one before
   */
  boolean ended(boolean stored) {
    boolean changed = failed == stored;
    failed = !stored;
    underway = false;
    return changed;
  }

  private long spread(Duration period) {
    return Math.round(period.toNanos() * (1 - SPREAD + 2 * SPREAD * random.nextDouble()));
  }
}
