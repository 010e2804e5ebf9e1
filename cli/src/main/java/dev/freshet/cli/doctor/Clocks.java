// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.doctor;

import java.time.Duration;
import java.time.Instant;

/** What times of others say of the clock here. Pure. */
final class Clocks {
  /** Longer than a heartbeat takes to come, shorter than it takes to worry. */
  private static final Duration TOLERATED = Duration.ofSeconds(2);

  private static final String REMEDY =
      "set the clocks by NTP; Freshet decides nothing by them, but people read them";

  private Clocks() {}

  /**
   * A coordinator's time, which is cut to whole seconds.
   *
   * @param before when it was asked, by the clock here
   * @param after when it had answered
   */
  static Finding coordinator(Instant said, Instant before, Instant after) {
    Duration ahead = Duration.between(after, said);
    Duration behind = Duration.between(said.plusSeconds(1), before);
    Duration off = ahead.compareTo(behind) > 0 ? ahead : behind;
    return off.compareTo(TOLERATED) <= 0
        ? Finding.good("clock", "that of the coordinator agrees with the one here")
        : Finding.warning(
            "clock",
            "that of the coordinator is %.1f s %s the one here"
                .formatted(off.toMillis() / 1e3, ahead.isNegative() ? "behind" : "ahead of"),
            REMEDY);
  }

  /**
   * The newest time that the broker gave a record: it cannot be in the future. How long ago it was
   * says nothing, for nobody may have written since.
   */
  static Finding broker(Instant stored, Instant now) {
    Duration ahead = Duration.between(now, stored);
    return ahead.compareTo(TOLERATED) <= 0
        ? Finding.good(
            "clock",
            "the broker's newest heartbeat is %.1f s old by the one here"
                .formatted(-ahead.toMillis() / 1e3))
        : Finding.warning(
            "clock",
            "that of the broker is at least %.1f s ahead of the one here"
                .formatted(ahead.toMillis() / 1e3),
            REMEDY);
  }

  /** How far a member's clock seemed ahead of the broker's. */
  static boolean isOff(Duration member) {
    return member.abs().compareTo(TOLERATED) > 0;
  }
}
