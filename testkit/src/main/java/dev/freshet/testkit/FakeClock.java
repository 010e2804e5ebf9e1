// SPDX-License-Identifier: Apache-2.0
package dev.freshet.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;

/**
 * A clock that moves when the test says so: wall time as a {@link Clock}, elapsed time as {@link
 * #nanoTicker()}. Safe for any thread.
 */
public final class FakeClock extends Clock {

  // Guarded by this: both times move in one step.
  private Instant now;
  private long elapsedNanos;

  private FakeClock(Instant start) {
    this.now = start;
  }

  /** A clock that stands at noon of the first day of 2030, UTC. */
  public static FakeClock create() {
    return startingAt(Instant.parse("2030-01-01T12:00:00Z"));
  }

  /** A clock that stands at {@code start}. */
  public static FakeClock startingAt(Instant start) {
    return new FakeClock(start);
  }

  /** Lets time pass, on the wall and on the ticker. */
  public synchronized void advance(Duration step) {
    if (step.isNegative()) {
      throw new IllegalArgumentException(
          "fake clock: time does not run backwards, found " + step + "; expected skew()");
    }
    now = now.plus(step);
    elapsedNanos += step.toNanos();
  }

  /** Turns the wall clock alone, forward or back, as a wrong time server would. */
  public synchronized void skew(Duration error) {
    now = now.plus(error);
  }

  /** Elapsed time in nanoseconds, in the manner of {@link System#nanoTime()}. */
  public LongSupplier nanoTicker() {
    return this::elapsedNanos;
  }

  @Override
  public synchronized Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  /** Not supported: the time of a test is UTC. */
  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("fake clock: found zone " + zone + ", expected UTC");
  }

  private synchronized long elapsedNanos() {
    return elapsedNanos;
  }
}
