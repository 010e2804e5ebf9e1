// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.bench;

import dev.freshet.cli.bench.Profile.Keys;
import dev.freshet.cli.bench.Profile.Traffic;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The profiles that there are. */
final class Profiles {
  /** All in L1; a fifth of them gets four fifths of the traffic. */
  private static final Keys USUAL = new Keys(10_000, 10, 2_000, 0.8);

  private static final Bursts TENTH =
      new Bursts(Duration.ofSeconds(5), Duration.ofMillis(500), 0.9);

  private static final List<Profile> ALL =
      List.of(
          new Profile(
              "steady",
              "events and reads at an even rate",
              new Traffic(100, 20, 0, Bursts.NONE),
              USUAL,
              true),
          new Profile(
              "burst",
              "nine of ten events in a tenth of the time, every 5 s",
              new Traffic(100, 20, 0, TENTH),
              USUAL,
              true),
          new Profile(
              "read-heavy",
              "a thousand reads for each event",
              new Traffic(10, 1_000, 0, Bursts.NONE),
              USUAL,
              true),
          new Profile(
              "write-heavy",
              "as many events as reads",
              new Traffic(500, 1, 0, Bursts.NONE),
              USUAL,
              true),
          new Profile(
              "hot-key",
              "nine of ten reads and changes of one key",
              new Traffic(100, 50, 0, Bursts.NONE),
              new Keys(10_000, 10, 1, 0.9),
              true),
          new Profile(
              "mass-invalidation",
              "each event makes 1,000 entries stale by a tag",
              new Traffic(2, 1_000, 1, Bursts.NONE),
              USUAL,
              true),
          new Profile(
              "cold-start",
              "nothing is cached when the reads begin",
              new Traffic(10, 200, 0, Bursts.NONE),
              USUAL,
              false));

  private Profiles() {}

  /** All of them, in the order in which users get to know them. */
  static List<Profile> all() {
    return ALL;
  }

  /** The one of that name. */
  static Optional<Profile> named(String name) {
    return ALL.stream().filter(profile -> profile.name().equals(name)).findFirst();
  }
}
