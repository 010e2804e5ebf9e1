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

  /** Keys whose loader failed lately, and is left alone. */
  private final Cache<String, Boolean> failedLately;

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
    return lifetime.keepsStale() && failedLately.getIfPresent(key.text()) != null
        ? find(key)
        : null;
  }

  /** The stand-in for a key whose loader just failed. */
  @Nullable Outcome<V> afterFailure(EntryKey key) {
    Outcome<V> found = find(key);
    if (found != null && !lifetime.staleRetryAfter().isZero()) {
      failedLately.put(key.text(), true);
    }
    return found;
  }

  /** What may stand in for the key now. */
  @Nullable Outcome<V> find(EntryKey key) {
    if (!lifetime.keepsStale()) {
      return null;
    }
    L1Entry<Held<V>> entry = levels.find(key);
    if (entry == null) {
      return null;
    }
    long nowMs = context.clock().millis();
    long loadedAtMs = entry.value().loadedAtMs();
    if (!ages.mayStandIn(loadedAtMs, nowMs) || !blindness.mayServe(key.text(), loadedAtMs, nowMs)) {
      return null;
    }
    meters.staleServed.increment();
    return Outcome.found(entry, Source.STALE);
  }
}
