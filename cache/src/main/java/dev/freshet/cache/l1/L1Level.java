// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.l1;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.freshet.cache.fence.L1Entry;
import dev.freshet.cache.settings.Eviction;
import dev.freshet.cache.settings.L1Settings;
import dev.freshet.cache.time.Held;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one region in this process: bounded, and dropped when they are of no more use.
 * Knows no fence: who takes an entry checks whether it is fresh. Safe for any thread.
 */
public interface L1Level<V> {

  /** Hears of each entry that leaves. */
  @FunctionalInterface
  interface Removals {
    void removed(int weightBytes, boolean forCapacity);
  }

  /**
   * Makes the level that a region asks for.
   *
   * @param kept how long each entry is kept
   * @param maintenance runs what a cache has to tidy up: in the caller's thread, hits would pay
   */
  static <V> L1Level<V> of(
      L1Settings settings, Duration kept, Ticker ticker, Executor maintenance, Removals removals) {
    return settings.eviction() == Eviction.LRU
        ? new LruL1<>(settings, kept, ticker, removals)
        : new CaffeineL1<>(settings, kept, ticker, maintenance, removals);
  }

  @Nullable L1Entry<Held<V>> get(String key);

  void put(String key, L1Entry<Held<V>> entry);

  /** Removes this very entry; another one that has taken its place stays. */
  void remove(String key, L1Entry<Held<V>> entry);

  /**
   * Keys of entries, those first that are used most if the level knows, else in any order. Walks
   * the entries: not for every read.
   *
   * @param wanted says which entries count
   */
  List<String> hottest(int most, BiPredicate<String, L1Entry<Held<V>>> wanted);

  void clear();

  /** About how many entries there are. */
  long size();
}
