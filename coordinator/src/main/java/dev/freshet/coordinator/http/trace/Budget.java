// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.trace;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** How much may still be looked at. Belongs to one thread. */
final class Budget {
  private final InstantSource clock;
  private final Instant deadline;
  private final long records;
  private long seen;

  Budget(InstantSource clock, Duration time, long records) {
    this.clock = clock;
    this.deadline = clock.instant().plus(time);
    this.records = records;
  }

  /** Counts a record; whether one more may be looked at. */
  boolean spend() {
    seen++;
    return !isSpent();
  }

  boolean isSpent() {
    return seen >= records || !clock.instant().isBefore(deadline);
  }

  /** How many records were looked at. */
  long seen() {
    return seen;
  }
}
