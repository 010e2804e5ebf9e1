// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.settings;

import java.time.Duration;

/**
 * How values are loaded. With a timeout or a lease loaders run in the cache's executor, else in the
 * thread of the caller.
 *
 * @param softTimeout after which a caller gets the expired value instead, where {@link
 *     Lifetime#staleMaxAge} allows it, while the load goes on in the background; zero: never
 * @param hardTimeout after which a load is given up and its callers get an error; zero: never
 * @param refreshAt at which share of its TTL a value that is still read is loaded again in the
 *     background, for example 0.8; zero: never
 * @param lease for how long one node may keep the others from loading the same key; zero: they all
 *     load. Choose it longer than a load takes: when it ends, the next node tries.
 */
public record LoadSettings(
    Duration softTimeout, Duration hardTimeout, double refreshAt, Duration lease) {

  /** No timeouts, no refresh, no lease. */
  public static final LoadSettings DEFAULT =
      new LoadSettings(Duration.ZERO, Duration.ZERO, 0, Duration.ZERO);

  public LoadSettings {
    Checks.notNegative("load.softTimeout", softTimeout);
    Checks.notNegative("load.hardTimeout", hardTimeout);
    Checks.share("load.refreshAt", refreshAt);
    Checks.notNegative("load.lease", lease);
    Checks.require(
        hardTimeout.isZero() || softTimeout.compareTo(hardTimeout) < 0,
        "load.softTimeout",
        softTimeout,
        "shorter than load.hardTimeout, " + hardTimeout);
  }

  /** The same with these timeouts; zero for none. */
  public LoadSettings withTimeouts(Duration soft, Duration hard) {
    return new LoadSettings(soft, hard, refreshAt, lease);
  }

  /** The same, loading again at this share of the TTL. */
  public LoadSettings withRefreshAt(double share) {
    return new LoadSettings(softTimeout, hardTimeout, share, lease);
  }

  /** The same with one load for a key over all nodes, for up to this long. */
  public LoadSettings withLease(Duration newLease) {
    return new LoadSettings(softTimeout, hardTimeout, refreshAt, newLease);
  }

  /** Whether loads have to run apart from their callers. */
  public boolean isManaged() {
    return !softTimeout.isZero() || !hardTimeout.isZero() || !lease.isZero();
  }
}
