// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.region;

import dev.freshet.cache.EntryKey;
import dev.freshet.cache.Loaded;
import dev.freshet.cache.RegionSettings;
import dev.freshet.cache.codec.Codec;
import dev.freshet.cache.envelope.Envelope;
import dev.freshet.cache.fence.Fence;
import dev.freshet.cache.fence.L1Entry;
import dev.freshet.cache.fence.L2Stamp;
import dev.freshet.cache.fence.LogState;
import dev.freshet.cache.fence.Stamp;
import dev.freshet.cache.fence.Targets;
import dev.freshet.cache.fence.Writing;
import dev.freshet.cache.l1.L1Level;
import dev.freshet.cache.l1.Weights;
import dev.freshet.cache.time.Ages;
import dev.freshet.cache.time.Held;
import dev.freshet.events.values.Position;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The two levels of a region behind the {@link Fence}: nothing enters or leaves them without it.
 * Whatever goes wrong in L2 is a miss. Safe for any thread.
 */
final class Levels<V> {
  private final RegionSettings settings;
  private final TargetRules rules;
  private final Fence fence;
  private final CacheContext context;
  private final Codec<V> codec;
  private final Ages ages;
  private final Weights<V> weights;
  private final boolean hitsAreTimed;
  private final RegionMeters meters;
  private final L1Level<V> l1;
  private final @Nullable L2Level l2;

  Levels(
      RegionSettings settings,
      TargetRules rules,
      Fence fence,
      CacheContext context,
      Codec<V> codec,
      Ages ages,
      Weights<V> weights,
      boolean hitsAreTimed,
      L1Level<V> l1,
      @Nullable L2Level l2,
      RegionMeters meters) {
    this.settings = settings;
    this.rules = rules;
    this.fence = fence;
    this.context = context;
    this.codec = codec;
    this.ages = ages;
    this.weights = weights;
    this.hitsAreTimed = hitsAreTimed;
    this.l1 = l1;
    this.l2 = l2;
    this.meters = meters;
  }

  // ---- L1 ----

  /** The entry that L1 has, however old, if nothing has invalidated it. */
  @Nullable L1Entry<Held<V>> find(EntryKey key) {
    L1Entry<Held<V>> entry = l1.get(key.text());
    if (entry != null && !fence.isFresh(entry, key.text())) {
      l1.remove(key.text(), entry);
      return null;
    }
    return entry;
  }

  /** The keys of what L1 may serve, the hottest first. */
  List<String> hottest(int most) {
    long nowMs = context.clock().millis();
    return l1.hottest(most, (key, entry) -> isServable(key, entry, nowMs));
  }

  /** Whether L1 has an entry that it may serve. */
  boolean isServable(String key) {
    L1Entry<Held<V>> entry = l1.get(key);
    return entry != null && isServable(key, entry, context.clock().millis());
  }

  private boolean isServable(String key, L1Entry<Held<V>> entry, long nowMs) {
    return fence.isFresh(entry, key) && ages.isUsable(entry.value(), nowMs);
  }

  void clear() {
    l1.clear();
  }

  // ---- L2 → L1 ----

  /** What a fill captures first: a command applied while L2 answers has a higher counter. */
  private record Before(long counter, LogState log) {}

  private @Nullable Before before() {
    long counter = fence.counter();
    LogState log = fence.readableLog();
    return l2 == null || log == null ? null : new Before(counter, log);
  }

  /** Fills from L2; the entry may have expired, where the region keeps such. */
  @Nullable L1Entry<Held<V>> fill(EntryKey key) {
    Before before = before();
    if (l2 == null || before == null) {
      return null;
    }
    long startNanos = context.ticker().read();
    return timed(counted(key, accept(key, before, l2.read(key))), startNanos);
  }

  /** As {@link #fill}, without blocking; never fails. */
  CompletableFuture<@Nullable L1Entry<Held<V>>> fillAsync(EntryKey key) {
    Before before = before();
    if (l2 == null || before == null) {
      return CompletableFuture.completedFuture(null);
    }
    long startNanos = context.ticker().read();
    // Not in the store's thread: decoding takes a while, and a loader may follow.
    return l2.readAsync(key)
        .thenApplyAsync(
            envelope -> timed(counted(key, accept(key, before, envelope)), startNanos),
            context::promptly);
  }

  /** As {@link #fill} for several keys, in one round trip; keys without an entry are left out. */
  Map<EntryKey, L1Entry<Held<V>>> fillAll(Collection<EntryKey> keys) {
    long startNanos = context.ticker().read();
    Map<EntryKey, L1Entry<Held<V>>> filled = fillAll(keys, this::counted);
    if (!filled.isEmpty()) {
      meters.readFromL2(context.ticker().read() - startNanos);
    }
    return filled;
  }

  /** As {@link #fillAll}, where nobody reads: neither hits nor misses are counted. */
  Map<EntryKey, L1Entry<Held<V>>> fillUncounted(Collection<EntryKey> keys) {
    return fillAll(keys, (key, entry) -> entry);
  }

  private Map<EntryKey, L1Entry<Held<V>>> fillAll(
      Collection<EntryKey> keys,
      BiFunction<EntryKey, @Nullable L1Entry<Held<V>>, @Nullable L1Entry<Held<V>>> noted) {
    Before before = before();
    if (l2 == null || before == null || keys.isEmpty()) {
      return Map.of();
    }
    Map<EntryKey, Envelope> read = l2.readAll(keys);
    Map<EntryKey, L1Entry<Held<V>>> filled = new HashMap<>();
    for (EntryKey key : keys) {
      L1Entry<Held<V>> entry = noted.apply(key, accept(key, before, read.get(key)));
      if (entry != null) {
        filled.put(key, entry);
      }
    }
    return filled;
  }

  /** Whether values belong into L2. */
  boolean hasL2() {
    return l2 != null;
  }

  /**
   * What L2 has that nothing invalidated, expired or not; it stays there, and nobody reads it.
   * Empty if there is no L2, or it does not say.
   */
  Optional<Map<EntryKey, Envelope>> presentInL2(Collection<EntryKey> keys) {
    Before before = before();
    if (l2 == null || before == null) {
      return Optional.empty();
    }
    return keys.isEmpty()
        ? Optional.of(Map.of())
        : l2.readIfAnswered(keys).map(found -> accepted(before, found));
  }

  private Map<EntryKey, Envelope> accepted(Before before, Map<EntryKey, Envelope> found) {
    Map<EntryKey, Envelope> accepted = new HashMap<>();
    found.forEach(
        (key, envelope) -> {
          if (accepted(key, before, envelope) != null) {
            accepted.put(key, envelope);
          }
        });
    return accepted;
  }

  private @Nullable L1Entry<Held<V>> counted(EntryKey key, @Nullable L1Entry<Held<V>> entry) {
    if (entry != null && ages.isUnexpired(entry.value(), context.clock().millis())) {
      meters.l2Hits.increment();
      meters.warmReads.read(key.text(), entry.value());
    } else {
      meters.l2Misses.increment();
    }
    return entry;
  }

  private @Nullable L1Entry<Held<V>> timed(@Nullable L1Entry<Held<V>> entry, long startNanos) {
    if (entry != null) {
      meters.readFromL2(context.ticker().read() - startNanos);
    }
    return entry;
  }

  private @Nullable L1Entry<Held<V>> accept(
      EntryKey key, Before before, @Nullable Envelope envelope) {
    Targets targets = envelope == null ? null : accepted(key, before, envelope);
    Held<V> held = envelope == null || targets == null ? null : decoded(envelope);
    return targets == null || held == null
        ? null
        : enter(key, fence.admit(held, targets, before.counter()));
  }

  /** The targets of a value that L2 has; null if age, version or fence keep it from being used. */
  private @Nullable Targets accepted(EntryKey key, Before before, Envelope envelope) {
    long nowMs = context.clock().millis();
    if (!isOurs(envelope)
        || (envelope.expiresAtMs() <= nowMs && !ages.mayStandIn(envelope.loadedAtMs(), nowMs))) {
      return null;
    }
    Targets targets = rules.targets(key, envelope.tags());
    if (!fence.accepts(before.log(), targets, envelope.stamp())) {
      meters.staleRejections.increment();
      return null;
    }
    return targets;
  }

  private @Nullable Held<V> decoded(Envelope envelope) {
    try {
      long nowMs = context.clock().millis();
      V value = envelope.absent() ? null : codec.decode(envelope.codecId(), envelope.payload());
      return held(
          value,
          envelope.loadedAtMs(),
          envelope.expiresAtMs(),
          nowMs,
          envelope.payload(),
          envelope.warmed());
    } catch (RuntimeException e) { // a codec of the service's own may raise anything
      meters.l2Undecodable.increment();
      return null;
    }
  }

  private boolean isOurs(Envelope envelope) {
    if (envelope.regionVersion() != settings.version()) {
      meters.l2OtherVersion.increment();
      return false;
    }
    if (!codec.reads(envelope.codecId())) {
      meters.l2Undecodable.increment();
      return false;
    }
    return true;
  }

  // ---- source → L1 and L2 ----

  /**
   * What a load captures first.
   *
   * @param atMs a value is as old as its load: what it read may have changed while it was read
   * @param warms whether nobody asked for the value
   * @param forL2 whether L2 is to have the value, and L1 only in the place of an older one
   */
  record LoadStart(Stamp stamp, long atMs, boolean warms, boolean forL2) {}

  /** To be called before a load. */
  LoadStart startLoad() {
    return new LoadStart(
        fence.stamp(), context.clock().millis(), /* warms= */ false, /* forL2= */ false);
  }

  /**
   * To be called before a load that nobody waits for.
   *
   * @param forL2 whether there is an L2, and it answers
   */
  LoadStart startWarming(boolean forL2) {
    Stamp stamp = fence.stamp();
    return new LoadStart(
        stamp, context.clock().millis(), /* warms= */ true, forL2 && stamp.log() != null);
  }

  /** Whether nothing that the key hangs on was invalidated since then. */
  boolean isCurrent(EntryKey key, LoadStart start) {
    return !fence.isOvertaken(rules.targets(key, List.of()), start.stamp().counter());
  }

  /** Takes in a loaded value. */
  Outcome<V> admit(EntryKey key, LoadStart start, Loaded<V> loaded) {
    L2Level.Batch batch = new L2Level.Batch();
    Outcome<V> outcome = admit(key, start, loaded, batch);
    send(batch);
    return outcome;
  }

  /** As {@link #admit} for values that were loaded together; L2 takes them in one round trip. */
  Map<EntryKey, Outcome<V>> admitAll(LoadStart start, Map<EntryKey, Loaded<V>> loaded) {
    L2Level.Batch batch = new L2Level.Batch();
    Map<EntryKey, Outcome<V>> outcomes = new HashMap<>();
    loaded.forEach((key, value) -> outcomes.put(key, admit(key, start, value, batch)));
    send(batch);
    return outcomes;
  }

  /**
   * As {@link #admitAll} for values that nobody asked for: they go to L2, whence readers of any
   * node fill L1. L1 takes those alone of which it has an older value, for those are read here; and
   * all, where L2 takes none or does not answer.
   */
  Map<EntryKey, Outcome<V>> admitWarmed(LoadStart start, Map<EntryKey, Loaded<V>> loaded) {
    L2Level.Batch batch = new L2Level.Batch();
    Map<EntryKey, Outcome<V>> outcomes = new HashMap<>(2 * loaded.size());
    loaded.forEach(
        (key, value) ->
            outcomes.put(
                key,
                start.forL2() && l1.get(key.text()) == null
                    ? admitToL2(key, start, value, batch)
                    : admit(key, start, value, batch)));
    send(batch);
    return outcomes;
  }

  private Outcome<V> admitToL2(
      EntryKey key, LoadStart start, Loaded<V> loaded, L2Level.Batch batch) {
    long nowMs = context.clock().millis();
    long expiresAtMs = ages.expiry(loaded, nowMs);
    LogState log = start.stamp().log();
    if (log == null || expiresAtMs <= nowMs) {
      return Outcome.unkept(loaded.value(), start.atMs());
    }
    Targets targets = rules.targets(key, loaded.tags());
    if (fence.isOvertaken(targets, start.stamp().counter())) {
      meters.fenceRejections.increment();
      return Outcome.overtaken(loaded.value(), start.atMs());
    }
    byte @Nullable [] payload = encode(loaded.value());
    Held<V> held = held(loaded.value(), start.atMs(), expiresAtMs, nowMs, payload, true);
    L2Stamp l2Stamp = L2Stamp.of(log, targets, start.stamp().watermarks());
    return Outcome.loaded(
        loaded.value(),
        start.atMs(),
        addTo(batch, key, held, loaded.tags(), l2Stamp, payload, /* warmed= */ true));
  }

  private Outcome<V> admit(EntryKey key, LoadStart start, Loaded<V> loaded, L2Level.Batch batch) {
    Stamp stamp = start.stamp();
    long nowMs = context.clock().millis();
    long expiresAtMs = ages.expiry(loaded, nowMs);
    if (expiresAtMs <= nowMs && !displaces(key)) {
      return Outcome.unkept(loaded.value(), start.atMs());
    }
    Targets targets = rules.targets(key, loaded.tags());
    byte @Nullable [] payload = encode(loaded.value());
    Held<V> held = held(loaded.value(), start.atMs(), expiresAtMs, nowMs, payload, start.warms());
    L1Entry<Held<V>> entry = enter(key, fence.admit(held, targets, stamp.counter()));
    if (entry == null) {
      return Outcome.overtaken(loaded.value(), start.atMs());
    }
    LogState log = stamp.log();
    L2Stamp l2Stamp = log == null ? null : L2Stamp.of(log, targets, stamp.watermarks());
    return Outcome.loaded(
        entry, addTo(batch, key, held, loaded.tags(), l2Stamp, payload, start.warms()));
  }

  /** Whether an older value is kept that must not stand in for this one later. */
  private boolean displaces(EntryKey key) {
    return ages.keepsStale() && l1.get(key.text()) != null;
  }

  // ---- a write of the caller → L1 and L2 ----

  /** Captured before the source is written. */
  Writing begin(EntryKey key, List<String> tags) {
    return fence.begin(rules.targets(key, tags));
  }

  /** Takes in a value that the source has; its own command is applied. */
  boolean admitWritten(EntryKey key, Loaded<V> value, Writing writing, Position own) {
    L2Level.Batch batch = new L2Level.Batch();
    boolean admitted = admitWritten(key, value, writing, own, batch);
    send(batch);
    return admitted;
  }

  /** As the overload; what is to go to L2 is added to {@code batch}. */
  boolean admitWritten(
      EntryKey key, Loaded<V> value, Writing writing, Position own, L2Level.Batch batch) {
    long nowMs = context.clock().millis();
    long expiresAtMs = ages.expiry(value, nowMs);
    byte @Nullable [] payload = encode(value.value());
    Held<V> held = held(value.value(), nowMs, expiresAtMs, nowMs, payload, /* warmed= */ false);
    L1Entry<Held<V>> entry = enter(key, fence.admitWritten(held, writing));
    if (entry == null) {
      return false;
    }
    CompletableFuture<Boolean> unused =
        addTo(
            batch,
            key,
            held,
            value.tags(),
            L2Stamp.behind(own, writing),
            payload,
            /* warmed= */ false);
    return true;
  }

  /**
   * Gives back the memory of what an invalidation made stale in L2; the fence refuses it anyway.
   */
  void dropStale(EntryKey key) {
    LogState log = fence.readableLog();
    if (l2 != null && log != null) {
      l2.removeIf(
          key,
          envelope -> !fence.accepts(log, rules.targets(key, envelope.tags()), envelope.stamp()));
    }
  }

  /** Sends to L2 what was added. */
  void send(L2Level.Batch batch) {
    if (l2 != null) {
      l2.send(batch);
    }
  }

  private @Nullable L1Entry<Held<V>> enter(EntryKey key, @Nullable L1Entry<Held<V>> entry) {
    if (entry == null) {
      meters.fenceRejections.increment();
    } else {
      meters.added(entry.value().weightBytes());
      l1.put(key.text(), entry);
    }
    return entry;
  }

  private Held<V> held(
      @Nullable V value,
      long loadedAtMs,
      long expiresAtMs,
      long nowMs,
      byte @Nullable [] payload,
      boolean warmed) {
    return ages.held(
        value, loadedAtMs, expiresAtMs, nowMs, hitsAreTimed, weights.of(value, payload), warmed);
  }

  /** The value's bytes, which L2 takes and L1 weighs; null if it has none or nobody asks. */
  private byte @Nullable [] encode(@Nullable V value) {
    if (l2 == null) {
      return null;
    }
    try {
      return value == null ? new byte[0] : codec.encode(value);
    } catch (RuntimeException e) { // a codec of the service's own may raise anything
      meters.valuesUnencodable.increment();
      return null;
    }
  }

  /**
   * Adds what L2 is to have: nothing, if it is too large. L1 has it all the same.
   *
   * @param stamp null while no log is known
   * @param payload null if the value could not be encoded, or there is no L2
   */
  private CompletableFuture<Boolean> addTo(
      L2Level.Batch batch,
      EntryKey key,
      Held<V> held,
      List<String> tags,
      @Nullable L2Stamp stamp,
      byte @Nullable [] payload,
      boolean warmed) {
    if (l2 == null) {
      return Outcome.nothing();
    }
    if (stamp == null) {
      return CompletableFuture.completedFuture(false);
    }
    if (payload == null) {
      return L2Level.UNTAKEN;
    }
    if (payload.length > settings.l2().maxValueBytes()) {
      meters.valuesTooLarge.increment();
      return L2Level.UNTAKEN;
    }
    try {
      long expiresAtMs = ages.expiryInL2(held.expiresAtMs(), held.loadedAtMs());
      Envelope envelope = envelope(held, expiresAtMs, tags, stamp, payload).withWarmed(warmed);
      return l2.add(batch, key, envelope, ages.keptInL2(expiresAtMs, held.loadedAtMs()));
    } catch (IllegalArgumentException e) { // more tags than the header counts
      meters.valuesUnencodable.increment();
      return L2Level.UNTAKEN;
    }
  }

  private Envelope envelope(
      Held<V> held, long expiresAtMs, List<String> tags, L2Stamp stamp, byte[] payload) {
    return new Envelope(
        stamp,
        settings.version(),
        held.loadedAtMs(),
        expiresAtMs,
        tags,
        codec.id(),
        held.value() == null,
        payload);
  }
}
