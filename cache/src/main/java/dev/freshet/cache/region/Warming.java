// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.region;

import dev.freshet.cache.Answer.Source;
import dev.freshet.cache.BulkLoader;
import dev.freshet.cache.EntryKey;
import dev.freshet.cache.Warmed;
import dev.freshet.cache.fence.L1Entry;
import dev.freshet.cache.time.Freshness;
import dev.freshet.cache.time.Held;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * Brings values into the cache before anybody reads them, through the same flights and the same
 * fence as any load. Counts no hits and no misses. Safe for any thread.
 */
final class Warming<V> {
  /** A batch takes the store longer than a read. */
  private static final int STORE_TIMEOUTS = 10;

  private final CacheContext context;
  private final Levels<V> levels;
  private final BulkReads<V> bulkReads;
  private final Flights<V> flights;
  private final Freshness freshness;
  private final RegionMeters meters;
  private final Duration storeTimeout;

  Warming(
      CacheContext context,
      Levels<V> levels,
      BulkReads<V> bulkReads,
      Flights<V> flights,
      Freshness freshness,
      RegionMeters meters) {
    this.context = context;
    this.levels = levels;
    this.bulkReads = bulkReads;
    this.flights = flights;
    this.freshness = freshness;
    this.meters = meters;
    this.storeTimeout = context.l2Timeout().multipliedBy(STORE_TIMEOUTS);
  }

  /**
   * Loads those of the keys that L2 does not have, or where there is none, L1; and waits until L2
   * has them. What L2 has lost other nodes would miss, whatever L1 has here.
   *
   * @param isQueued whether a value of the key is on its way to the source, which has an older one
   */
  Warmed warm(Set<EntryKey> keys, Predicate<EntryKey> isQueued, BulkLoader<V> loader) {
    Map<EntryKey, Warmed.Outcome> outcomes = new HashMap<>(2 * keys.size());
    keys.stream().filter(isQueued).forEach(key -> outcomes.put(key, Warmed.Outcome.PRESENT));
    Set<EntryKey> asked = without(keys, outcomes.keySet());
    Optional<Set<EntryKey>> inL2 = inL2(asked);
    Set<EntryKey> present = inL2.orElseGet(() -> inL1(asked));
    present.forEach(key -> outcomes.put(key, Warmed.Outcome.PRESENT));
    Set<EntryKey> missing = without(keys, outcomes.keySet());
    Map<EntryKey, Outcome<V>> loaded =
        missing.isEmpty() ? Map.of() : bulkReads.warm(missing, inL2.isPresent(), loader);
    loaded.forEach((key, outcome) -> outcomes.put(key, of(outcome)));
    meters.warmed.add(outcomes.values().stream().filter(Warmed.Outcome.LOADED::equals).count());
    Set<EntryKey> unstored = unstored(loaded);
    if (levels.hasL2() && inL2.isEmpty()) {
      unstored.addAll(present);
    }
    return new Warmed(outcomes, unstored, untaken(loaded));
  }

  /** Those that L2 has; empty if there is no L2, or it does not say. */
  private Optional<Set<EntryKey>> inL2(Set<EntryKey> keys) {
    return levels
        .presentInL2(keys)
        .map(
            found -> {
              Set<EntryKey> present = new HashSet<>();
              found.forEach(
                  (key, envelope) -> {
                    if (freshness.mayServeStored(
                        key, envelope.loadedAtMs(), envelope.expiresAtMs())) {
                      present.add(key);
                    }
                  });
              return present;
            });
  }

  private static Set<EntryKey> without(Set<EntryKey> keys, Set<EntryKey> some) {
    if (some.isEmpty()) {
      return keys;
    }
    Set<EntryKey> others = new LinkedHashSet<>(keys);
    others.removeAll(some);
    return others;
  }

  private Set<EntryKey> inL1(Set<EntryKey> keys) {
    Set<EntryKey> present = new HashSet<>();
    for (EntryKey key : keys) {
      L1Entry<Held<V>> entry = levels.find(key);
      if (entry != null && (!entry.value().timed() || freshness.mayServe(key, entry.value()))) {
        present.add(key);
      }
    }
    return present;
  }

  private static Warmed.Outcome of(Outcome<?> outcome) {
    if (outcome.source() != Source.LOADER) {
      // Of a read that was joined: what L2 had, or what stood in for a load that failed.
      return outcome.source() == Source.STALE ? Warmed.Outcome.REFUSED : Warmed.Outcome.PRESENT;
    }
    if (outcome.overtaken() || (outcome.entry() != null && !outcome.isFresh())) {
      return Warmed.Outcome.REFUSED;
    }
    return outcome.value() == null ? Warmed.Outcome.ABSENT : Warmed.Outcome.LOADED;
  }

  private Set<EntryKey> unstored(Map<EntryKey, Outcome<V>> loaded) {
    Map<CompletableFuture<Boolean>, Boolean> asked = new HashMap<>();
    Set<EntryKey> unstored = new HashSet<>();
    loaded.forEach(
        (key, outcome) -> {
          // Those that went together share a future.
          if (!asked.computeIfAbsent(outcome.stored(), stored -> await(key, stored))) {
            unstored.add(key);
          }
        });
    return unstored;
  }

  private static Set<EntryKey> untaken(Map<EntryKey, ? extends Outcome<?>> loaded) {
    Set<EntryKey> untaken = new HashSet<>();
    loaded.forEach(
        (key, outcome) -> {
          if (outcome.stored() == L2Level.UNTAKEN) {
            untaken.add(key);
          }
        });
    return untaken;
  }

  private boolean await(EntryKey key, CompletableFuture<Boolean> stored) {
    return stored.isDone()
        ? stored.join()
        : flights.await(key, context.within(storeTimeout, stored).exceptionally(late -> false));
  }

  /** Fills L1 from L2, and says which of the keys it has now. */
  Set<EntryKey> fill(Set<EntryKey> keys) {
    Set<EntryKey> have = inL1(keys);
    levels
        .fillUncounted(without(keys, have))
        .forEach(
            (key, entry) -> {
              if (freshness.mayServeFilled(key, entry.value())) {
                have.add(key);
              }
            });
    return have;
  }

  /**
   * Keys that L1 may serve, as text: first those of the reads that were noted, then the others as
   * L1 ranks them.
   */
  List<String> hottest(int most, List<String> read) {
    Set<String> hottest = new LinkedHashSet<>();
    read.stream().filter(levels::isServable).limit(most).forEach(hottest::add);
    levels.hottest(most).stream().filter(key -> hottest.size() < most).forEach(hottest::add);
    return List.copyOf(hottest);
  }
}
