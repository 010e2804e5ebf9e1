// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.settings;

import java.time.Duration;

/**
 * How long the values of a region may be served. All of it counts from the load.
 *
 * @param ttl how long a value is served
 * @param jitter by which share of itself a TTL may be shortened at random, so that values loaded
 *     together do not expire together: 0 for never, 0.1 for up to a tenth
 * @param absentTtl how long it is remembered that the source has no value; zero: not at all, but
 *     for keeping an older value from being served when the loader fails
 * @param staleMaxAge up to which age an expired value is served when the loader fails or is slow;
 *     zero: never. What was invalidated is not served, however old.
 * @param staleRetryAfter how long the loader is left alone after it failed while there was a value
 *     to serve instead, be it stale or only due for a refresh; zero: every call tries
 */
public record Lifetime(
    Duration ttl,
    double jitter,
    Duration absentTtl,
    Duration staleMaxAge,
    Duration staleRetryAfter) {

  public Lifetime {
    Checks.positive("ttl", ttl);
    Checks.share("ttlJitter", jitter);
    Checks.notNegative("absentTtl", absentTtl);
    Checks.notNegative("staleIfError.maxAge", staleMaxAge);
    Checks.notNegative("staleIfError.retryAfter", staleRetryAfter);
    Checks.require(
        staleMaxAge.isZero() || staleMaxAge.compareTo(ttl) > 0,
        "staleIfError.maxAge",
        staleMaxAge,
        "longer than the ttl, " + ttl);
  }

  /** A TTL and nothing else. */
  public static Lifetime of(Duration ttl) {
    return new Lifetime(ttl, 0, Duration.ZERO, Duration.ZERO, Duration.ZERO);
  }

  /** The same with another TTL. */
  public Lifetime withTtl(Duration newTtl) {
    return new Lifetime(newTtl, jitter, absentTtl, staleMaxAge, staleRetryAfter);
  }

  /** The same with TTLs that are shortened at random by up to this share. */
  public Lifetime withJitter(double share) {
    return new Lifetime(ttl, share, absentTtl, staleMaxAge, staleRetryAfter);
  }

  /** The same, remembering for this long that there is no value. */
  public Lifetime withAbsentTtl(Duration newAbsentTtl) {
    return new Lifetime(ttl, jitter, newAbsentTtl, staleMaxAge, staleRetryAfter);
  }

  /** The same, serving expired values up to this age when the loader fails or is slow. */
  public Lifetime withStaleIfError(Duration maxAge, Duration retryAfter) {
    return new Lifetime(ttl, jitter, absentTtl, maxAge, retryAfter);
  }

  /** Whether expired values may be served at all. */
  public boolean keepsStale() {
    return !staleMaxAge.isZero();
  }

  /** The longest time for which a value may be held anywhere. */
  public Duration longest() {
    Duration served = keepsStale() ? staleMaxAge : ttl;
    return served.compareTo(absentTtl) > 0 ? served : absentTtl;
  }
}
