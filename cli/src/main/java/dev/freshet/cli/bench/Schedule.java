// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.bench;

import java.time.Duration;

/**
 * When what is asked for is due. Pure: it does not wait for what came before, which is what makes
 * times honest that are measured from here.
 *
 * @param perSecond how many a second, in the mean
 * @param bursts how they are spread
 */
record Schedule(double perSecond, Bursts bursts) {
  private static final double NANOS_PER_SECOND = 1e9;

  Schedule {
    if (perSecond <= 0) {
      throw new IllegalArgumentException(
          "schedule: found " + perSecond + " a second, expected more");
    }
  }

  /** How many are due in this time; at least one. */
  long count(Duration duration) {
    return Math.max(1, Math.round(perSecond * duration.toNanos() / NANOS_PER_SECOND));
  }

  /** When one is due, in nanoseconds after the start. */
  long dueNanos(long number) {
    double cycles = number / (perSecond * bursts.everySeconds());
    double begun = Math.floor(cycles);
    double seconds = begun * bursts.everySeconds() + bursts.secondsAt(cycles - begun);
    return Math.round(seconds * NANOS_PER_SECOND);
  }
}
