// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.streams;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** Whether to log once more: members that go wrong together must not fill a disk. Thread-safe. */
public final class SparseLog {
  static final Duration EVERY = Duration.ofSeconds(1);

  private final LongSupplier nanoTicker;
  private long nextNanos;
  private long leftOut;

  /** A log that has been silent so far. */
  public SparseLog(LongSupplier nanoTicker) {
    this.nanoTicker = nanoTicker;
    this.nextNanos = nanoTicker.getAsLong();
  }

  /** How many were left out since the last line, if it is time for another; else this one is. */
  public synchronized OptionalLong next() {
    long nowNanos = nanoTicker.getAsLong();
    if (nowNanos - nextNanos < 0) {
      leftOut++;
      return OptionalLong.empty();
    }
    nextNanos = nowNanos + EVERY.toNanos();
    long unsaid = leftOut;
    leftOut = 0;
    return OptionalLong.of(unsaid);
  }
}
