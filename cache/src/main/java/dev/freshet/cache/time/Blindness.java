// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.time;

import dev.freshet.cache.settings.OnBlind;
import dev.freshet.cache.settings.StalenessSettings;
import java.time.InstantSource;

/**
 * Whether a cached value may be served although invalidations may be on their way: decides from how
 * far the closed time lies back.
 *
 * <p>Up to half of {@code maxStaleness} everything is served. From there to {@code maxStaleness}
 * the share of keys for which {@link OnBlind} holds rises from none to all. Which keys come first
 * differs from node to node, so that the source meets a slope and not a wall. A value cannot be
 * staler than it is old: {@link OnBlind#SHORTEN} serves what is younger than the bound.
 *
 * <p>Safe for any thread; without a bound it looks at no clock.
 */
public final class Blindness {
  private static final double FIRST_SHARE = 0.5;

  private final boolean unbounded;
  private final OnBlind onBlind;
  private final long maxStalenessMs;
  private final ClosedTime closedTime;
  private final InstantSource clock;
  private final int nodeSeed;

  /** Time spent blind until {@link #countedUntilMs}; both change together, guarded by this. */
  private long pastMs;

  private long countedUntilMs;

  public Blindness(
      StalenessSettings settings, ClosedTime closedTime, InstantSource clock, int nodeSeed) {
    this.unbounded = settings.maxStaleness().isZero();
    this.onBlind = settings.onBlind();
    this.maxStalenessMs = settings.maxStaleness().toMillis();
    this.closedTime = closedTime;
    this.clock = clock;
    this.nodeSeed = nodeSeed;
    this.countedUntilMs = closedTime.createdMs();
    closedTime.observe(this);
  }

  /** Whether a hit has to ask. */
  public boolean matters() {
    return !unbounded && onBlind != OnBlind.SERVE;
  }

  /** Whether the closed time lies back further than the bound now. */
  public boolean isBlind() {
    return !unbounded && clock.millis() - closedTime.closedMs() > maxStalenessMs;
  }

  /** Whether a value that was loaded then may be served now. */
  public boolean mayServe(String key, long loadedAtMs, long nowMs) {
    if (!matters()) {
      return true;
    }
    long lagMs = nowMs - closedTime.closedMs();
    double reached = (double) lagMs / maxStalenessMs;
    if (reached <= FIRST_SHARE || (reached < 1 && turn(key) > slope(reached))) {
      return true;
    }
    return onBlind == OnBlind.SHORTEN && nowMs - loadedAtMs < maxStalenessMs;
  }

  private static double slope(double reached) {
    return (reached - FIRST_SHARE) / (1 - FIRST_SHARE);
  }

  /** When it is a key's turn on this node: 0 first, 1 last. */
  private double turn(String key) {
    int mixed = (key.hashCode() ^ nodeSeed) * 0x9E3779B9;
    return (mixed >>> 8) / (double) (1 << 24);
  }

  /** The closed time is about to leave {@code closedMs}, at {@code nowMs}. */
  public synchronized void advanced(long closedMs, long nowMs) {
    pastMs += blindMs(closedMs, nowMs);
    countedUntilMs = nowMs;
  }

  /** For how long the closed time has lain back further than the bound, all in all. */
  public synchronized double blindSeconds() {
    return (pastMs + blindMs(closedTime.closedMs(), clock.millis())) / 1_000.0;
  }

  private long blindMs(long closedMs, long nowMs) {
    long sinceMs = Math.max(closedMs + maxStalenessMs, countedUntilMs);
    return unbounded ? 0 : Math.max(0, nowMs - sinceMs);
  }
}
