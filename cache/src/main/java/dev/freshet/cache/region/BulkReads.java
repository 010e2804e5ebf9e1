// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.region;

import dev.freshet.cache.Answer.Source;
import dev.freshet.cache.BulkLoader;
import dev.freshet.cache.EntryKey;
import dev.freshet.cache.LoadFailedException;
import dev.freshet.cache.Loaded;
import dev.freshet.cache.RegionSettings;
import dev.freshet.cache.region.Flights.Flight;
import dev.freshet.cache.time.Freshness;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads of several keys that L1 could not answer: one round trip to L2 and one call of the loader
 * for all that nobody else is loading; for the others it waits. It ends its own flights before it
 * waits for any, so two of these never wait for each other. Safe for any thread.
 */
final class BulkReads<V> {
  private final RegionSettings settings;
  private final Levels<V> levels;
  private final Flights<V> flights;
  private final Sources<V> sources;
  private final StandIns<V> standIns;
  private final Freshness freshness;

  BulkReads(
      RegionSettings settings,
      Levels<V> levels,
      Flights<V> flights,
      Sources<V> sources,
      StandIns<V> standIns,
      Freshness freshness) {
    this.settings = settings;
    this.levels = levels;
    this.flights = flights;
    this.sources = sources;
    this.standIns = standIns;
    this.freshness = freshness;
  }

  /** What comes of each key. */
  Map<EntryKey, Outcome<V>> read(Set<EntryKey> keys, BulkLoader<V> loader) {
    return fly(keys, own -> fetch(own, loader));
  }

  /**
   * As {@link #read}, for keys that L2 does not have, and without stand-ins.
   *
   * @param forL2 whether there is an L2, and it answers
   */
  Map<EntryKey, Outcome<V>> warm(Set<EntryKey> keys, boolean forL2, BulkLoader<V> loader) {
    return fly(keys, own -> load(own, levels.startWarming(forL2), loader));
  }

  /** Brings values of keys for which the caller has taken the flights; an outcome for each. */
  @FunctionalInterface
  private interface Fetch<V> {
    Map<EntryKey, Outcome<V>> fetch(Map<EntryKey, Flight<V>> own);
  }

  private Map<EntryKey, Outcome<V>> fly(Set<EntryKey> keys, Fetch<V> fetch) {
    Map<EntryKey, Flight<V>> own = new LinkedHashMap<>(2 * keys.size());
    Set<EntryKey> others = new LinkedHashSet<>();
    for (EntryKey key : keys) {
      Flight<V> flight = flights.take(key, Thread.currentThread());
      if (flight == null) {
        others.add(key);
      } else {
        own.put(key, flight);
      }
    }
    Map<EntryKey, Outcome<V>> ours = fly(own, fetch);
    if (others.isEmpty()) {
      return ours;
    }
    Map<EntryKey, Outcome<V>> outcomes = new HashMap<>(ours);
    for (EntryKey key : others) {
      outcomes.put(key, flights.fly(key, flight -> of(key, fetch.fetch(Map.of(key, flight)))));
    }
    return outcomes;
  }

  private Map<EntryKey, Outcome<V>> fly(Map<EntryKey, Flight<V>> own, Fetch<V> fetch) {
    try {
      Map<EntryKey, Outcome<V>> outcomes = own.isEmpty() ? Map.of() : fetch.fetch(own);
      own.forEach((key, flight) -> flights.land(key, flight, of(key, outcomes)));
      return outcomes;
    } catch (Throwable failure) {
      own.forEach((key, flight) -> flights.crash(key, flight, failure));
      throw failure;
    }
  }

  /** There is one for each key that was asked for. */
  private static <V> Outcome<V> of(EntryKey key, Map<EntryKey, Outcome<V>> outcomes) {
    return Objects.requireNonNull(outcomes.get(key));
  }

  private Map<EntryKey, Outcome<V>> fetch(Map<EntryKey, Flight<V>> own, BulkLoader<V> loader) {
    Map<EntryKey, Outcome<V>> outcomes = new HashMap<>(readPresent(own.keySet()));
    Map<EntryKey, Flight<V>> missing = new LinkedHashMap<>(own);
    missing.keySet().removeAll(outcomes.keySet());
    if (!missing.isEmpty()) {
      outcomes.putAll(loadOrStandIn(missing, loader));
    }
    return outcomes;
  }

  /** What L2 has, in one round trip. */
  Map<EntryKey, Outcome<V>> readPresent(Set<EntryKey> keys) {
    Map<EntryKey, Outcome<V>> outcomes = new HashMap<>();
    levels
        .fillAll(keys)
        .forEach(
            (key, entry) -> {
              if (freshness.mayServeFilled(key, entry.value())) {
                outcomes.put(key, Outcome.found(entry, Source.L2));
              }
            });
    return outcomes;
  }

  private Map<EntryKey, Outcome<V>> loadOrStandIn(
      Map<EntryKey, Flight<V>> missing, BulkLoader<V> loader) {
    try {
      return load(missing, levels.startLoad(), loader);
    } catch (LoadFailedException e) {
      Map<EntryKey, Outcome<V>> instead = standIns(missing.keySet());
      if (instead == null) {
        throw e;
      }
      return instead;
    }
  }

  private Map<EntryKey, Outcome<V>> load(
      Map<EntryKey, Flight<V>> missing, Levels.LoadStart start, BulkLoader<V> loader) {
    Map<EntryKey, Loaded<V>> loaded = call(missing, loader);
    Map<EntryKey, Loaded<V>> values = new LinkedHashMap<>(2 * missing.size());
    missing.keySet().forEach(key -> values.put(key, loaded.getOrDefault(key, Loaded.of(null))));
    return start.warms() ? levels.admitWarmed(start, values) : levels.admitAll(start, values);
  }

  private Map<EntryKey, Loaded<V>> call(Map<EntryKey, Flight<V>> missing, BulkLoader<V> loader) {
    // Nobody changes them any more, also not while a loader is late.
    Set<EntryKey> keys = Collections.unmodifiableSet(missing.keySet());
    return settings.loading().isManaged()
        ? flights.await(keys.iterator().next(), sources.beginAll(keys, missing.values(), loader))
        : sources.callAll(keys, loader);
  }

  /** Stand-ins for all keys; null if one has none. */
  private @Nullable Map<EntryKey, Outcome<V>> standIns(Set<EntryKey> missing) {
    Map<EntryKey, Outcome<V>> instead = new HashMap<>();
    for (EntryKey key : missing) {
      Outcome<V> standIn = standIns.afterFailure(key);
      if (standIn == null) {
        return null;
      }
      instead.put(key, standIn);
    }
    return instead;
  }
}
