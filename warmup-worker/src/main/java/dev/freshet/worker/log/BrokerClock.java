// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.log;

import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The time by the brokers' clocks, as far as it is known here. A record that a broker has stamped
 * is heard after that time, never before: so each gives a bound from below of how far the brokers'
 * clocks are ahead of the time that passes here, and the greatest of them is the closest. It lags
 * by what the fastest record took, and no clock that somebody sets on this machine matters. Safe
 * for any thread.
 */
public final class BrokerClock {
  private static final long UNKNOWN = Long.MIN_VALUE;

  private final LongSupplier nanoTime;
  private final AtomicLong aheadMs = new AtomicLong(UNKNOWN);

  /**
   * Knows nothing yet.
   *
   * @param nanoTime elapsed time, as {@link System#nanoTime()}
   */
  public BrokerClock(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** A record came that a broker has stored at this time, in epoch milliseconds. */
  public void heard(long storedAtMs) {
    long bound = storedAtMs - elapsedMs();
    if (bound > aheadMs.get()) {
      aheadMs.accumulateAndGet(bound, Math::max);
    }
  }

  /** At least so late it is by now, in epoch milliseconds; empty while nothing was heard. */
  public OptionalLong millis() {
    long ahead = aheadMs.get();
    return ahead == UNKNOWN ? OptionalLong.empty() : OptionalLong.of(ahead + elapsedMs());
  }

  private long elapsedMs() {
    return TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong());
  }
}
