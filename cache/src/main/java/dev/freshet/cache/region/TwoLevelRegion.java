// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.region;

import dev.freshet.cache.Answer;
import dev.freshet.cache.Answer.Source;
import dev.freshet.cache.AsyncRegion;
import dev.freshet.cache.BulkLoader;
import dev.freshet.cache.EntryKey;
import dev.freshet.cache.Loaded;
import dev.freshet.cache.Loader;
import dev.freshet.cache.Region;
import dev.freshet.cache.RegionSettings;
import dev.freshet.cache.RegionStats;
import dev.freshet.cache.SourceWriter;
import dev.freshet.cache.Warmed;
import dev.freshet.cache.WriteBehind;
import dev.freshet.cache.codec.Codec;
import dev.freshet.cache.fence.Fence;
import dev.freshet.cache.fence.L1Entry;
import dev.freshet.cache.l1.HotReads;
import dev.freshet.cache.l1.L1Level;
import dev.freshet.cache.time.Blindness;
import dev.freshet.cache.time.Freshness;
import dev.freshet.cache.time.Held;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  private final Arguments arguments;
  private final AsyncRegion<V> async;

  private final HotReads hotReads = new HotReads();

  /** Volatile: begun and closed by any thread; null for most regions. */
  private volatile @Nullable WriteBehindQueue<V> behind;

  /**
   * Whether reads have to ask the queue, or to be noted. Volatile: all that a plain hit checks of
   * either.
   */
  private volatile boolean watched;

  private TwoLevelRegion(RegionParts<V> parts) {
    this.parts = parts;
    this.fence = parts.fence;
    this.l1 = parts.l1;
    this.freshness = parts.freshness;
    this.meters = parts.meters;
    this.arguments = parts.arguments;
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
  public RegionStats stats() {
    return meters.stats(settings(), l1.size(), parts.blindness.isBlind());
  }

  @Override
  public EntryKey key(Map<String, ?> params) {
    EntryKey key = parts.rules.key(arguments.given(params, "params"));
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
  public Optional<EntryKey> keyOf(String text) {
    return arguments.given(text, "text").length() > MAX_KEY_LENGTH
        ? Optional.empty()
        : settings().key().match(text).map(values -> parts.rules.key(text, values));
  }

  @Override
  public Codec<V> codec() {
    return parts.codec;
  }

  @Override
  public AsyncRegion<V> async() {
    return async;
  }

  // ---- reading ----

  @Override
  public @Nullable V get(EntryKey key, Loader<V> loader) {
    L1Entry<Held<V>> entry = lookUp(key);
    if (entry != null && loader != null && isPlainHit(key, entry)) {
      return entry.value().value();
    }
    return outcome(key, entry, loader).value();
  }

  @Override
  public Answer<V> answer(EntryKey key, Loader<V> loader) {
    return answer(outcome(key, lookUp(key), loader));
  }

  private Outcome<V> outcome(
      EntryKey key, @Nullable L1Entry<Held<V>> inL1, @Nullable Loader<V> loader) {
    Loader<V> given = arguments.given(loader, "loader");
    Outcome<V> found = hitOrQueued(key, inL1);
    if (found == null) {
      return parts.reads.read(key, given);
    }
    L1Entry<Held<V>> entry = found.entry();
    if (entry != null && entry.value().timed()) {
      refreshIfDue(key, entry.value(), given);
    }
    return found;
  }

  @Override
  public @Nullable V getIfPresent(EntryKey key) {
    L1Entry<Held<V>> entry = lookUp(key);
    if (entry != null && isPlainHit(key, entry)) {
      return entry.value().value();
    }
    Outcome<V> found = hitOrQueued(key, entry);
    if (found == null) {
      found = parts.reads.readIfPresent(key);
    }
    return found == null ? null : found.value();
  }

  @Override
  public @Nullable Answer<V> answerIfPresent(EntryKey key) {
    Outcome<V> found = hitOrQueued(key);
    if (found == null) {
      found = parts.reads.readIfPresent(key);
    }
    return found == null ? null : answer(found);
  }

  @Override
  public Map<EntryKey, V> getAll(Collection<EntryKey> keys, BulkLoader<V> loader) {
    Set<EntryKey> asked = arguments.own(keys);
    BulkLoader<V> given = arguments.given(loader, "loader");
    Map<EntryKey, Outcome<V>> found = hits(asked);
    Set<EntryKey> missing = without(asked, found);
    if (!missing.isEmpty()) {
      found.putAll(parts.bulkReads.read(missing, given));
    }
    return values(asked, found);
  }

  @Override
  public Map<EntryKey, V> getAllPresent(Collection<EntryKey> keys) {
    Set<EntryKey> asked = arguments.own(keys);
    return values(asked, present(asked));
  }

  @Override
  public Map<EntryKey, Answer<V>> answersPresent(Collection<EntryKey> keys) {
    Set<EntryKey> asked = arguments.own(keys);
    Map<EntryKey, Outcome<V>> found = present(asked);
    Map<EntryKey, Answer<V>> answers = new LinkedHashMap<>();
    for (EntryKey key : asked) {
      Outcome<V> outcome = found.get(key);
      if (outcome != null) {
        answers.put(key, answer(outcome));
      }
    }
    return answers;
  }

  private Map<EntryKey, Outcome<V>> present(Set<EntryKey> keys) {
    Map<EntryKey, Outcome<V>> found = hits(keys);
    found.putAll(parts.bulkReads.readPresent(without(keys, found)));
    return found;
  }

  private Map<EntryKey, Outcome<V>> hits(Set<EntryKey> keys) {
    Map<EntryKey, Outcome<V>> hits = new HashMap<>();
    for (EntryKey key : keys) {
      Outcome<V> outcome = hitOrQueued(key);
      if (outcome != null) {
        hits.put(key, outcome);
      }
    }
    return hits;
  }

  private static Set<EntryKey> without(Set<EntryKey> keys, Map<EntryKey, ?> found) {
    Set<EntryKey> missing = new LinkedHashSet<>(keys);
    missing.removeAll(found.keySet());
    return missing;
  }

  private Map<EntryKey, V> values(Set<EntryKey> keys, Map<EntryKey, Outcome<V>> found) {
    Map<EntryKey, V> values = new LinkedHashMap<>();
    for (EntryKey key : keys) {
      Outcome<V> outcome = found.get(key);
      if (outcome != null && outcome.value() != null) {
        values.put(key, outcome.value());
      }
    }
    return values;
  }

  private @Nullable L1Entry<Held<V>> lookUp(EntryKey key) {
    return l1.get(arguments.given(key, "key").text());
  }

  /** A hit of which nothing has to be asked but the fence: as short as it can be, and counted. */
  private boolean isPlainHit(EntryKey key, L1Entry<Held<V>> entry) {
    if (watched || entry.value().timed() || !fence.isFresh(entry, key.text())) {
      return false;
    }
    meters.l1Hits.increment();
    return true;
  }

  @Nullable Outcome<V> hitOrQueued(EntryKey key) {
    return hitOrQueued(key, lookUp(key));
  }

  /** The queue first: values pass from there into the levels. */
  private @Nullable Outcome<V> hitOrQueued(EntryKey key, @Nullable L1Entry<Held<V>> inL1) {
    Outcome<V> queued = watched ? noted(key) : null;
    if (queued != null) {
      meters.l1Misses.increment();
      return queued;
    }
    // A value may have passed since L1 was looked at, and the queue no longer has it.
    L1Entry<Held<V>> entry = hit(key, behind == null ? inL1 : lookUp(key));
    return entry == null ? null : Outcome.found(entry, Source.L1);
  }

  private @Nullable L1Entry<Held<V>> hit(EntryKey key, @Nullable L1Entry<Held<V>> inL1) {
    if (inL1 != null
        && fence.isFresh(inL1, key.text())
        && (!inL1.value().timed() || freshness.mayServe(key, inL1.value()))) {
      meters.l1Hits.increment();
      meters.warmReads.read(key.text(), inL1.value());
      return inL1;
    }
    // Also drops what is not fresh: expired entries alone are of further use.
    L1Entry<Held<V>> unused = parts.levels.find(arguments.own(key));
    meters.l1Misses.increment();
    return null;
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

  // ---- warming ----

  @Override
  public Warmed warm(Collection<EntryKey> keys, BulkLoader<V> loader) {
    return parts.warming.warm(
        arguments.own(keys), key -> queued(key) != null, arguments.given(loader, "loader"));
  }

  @Override
  public Set<EntryKey> fill(Collection<EntryKey> keys) {
    return parts.warming.fill(arguments.own(keys));
  }

  @Override
  public List<EntryKey> hottest(int most) {
    List<String> read = hotReads.next();
    watch();
    return parts.warming.hottest(most, read).stream().flatMap(key -> keyOf(key).stream()).toList();
  }

  // ---- loading elsewhere ----

  @Override
  public OutsideLoad<V> beginLoad(EntryKey key) {
    return new Begun<>(this, arguments.own(key), parts.levels.startLoad());
  }

  /** A load of which nothing is kept but where the node stood when it began. */
  private record Begun<V>(TwoLevelRegion<V> region, EntryKey key, Levels.LoadStart start)
      implements OutsideLoad<V> {
    @Override
    public boolean isCurrent() {
      return region.parts.levels.isCurrent(key, start);
    }

    @Override
    public boolean complete(Loaded<V> loaded) {
      Loaded<V> given = region.arguments.given(loaded, "loaded");
      return region.parts.levels.admit(key, start, given).entry() != null;
    }

    @Override
    public @Nullable Answer<V> standIn() {
      Outcome<V> found = region.parts.standIns.find(key);
      return found == null ? null : region.answer(found);
    }
  }

  // ---- writing ----

  @Override
  public boolean put(EntryKey key, V value, List<String> tags) {
    V given = arguments.given(value, "value");
    return parts.writes.put(arguments.own(key), new Loaded<>(given, tags, null));
  }

  @Override
  public boolean putTagged(EntryKey key, Loaded<V> value) {
    return parts.writes.put(arguments.own(key), arguments.present(value));
  }

  @Override
  public void putAll(Map<EntryKey, V> values) {
    parts.writes.putAll(arguments.own(values));
  }

  @Override
  public boolean putIfAbsent(EntryKey key, V value) {
    return parts.writes.putIf(
        arguments.own(key), arguments.given(value, "value"), () -> getIfPresent(key) == null);
  }

  @Override
  public boolean putIfCurrent(EntryKey key, V value, Answer<V> seen) {
    return parts.writes.putIf(
        arguments.own(key),
        arguments.given(value, "value"),
        arguments.given(seen, "seen")::isCurrent);
  }

  @Override
  public boolean write(EntryKey key, V value, List<String> tags, SourceWriter<V> writer) {
    return parts.writes.write(
        arguments.own(key),
        arguments.given(value, "value"),
        arguments.given(tags, "tags"),
        arguments.given(writer, "writer"));
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
    WriteBehindQueue<V> queue =
        parts.queue(
            arguments.given(writer, "writer"),
            arguments.given(settings, "settings"),
            arguments.given(listener, "listener"));
    behind = queue;
    watch();
    return queue;
  }

  private synchronized void watch() {
    watched = behind != null || hotReads.isOpen();
  }

  /** What the queue has for a read, which is noted. */
  private @Nullable Outcome<V> noted(EntryKey key) {
    if (hotReads.note(key.text())) {
      watch();
    }
    return queued(key);
  }

  @Override
  public void invalidate(EntryKey key) {
    parts.writes.invalidate(arguments.own(key));
  }

  private @Nullable Outcome<V> queued(EntryKey key) {
    WriteBehindQueue<V> queue = behind;
    V value = queue == null ? null : queue.find(arguments.own(key));
    return value == null
        ? null
        : new Outcome<>(
            value, null, false, Source.QUEUED, parts.context.clock().millis(), Outcome.nothing());
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
