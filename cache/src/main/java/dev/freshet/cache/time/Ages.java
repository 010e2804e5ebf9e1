// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.time;

import dev.freshet.cache.Loaded;
import dev.freshet.cache.RegionSettings;
import dev.freshet.cache.settings.Lifetime;
import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * What the passing of time means in a region: pure decisions over its settings. Times are in epoch
 * milliseconds; safe for any thread.
 */
public final class Ages {
  private final Lifetime lifetime;
  private final long l1TtlMs;
  private final long l2TtlMs;
  private final long staleMaxAgeMs;
  private final double refreshAt;
  private final DoubleSupplier random;

  /**
   * Ages of a region.
   *
   * @param random at least 0, less than 1
   */
  public Ages(RegionSettings settings, DoubleSupplier random) {
    this.lifetime = settings.lifetime();
    this.l1TtlMs = settings.l1().ttl().toMillis();
    this.l2TtlMs = settings.l2().ttl().toMillis();
    this.staleMaxAgeMs = lifetime.staleMaxAge().toMillis();
    this.refreshAt = settings.loading().refreshAt();
    this.random = random;
  }

  /** Whether a hit has to look at the clock, apart from L1's own expiry. */
  public boolean matter() {
    return lifetime.keepsStale() || refreshAt > 0;
  }

  /** When a value that was just loaded expires; {@code nowMs} if it is not to be kept at all. */
  public long expiry(Loaded<?> loaded, long nowMs) {
    Duration ttl = loaded.value() == null ? lifetime.absentTtl() : lifetime.ttl();
    Duration own = loaded.ttl();
    if (own != null && own.compareTo(ttl) < 0) {
      ttl = own;
    }
    return nowMs + (long) (ttl.toMillis() * (1 - lifetime.jitter() * random.getAsDouble()));
  }

  /** When a value expires in L2. */
  public long expiryInL2(long expiresAtMs, long loadedAtMs) {
    return Math.min(expiresAtMs, loadedAtMs + l2TtlMs);
  }

  /** When a value that enters L1 now has to be read again. */
  public long usableUntil(long expiresAtMs, long nowMs) {
    return Math.min(expiresAtMs, nowMs + l1TtlMs);
  }

  public boolean isUsable(Held<?> held, long nowMs) {
    return nowMs < held.usableUntilMs();
  }

  /** Whether an expired value may still stand in for one that cannot be loaded. */
  public boolean mayStandIn(long loadedAtMs, long nowMs) {
    return nowMs - loadedAtMs < staleMaxAgeMs;
  }

  /** Whether it is time to load a value again that is still usable. */
  public boolean isDue(Held<?> held, long nowMs) {
    return refreshAt > 0
        && nowMs - held.loadedAtMs() >= refreshAt * (held.expiresAtMs() - held.loadedAtMs());
  }

  /** How long L1 keeps the entry, for whatever purpose. */
  public Duration keptInL1(Held<?> held, long nowMs) {
    return keptUntil(held.usableUntilMs(), held.loadedAtMs(), nowMs);
  }

  /** How long L2 keeps the value, for whatever purpose. */
  public Duration keptInL2(long expiresAtMs, long loadedAtMs, long nowMs) {
    return keptUntil(expiresAtMs, loadedAtMs, nowMs);
  }

  private Duration keptUntil(long untilMs, long loadedAtMs, long nowMs) {
    return Duration.ofMillis(Math.max(0, Math.max(untilMs, loadedAtMs + staleMaxAgeMs) - nowMs));
  }
}
