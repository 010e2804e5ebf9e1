// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.check;

import java.time.Duration;
import java.time.LocalDate;

/**
 * What the checks need to know besides the files. Immutable and safe for any thread.
 *
 * @param today in UTC, against which last days are held
 * @param retention how long the command topic keeps a command
 * @param owners who may own a rule set
 */
public record CheckSettings(LocalDate today, Duration retention, KnownOwners owners) {
  /** The retention of topics that Freshet has made. */
  public static final Duration DEFAULT_RETENTION = Duration.ofDays(7);

  public CheckSettings {
    if (retention.isNegative() || retention.isZero()) {
      throw new IllegalArgumentException(
          "retention: found " + retention + ", expected a time above zero");
    }
  }

  /** The settings of whoever says nothing: topics as Freshet makes them, any owner. */
  public static CheckSettings on(LocalDate today) {
    return new CheckSettings(today, DEFAULT_RETENTION, KnownOwners.ANY);
  }
}
