// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.l1;

import com.google.common.base.Ticker;
import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import com.google.common.cache.RemovalCause;
import com.google.common.cache.RemovalNotification;
import dev.freshet.cache.fence.L1Entry;
import dev.freshet.cache.settings.Capacity;
import dev.freshet.cache.settings.L1Settings;
import dev.freshet.cache.time.Held;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * L1 on Guava's cache, which evicts about what was not used for longest: Caffeine knows W-TinyLFU
 * alone.
 */
final class LruL1<V> implements L1Level<V> {
  private final Cache<String, L1Entry<Held<V>>> entries;

  LruL1(
      L1Settings settings,
      Duration kept,
      com.github.benmanes.caffeine.cache.Ticker ticker,
      Removals removals) {
    CacheBuilder<String, L1Entry<Held<V>>> builder =
        CacheBuilder.newBuilder()
            // Of several segments each would have its own order, and its own share of the capacity.
            .concurrencyLevel(1)
            .ticker(
                new Ticker() {
                  @Override
                  public long read() {
                    return ticker.read();
                  }
                })
            .expireAfterWrite(kept)
            .removalListener(
                (RemovalNotification<String, L1Entry<Held<V>>> removal) -> {
                  L1Entry<Held<V>> entry = removal.getValue();
                  if (entry != null) {
                    removals.removed(
                        entry.value().weightBytes(), removal.getCause() == RemovalCause.SIZE);
                  }
                });
    this.entries = bounded(builder, settings.capacity()).build();
  }

  private static <V> CacheBuilder<String, L1Entry<Held<V>>> bounded(
      CacheBuilder<String, L1Entry<Held<V>>> builder, Capacity capacity) {
    if (capacity instanceof Capacity.Bytes bytes) {
      return builder
          .maximumWeight(bytes.max())
          .weigher((String key, L1Entry<Held<V>> entry) -> entry.value().weightBytes());
    }
    return builder.maximumSize(((Capacity.Entries) capacity).max());
  }

  @Override
  public @Nullable L1Entry<Held<V>> get(String key) {
    return entries.getIfPresent(key);
  }

  @Override
  public void put(String key, L1Entry<Held<V>> entry) {
    entries.put(key, entry);
  }

  @Override
  public void remove(String key, L1Entry<Held<V>> entry) {
    boolean unused = entries.asMap().remove(key, entry);
  }

  /** In any order: Guava does not show its own. */
  @Override
  public List<String> hottest(int most, BiPredicate<String, L1Entry<Held<V>>> wanted) {
    return entries.asMap().entrySet().stream()
        .filter(entry -> wanted.test(entry.getKey(), entry.getValue()))
        .limit(most)
        .map(Map.Entry::getKey)
        .toList();
  }

  @Override
  public void clear() {
    entries.invalidateAll();
  }

  @Override
  public long size() {
    return entries.size();
  }
}
