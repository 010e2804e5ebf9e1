// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.settings;

import java.time.Duration;

/**
 * How far a region may lag behind the source when its node is cut off from the command log.
 *
 * @param maxStaleness how long the closed time may lie back before {@code onBlind} holds for all
 *     keys; zero: any time
 * @param onBlind what happens then. It sets in key by key from half of {@code maxStaleness} on, at
 *     other keys and times on every node, so that the source is not met by all of it at once.
 */
public record StalenessSettings(Duration maxStaleness, OnBlind onBlind) {

  /** Serves whatever happens. */
  public static final StalenessSettings UNBOUNDED =
      new StalenessSettings(Duration.ZERO, OnBlind.SERVE);

  public StalenessSettings {
    Checks.notNegative("maxStaleness", maxStaleness);
    Checks.require(
        onBlind == OnBlind.SERVE || !maxStaleness.isZero(),
        "maxStaleness",
        maxStaleness,
        "longer than 0 with onBlind " + onBlind);
  }
}
