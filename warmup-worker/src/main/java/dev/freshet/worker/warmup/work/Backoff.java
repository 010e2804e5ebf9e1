// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.warmup.work;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * Pauses between attempts: random, up to a bound that doubles each time ("full jitter", M. Brooker,
 * "Exponential Backoff And Jitter", AWS Architecture Blog, 2015).
 *
 * @param first the bound of the first pause
 * @param longest the bound of all
 * @param random from 0 to 1
 */
record Backoff(Duration first, Duration longest, DoubleSupplier random) {
  private static final int MOST_DOUBLINGS = 30;

  /** The pause before an attempt; the first that has one is number 2. */
  Duration before(int attempt) {
    int doublings = Math.min(attempt - 2, MOST_DOUBLINGS);
    double bound =
        Math.min((double) longest.toMillis(), Math.scalb((double) first.toMillis(), doublings));
    return Duration.ofMillis((long) (bound * random.getAsDouble()));
  }
}
