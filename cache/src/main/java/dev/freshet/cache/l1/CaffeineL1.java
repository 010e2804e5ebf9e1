// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.l1;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy.CacheEntry;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.freshet.cache.fence.L1Entry;
import dev.freshet.cache.settings.Capacity;
import dev.freshet.cache.settings.Eviction;
import dev.freshet.cache.settings.L1Settings;
import dev.freshet.cache.time.Held;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** L1 on Caffeine: evicts by W-TinyLFU, or not at all. */
final class CaffeineL1<V> implements L1Level<V> {
  private final Cache<String, L1Entry<Held<V>>> entries;

  CaffeineL1(
      L1Settings settings, Duration kept, Ticker ticker, Executor maintenance, Removals removals) {
    Caffeine<String, L1Entry<Held<V>>> builder =
        Caffeine.newBuilder()
            .ticker(ticker)
            .executor(maintenance)
            .expireAfterWrite(kept)
            .removalListener(
                (@Nullable String key, @Nullable L1Entry<Held<V>> entry, RemovalCause cause) -> {
                  if (entry != null) {
                    removals.removed(entry.value().weightBytes(), cause == RemovalCause.SIZE);
                  }
                });
    this.entries = bounded(builder, settings).build();
  }

  private static <V> Caffeine<String, L1Entry<Held<V>>> bounded(
      Caffeine<String, L1Entry<Held<V>>> builder, L1Settings settings) {
    if (settings.eviction() == Eviction.TTL_ONLY) {
      return builder;
    }
    if (settings.capacity() instanceof Capacity.Bytes bytes) {
      return builder
          .maximumWeight(bytes.max())
          .weigher((String key, L1Entry<Held<V>> entry) -> entry.value().weightBytes());
    }
    return builder.maximumSize(((Capacity.Entries) settings.capacity()).max());
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
    entries.asMap().remove(key, entry);
  }

  @Override
  public List<String> hottest(int most, BiPredicate<String, L1Entry<Held<V>>> wanted) {
    return entries
        .policy()
        .eviction()
        .map(eviction -> eviction.hottest(found -> keys(found, most, wanted)))
        .orElseGet(
            () ->
                entries.policy().expireAfterWrite().stream()
                    .flatMap(expiry -> expiry.youngest(found -> keys(found, most, wanted)).stream())
                    .toList());
  }

  private static <V> List<String> keys(
      Stream<CacheEntry<String, L1Entry<Held<V>>>> found,
      int most,
      BiPredicate<String, L1Entry<Held<V>>> wanted) {
    return found
        .filter(entry -> wanted.test(entry.getKey(), entry.getValue()))
        .limit(most)
        .map(CacheEntry::getKey)
        .toList();
  }

  @Override
  public void clear() {
    entries.invalidateAll();
  }

  @Override
  public long size() {
    return entries.estimatedSize();
  }
}
