// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.bench;

import java.time.Duration;

/**
 * How arrivals are spread over time: in each cycle a share of them comes within its first part,
 * evenly, and the rest evenly in the rest.
 *
 * @param every how long a cycle is
 * @param length how long its first part is
 * @param share which part of the arrivals comes in it, 0 to 1
 */
record Bursts(Duration every, Duration length, double share) {
  private static final Duration SECOND = Duration.ofSeconds(1);

  /** An even stream. */
  static final Bursts NONE = new Bursts(SECOND, SECOND, 1);

  Bursts {
    if (share <= 0 || share > 1 || length.isZero() || length.compareTo(every) > 0) {
      throw new IllegalArgumentException(
          "bursts: found a share of %s in %s of %s, expected one above 0 and up to 1 in a part of it"
              .formatted(share, length, every));
    }
  }

  /** How many seconds after the start of a cycle a fraction of its arrivals has come. */
  double secondsAt(double fraction) {
    double first = seconds(length);
    return fraction < share
        ? fraction / share * first
        : first + (fraction - share) / (1 - share) * (seconds(every) - first);
  }

  double everySeconds() {
    return seconds(every);
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
