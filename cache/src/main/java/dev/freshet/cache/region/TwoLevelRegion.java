// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.region;

import dev.freshet.cache.Answer;
import dev.freshet.cache.Answer.Source;
import dev.freshet.cache.AsyncRegion;
import dev.freshet.cache.BulkLoader;
import dev.freshet.cache.EntryKey;
import dev.freshet.cache.Loader;
import dev.freshet.cache.Region;
import dev.freshet.cache.RegionSettings;
import dev.freshet.cache.SourceWriter;
import dev.freshet.cache.WriteBehind;
import dev.freshet.cache.codec.Codec;
import dev.freshet.cache.fence.Fence;
import dev.freshet.cache.fence.L1Entry;
import dev.freshet.cache.l1.L1Level;
import dev.freshet.cache.time.Blindness;
import dev.freshet.cache.time.Freshness;
import dev.freshet.cache.time.Held;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A region: answers hits in L1 itself, and hands everything else to those whose business it is.
 * Safe for any thread.
 */
public final class TwoLevelRegion<V> implements Region<V>, AutoCloseable {
  private final RegionParts<V> parts;
  private final Fence fence;
  private final L1Level<V> l1;
  private final Freshness freshness;
  private final RegionMeters meters;
  private final AsyncRegion<V> async;

  /** Volatile: begun and closed by any thread; null for most regions, which reads check. */
  private volatile @Nullable WriteBehindQueue<V> behind;

  private TwoLevelRegion(RegionParts<V> parts) {
    this.parts = parts;
    this.fence = parts.fence;
    this.l1 = parts.l1;
    this.freshness = parts.freshness;
    this.meters = parts.meters;
    this.async = new AsyncView<>(this, parts);
    meters.gauge("cache.size", l1, L1Level::size);
    meters.gauge("freshet.write.behind.queued", this, TwoLevelRegion::queued);
    meters.total("freshet.blind", "seconds", parts.blindness, Blindness::blindSeconds);
  }

  /** Opens a region of a cache. */
  public static <V> TwoLevelRegion<V> open(
      RegionSettings settings, Codec<V> codec, Fence fence, CacheContext context) {
    return new TwoLevelRegion<>(new RegionParts<>(settings, codec, fence, context));
  }

  @Override
  public RegionSettings settings() {
    return parts.settings;
  }

  @Override
  public EntryKey key(Map<String, ?> params) {
    EntryKey key = parts.rules.key(params);
    if (key.text().length() > MAX_KEY_LENGTH) {
      meters.keysTooLong.increment();
      throw new IllegalArgumentException(
          "region "
              + settings().name()
              + ": found a key of "
              + key.text().length()
              + " characters, expected at the most "
              + MAX_KEY_LENGTH);
    }
    return key;
  }

  @Override
  public AsyncRegion<V> async() {
    return async;
  }

  // ---- reading ----

  @Override
  public @Nullable V get(EntryKey key, Loader<V> loader) {
    L1Entry<Held<V>> entry = hit(key);
    if (entry == null) {
      return miss(key, loader).value();
    }
    Held<V> held = entry.value();
    if (held.timed()) {
      refreshIfDue(key, held, loader);
    }
    return held.value();
  }

  @Override
  public Answer<V> answer(EntryKey key, Loader<V> loader) {
    Outcome<V> found = hitOrQueued(key);
    if (found == null) {
      return answer(miss(key, loader));
    }
    L1Entry<Held<V>> entry = found.entry();
    if (entry != null && entry.value().timed()) {
      refreshIfDue(key, entry.value(), loader);
    }
    return answer(found);
  }

  private Outcome<V> miss(EntryKey key, Loader<V> loader) {
    Objects.requireNonNull(loader, "loader");
    Outcome<V> queued = queued(key);
    return queued == null ? parts.reads.read(key, loader) : queued;
  }

  @Override
  public @Nullable V getIfPresent(EntryKey key) {
    Outcome<V> found = hitOrQueued(key);
    if (found == null) {
      found = parts.reads.readIfPresent(key);
    }
    return found == null ? null : found.value();
  }

  @Override
  public Map<EntryKey, V> getAll(Collection<EntryKey> keys, BulkLoader<V> loader) {
    Objects.requireNonNull(loader, "loader");
    Map<EntryKey, Outcome<V>> found = new LinkedHashMap<>();
    Set<EntryKey> missing = missing(keys, found);
    if (!missing.isEmpty()) {
      found.putAll(parts.bulkReads.read(missing, loader));
    }
    return values(keys, found);
  }

  @Override
  public Map<EntryKey, V> getAllPresent(Collection<EntryKey> keys) {
    Map<EntryKey, Outcome<V>> found = new LinkedHashMap<>();
    Set<EntryKey> missing = missing(keys, found);
    found.putAll(parts.bulkReads.readPresent(missing));
    return values(keys, found);
  }

  private Set<EntryKey> missing(Collection<EntryKey> keys, Map<EntryKey, Outcome<V>> found) {
    Set<EntryKey> missing = new LinkedHashSet<>();
    for (EntryKey key : new LinkedHashSet<>(keys)) {
      Outcome<V> outcome = hitOrQueued(key);
      if (outcome == null) {
        missing.add(key);
      } else {
        found.put(key, outcome);
      }
    }
    return missing;
  }

  private Map<EntryKey, V> values(Collection<EntryKey> keys, Map<EntryKey, Outcome<V>> found) {
    Map<EntryKey, V> values = new LinkedHashMap<>();
    for (EntryKey key : keys) {
      Outcome<V> outcome = found.get(key);
      if (outcome != null && outcome.value() != null) {
        values.put(key, outcome.value());
      }
    }
    return values;
  }

  /** What L1 has to say; the whole way of a hit. */
  @Nullable L1Entry<Held<V>> hit(EntryKey key) {
    if (behind == null) {
      L1Entry<Held<V>> entry = l1.get(key.text());
      if (entry != null
          && fence.isFresh(entry, key.text())
          && (!entry.value().timed() || freshness.mayServe(key, entry.value()))) {
        meters.l1Hits.increment();
        return entry;
      }
    }
    return slowHit(key);
  }

  private @Nullable L1Entry<Held<V>> slowHit(EntryKey key) {
    if (queued(key) == null) {
      L1Entry<Held<V>> entry = parts.levels.find(key);
      if (behind != null && entry != null && freshness.mayServe(key, entry.value())) {
        meters.l1Hits.increment();
        return entry;
      }
    }
    meters.l1Misses.increment();
    return null;
  }

  @Nullable Outcome<V> hitOrQueued(EntryKey key) {
    L1Entry<Held<V>> entry = hit(key);
    return entry == null ? queued(key) : Outcome.found(entry, Source.L1);
  }

  private void refreshIfDue(EntryKey key, Held<V> held, Loader<V> loader) {
    if (freshness.isDue(held)) {
      parts.reads.refreshApart(key, loader);
    }
  }

  Answer<V> answer(Outcome<V> outcome) {
    long ageMs = Math.max(0, parts.context.clock().millis() - outcome.loadedAtMs());
    return new Answer<>(
        outcome.value(), outcome.source(), Duration.ofMillis(ageMs), outcome::isFresh);
  }

  // ---- writing ----

  @Override
  public boolean put(EntryKey key, V value) {
    return parts.writes.put(key, Objects.requireNonNull(value, "value"));
  }

  @Override
  public void putAll(Map<EntryKey, V> values) {
    parts.writes.putAll(Map.copyOf(values));
  }

  @Override
  public boolean putIfAbsent(EntryKey key, V value) {
    Objects.requireNonNull(value, "value");
    return parts.writes.putIf(key, value, () -> getIfPresent(key) == null);
  }

  @Override
  public boolean putIfCurrent(EntryKey key, V value, Answer<V> seen) {
    Objects.requireNonNull(value, "value");
    return parts.writes.putIf(key, value, seen::isCurrent);
  }

  @Override
  public boolean write(EntryKey key, V value, SourceWriter<V> writer) {
    Objects.requireNonNull(value, "value");
    return parts.writes.write(key, value, Objects.requireNonNull(writer, "writer"));
  }

  @Override
  public synchronized WriteBehind<V> writeBehind(
      SourceWriter<V> writer,
      WriteBehind.Settings settings,
      WriteBehind.FailureListener<V> listener) {
    WriteBehindQueue<V> before = behind;
    if (before != null && !before.isClosed()) {
      throw new IllegalStateException(
          "region " + settings().name() + ": writes behind already, close that first");
    }
    WriteBehindQueue<V> queue = parts.queue(writer, settings, listener);
    behind = queue;
    return queue;
  }

  @Override
  public void invalidate(EntryKey key) {
    parts.writes.invalidate(key);
  }

  private @Nullable Outcome<V> queued(EntryKey key) {
    WriteBehindQueue<V> queue = behind;
    V value = queue == null ? null : queue.find(key);
    return value == null
        ? null
        : new Outcome<>(
            value, null, Source.QUEUED, parts.context.clock().millis(), Outcome.nothing());
  }

  private int queued() {
    WriteBehindQueue<V> queue = behind;
    return queue == null ? 0 : queue.queued();
  }

  // ---- life ----

  /** Memory of a log that is no longer followed. The fence already refuses all of it. */
  public void clear() {
    parts.levels.clear();
  }

  /** Flushes what is being written behind. */
  @Override
  public void close() {
    WriteBehindQueue<V> queue = behind;
    if (queue != null) {
      queue.close();
    }
  }
}
