// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.store;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;

/**
 * Elapsed time as a clock, for a library that measures waits by the time of day: a circuit must not
 * stay open for an hour because a time server turned the clock back. Safe for any thread.
 */
final class TickerClock extends Clock {
  private final LongSupplier nanoTime;

  TickerClock(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  @Override
  public Instant instant() {
    return Instant.EPOCH.plusNanos(nanoTime.getAsLong());
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
