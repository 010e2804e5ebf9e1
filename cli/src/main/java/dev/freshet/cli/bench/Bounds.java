// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.bench;

import dev.freshet.cli.UsageFailure;
import java.time.Duration;

/**
 * How much may be asked for. What servers that others use can be expected to bear goes without
 * saying; more than that has to be wanted; and there is an end to it. Pure.
 *
 * @param events most a second
 * @param reads most a second, of all nodes together
 * @param duration longest
 */
record Bounds(int events, int reads, Duration duration) {
  /** Without a word. */
  static final Bounds USUAL = new Bounds(1_000, 20_000, Duration.ofMinutes(5));

  /** With {@code --force}; never more. */
  static final Bounds FORCED = new Bounds(10_000, 100_000, Duration.ofHours(1));

  /** Room for the version, and no more than a value in L2 should be. */
  private static final int LEAST_BYTES = 16;

  private static final int MOST_BYTES = 65_536;
  private static final int MOST_NODES = 8;
  private static final Duration LONGEST_LOAD = Duration.ofSeconds(1);

  /**
   * Looks at what is asked for.
   *
   * @throws UsageFailure if it is too much, or cannot be; names the option, and what may be
   */
  static void check(Profile profile, Load load, boolean isForced) {
    between("--nodes", load.nodes(), 1, MOST_NODES);
    between("--value-bytes", load.valueBytes(), LEAST_BYTES, MOST_BYTES);
    between("--load-ms", load.loadTime().toMillis(), 0, LONGEST_LOAD.toMillis());
    (isForced ? FORCED : USUAL).allow(profile, load, isForced ? "" : "; --force --reason for more");
  }

  private void allow(Profile profile, Load load, String more) {
    int rate = load.eventsPerSecond();
    if (rate < 1 || rate > events) {
      throw new UsageFailure(
          "--rate: found %d, expected 1 to %d events a second%s".formatted(rate, events, more));
    }
    double asked = profile.readsPerSecond(rate);
    if (asked > reads) {
      throw new UsageFailure(
          "--rate: found %d, which is %.0f reads a second of %s, expected at most %d%s"
              .formatted(rate, asked, profile.name(), reads, more));
    }
    Duration time = load.duration();
    if (time.isZero() || time.compareTo(duration) > 0) {
      throw new UsageFailure(
          "--duration: found %ds, expected 1s to %ds%s"
              .formatted(time.toSeconds(), duration.toSeconds(), more));
    }
  }

  private static void between(String option, long found, long least, long most) {
    if (found < least || found > most) {
      throw new UsageFailure(
          "%s: found %d, expected %d to %d".formatted(option, found, least, most));
    }
  }
}
