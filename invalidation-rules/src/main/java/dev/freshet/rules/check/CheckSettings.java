// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.check;

import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;

/**
 * What the checks need to know besides the files. Immutable and safe for any thread.
 *
 * @param today in UTC, against which last days are held
 * @param retention how long the command topic keeps a command
 * @param owners who may own a rule set
 * @param loaded the regions that registered services load; empty if nobody was asked
 */
public record CheckSettings(
    LocalDate today, Duration retention, KnownOwners owners, Optional<Set<String>> loaded) {
  /** The retention of topics that Freshet has made. */
  public static final Duration DEFAULT_RETENTION = Duration.ofDays(7);

  public CheckSettings {
    if (retention.isNegative() || retention.isZero()) {
      throw new IllegalArgumentException(
          "retention: found " + retention + ", expected a time above zero");
    }
    loaded = loaded.map(Set::copyOf);
  }

  /** The settings of whoever asks no running Freshet. */
  public CheckSettings(LocalDate today, Duration retention, KnownOwners owners) {
    this(today, retention, owners, Optional.empty());
  }

  /** The settings of whoever says nothing: topics as Freshet makes them, any owner. */
  public static CheckSettings on(LocalDate today) {
    return new CheckSettings(today, DEFAULT_RETENTION, KnownOwners.ANY);
  }

  /** The same, where registered services load these regions and no others. */
  public CheckSettings withLoaded(Set<String> regions) {
    return new CheckSettings(today, retention, owners, Optional.of(regions));
  }
}
