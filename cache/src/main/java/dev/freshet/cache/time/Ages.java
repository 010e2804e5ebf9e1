// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.time;

import dev.freshet.cache.Loaded;
import dev.freshet.cache.RegionSettings;
import dev.freshet.cache.settings.Lifetime;
import java.time.Duration;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the passing of time means in a region: pure decisions over its settings. Times are in epoch
 * milliseconds; safe for any thread.
 */
public final class Ages {
  private final Lifetime lifetime;
  private final long l1TtlMs;
  private final long l2TtlMs;
  private final long staleMaxAgeMs;
  private final long keptInL1Ms;
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
    long servedMs = Math.max(lifetime.ttl().toMillis(), lifetime.absentTtl().toMillis());
    this.keptInL1Ms = Math.max(Math.min(l1TtlMs, servedMs), staleMaxAgeMs);
    this.refreshAt = settings.loading().refreshAt();
    this.random = random;
  }

  /**
   * Whether some purpose other than serving keeps entries in L1, or brings one that is still served
   * to be loaded again: then every hit has to look at the clock.
   */
  private boolean matterToHits() {
    return lifetime.keepsStale() || refreshAt > 0;
  }

  /** Whether expired values are kept to stand in for others. */
  public boolean keepsStale() {
    return lifetime.keepsStale();
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

  /**
   * A value that enters L1 now.
   *
   * @param timed whether hits have to look at the clock, whatever its age
   * @param unread whether it was warmed, and nobody here has read it yet
   */
  public <V> Held<V> held(
      @Nullable V value,
      long loadedAtMs,
      long expiresAtMs,
      long nowMs,
      boolean timed,
      int weightBytes,
      boolean unread) {
    long usableUntilMs = Math.min(expiresAtMs, nowMs + l1TtlMs);
    boolean endsBeforeL1DropsIt = usableUntilMs < nowMs + keptInL1Ms;
    return new Held<>(
        value,
        loadedAtMs,
        usableUntilMs,
        expiresAtMs,
        timed || endsBeforeL1DropsIt || matterToHits(),
        weightBytes,
        unread);
  }

  /** Whether the value may be served that L2 just gave, as far as its age goes. */
  public boolean isUnexpired(Held<?> held, long nowMs) {
    return nowMs < held.expiresAtMs();
  }

  /** Whether the value may be served from L1, as far as its age goes. */
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

  /**
   * How long L1 keeps entries, for whatever purpose: one time for all, because a cache that has to
   * arrange them by times of their own pays for it on every read. Those that end before are timed.
   */
  public Duration keptInL1() {
    return Duration.ofMillis(keptInL1Ms);
  }

  /** How long L2 keeps the value, for whatever purpose. */
  public Duration keptInL2(long expiresAtMs, long loadedAtMs) {
    return Duration.ofMillis(Math.max(1, Math.max(expiresAtMs - loadedAtMs, staleMaxAgeMs)));
  }
}
