// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.region;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.freshet.cache.Answer.Source;
import dev.freshet.cache.EntryKey;
import dev.freshet.cache.fence.L1Entry;
import dev.freshet.cache.settings.Lifetime;
import dev.freshet.cache.time.Ages;
import dev.freshet.cache.time.Blindness;
import dev.freshet.cache.time.Held;
import org.jspecify.annotations.Nullable;

/**
 * Expired values that stand in for those that cannot be loaded: stale-if-error. What was
 * invalidated never does; nor what a blind node may not serve. Safe for any thread.
 */
final class StandIns<V> {
  private static final int MOST_REMEMBERED = 10_000;

  private final Lifetime lifetime;
  private final Ages ages;
  private final Levels<V> levels;
  private final Blindness blindness;
  private final CacheContext context;
  private final RegionMeters meters;

  /** Keys whose loader failed lately and is left alone, with when it failed in epoch millis. */
  private final Cache<String, Long> failedLately;

  StandIns(
      Lifetime lifetime,
      Ages ages,
      Levels<V> levels,
      Blindness blindness,
      CacheContext context,
      RegionMeters meters) {
    this.lifetime = lifetime;
    this.ages = ages;
    this.levels = levels;
    this.blindness = blindness;
    this.context = context;
    this.meters = meters;
    this.failedLately =
        Caffeine.newBuilder()
            .ticker(context.ticker())
            .executor(Runnable::run)
            .maximumSize(MOST_REMEMBERED)
            .expireAfterWrite(lifetime.staleRetryAfter())
            .build();
  }

  /** The stand-in for a key whose loader is left alone just now. */
  @Nullable Outcome<V> insteadOfTrying(EntryKey key) {
    Long failedAtMs = lifetime.keepsStale() ? failedLately.getIfPresent(key.text()) : null;
    if (failedAtMs == null) {
      return null;
    }
    L1Entry<Held<V>> entry = usable(key);
    // What was loaded since then shows that the loader is well again.
    return entry == null || entry.value().loadedAtMs() > failedAtMs ? null : served(entry);
  }

  /** Whether the loader is left alone just now. */
  boolean isLeftAlone(EntryKey key) {
    return failedLately.getIfPresent(key.text()) != null;
  }

  /** The loader failed: it is left alone for a while, where something stands in for the value. */
  void failed(EntryKey key) {
    if (!lifetime.staleRetryAfter().isZero()) {
      failedLately.put(key.text(), context.clock().millis());
    }
  }

  /** The stand-in for a key whose loader just failed. */
  @Nullable Outcome<V> afterFailure(EntryKey key) {
    failed(key);
    return find(key);
  }

  /** What may stand in for the key now. */
  @Nullable Outcome<V> find(EntryKey key) {
    L1Entry<Held<V>> entry = usable(key);
    return entry == null ? null : served(entry);
  }

  private Outcome<V> served(L1Entry<Held<V>> entry) {
    meters.staleServed.increment();
    return Outcome.found(entry, Source.STALE);
  }

  private @Nullable L1Entry<Held<V>> usable(EntryKey key) {
    if (!lifetime.keepsStale()) {
      return null;
    }
    L1Entry<Held<V>> entry = levels.find(key);
    if (entry == null) {
      return null;
    }
    long nowMs = context.clock().millis();
    long loadedAtMs = entry.value().loadedAtMs();
    return ages.mayStandIn(loadedAtMs, nowMs) && blindness.mayServe(key.text(), loadedAtMs, nowMs)
        ? entry
        : null;
  }
}
