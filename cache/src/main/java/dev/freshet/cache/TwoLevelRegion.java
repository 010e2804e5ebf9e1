// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.freshet.cache.Flights.Outcome;
import dev.freshet.cache.codec.Codec;
import dev.freshet.cache.codec.CodecException;
import dev.freshet.cache.fence.Fence;
import dev.freshet.cache.fence.L1Entry;
import dev.freshet.cache.fence.L2Stamp;
import dev.freshet.cache.fence.LogState;
import dev.freshet.cache.fence.Stamp;
import dev.freshet.cache.fence.Targets;
import dev.freshet.cache.fence.Writing;
import dev.freshet.events.values.Position;
import dev.freshet.events.values.Target;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A region: L1 in front of L2 in front of the loader, every step through the {@link Fence}. */
final class TwoLevelRegion<V> implements Region<V> {
  private final RegionSettings settings;
  private final TargetRules rules;
  private final Fence fence;
  private final CacheContext context;
  private final Codec<V> codec;
  private final RegionMeters meters;
  private final @Nullable L2Level l2;
  private final Cache<String, L1Entry<V>> l1;
  private final Flights<V> flights;

  TwoLevelRegion(RegionSettings settings, Codec<V> codec, Fence fence, CacheContext context) {
    this.settings = settings;
    this.rules = new TargetRules(settings);
    this.fence = fence;
    this.context = context;
    this.codec = codec;
    this.flights = new Flights<>(context.interleaving(), context.awaited());
    this.meters = new RegionMeters(context.meters(), settings.name());
    this.l2 =
        settings.l2() && context.store() != null
            ? new L2Level(
                context.store(), context.l2Timeout(), context.namespace(), settings, meters)
            : null;
    this.l1 =
        Caffeine.newBuilder()
            .maximumSize(settings.l1MaxEntries())
            .ticker(context.ticker())
            .expireAfter(Expiry.writing((String key, L1Entry<V> entry) -> l1Ttl(entry)))
            .build();
  }

  @Override
  public RegionSettings settings() {
    return settings;
  }

  @Override
  public EntryKey key(Map<String, ?> params) {
    return rules.key(params);
  }

  @Override
  public @Nullable V get(EntryKey key, Loader<V> loader) {
    L1Entry<V> entry = freshInL1(key);
    if (entry != null) {
      return entry.value();
    }
    return flights.fly(key, () -> fetch(key, loader)).value();
  }

  @Override
  public @Nullable V getIfPresent(EntryKey key) {
    L1Entry<V> entry = freshInL1(key);
    if (entry == null) {
      entry = fill(key, rules.targets(key, List.of()));
    }
    return entry == null ? null : entry.value();
  }

  @Override
  public void put(EntryKey key, V value) {
    Objects.requireNonNull(value, "value");
    Writing writing = fence.begin(rules.targets(key, List.of()));
    Position own = context.append(writing.targets().all().get(0));
    long now = context.clock().millis();
    L1Entry<V> entry = fence.admitWritten(value, writing, expiry(now));
    if (entry == null) {
      meters.fenceRejections.increment();
      return;
    }
    l1.put(key.text(), entry);
    L2Stamp stamp = L2Stamp.behind(own, writing);
    if (stamp != null) {
      store(key, value, stamp, now);
    }
  }

  @Override
  public void invalidate(EntryKey key) {
    context.append(new Target.Key(key.text()));
  }

  /** Memory of a log that is no longer followed. The fence already refuses all of it. */
  void clear() {
    l1.invalidateAll();
  }

  private @Nullable L1Entry<V> freshInL1(EntryKey key) {
    L1Entry<V> entry = l1.getIfPresent(key.text());
    if (entry != null) {
      if (entry.isFresh()) {
        meters.l1Hits.increment();
        return entry;
      }
      l1.asMap().remove(key.text(), entry);
    }
    meters.l1Misses.increment();
    return null;
  }

  private Outcome<V> fetch(EntryKey key, Loader<V> loader) {
    Targets targets = rules.targets(key, List.of());
    L1Entry<V> filled = fill(key, targets);
    return filled != null ? new Outcome<>(filled.value(), filled) : load(key, targets, loader);
  }

  /** L2 → L1. The counter is read first: a command applied while L2 answers has a higher one. */
  private @Nullable L1Entry<V> fill(EntryKey key, Targets targets) {
    long counter = fence.counter();
    LogState log = fence.readableLog();
    if (l2 == null || log == null) {
      return null;
    }
    Envelope envelope = l2.read(key);
    L1Entry<V> entry = envelope == null ? null : accept(key, targets, counter, log, envelope);
    (entry == null ? meters.l2Misses : meters.l2Hits).increment();
    if (entry != null) {
      l1.put(key.text(), entry);
    }
    return entry;
  }

  private @Nullable L1Entry<V> accept(
      EntryKey key, Targets ofKey, long counter, LogState log, Envelope envelope) {
    if (envelope.regionVersion() != settings.version() || !codec.reads(envelope.codecId())) {
      meters.l2Unreadable.increment();
      return null;
    }
    if (envelope.absent() || envelope.expiresAtMs() <= context.clock().millis()) {
      return null;
    }
    Targets targets = envelope.tags().isEmpty() ? ofKey : rules.targets(key, envelope.tags());
    if (!fence.accepts(log, targets, envelope.stamp())) {
      meters.staleRejections.increment();
      return null;
    }
    try {
      return admit(
          codec.decode(envelope.codecId(), envelope.payload()),
          targets,
          counter,
          envelope.expiresAtMs());
    } catch (CodecException e) {
      meters.l2Unreadable.increment();
      return null;
    }
  }

  private Outcome<V> load(EntryKey key, Targets targets, Loader<V> loader) {
    Stamp stamp = fence.stamp();
    V value = call(key, loader);
    if (value == null) {
      return new Outcome<>(null, null);
    }
    long now = context.clock().millis();
    L1Entry<V> entry = admit(value, targets, stamp.counter(), expiry(now));
    if (entry != null) {
      l1.put(key.text(), entry);
      LogState log = stamp.log();
      if (log != null) {
        store(key, value, L2Stamp.of(log, targets, stamp.watermarks()), now);
      }
    }
    return new Outcome<>(value, entry);
  }

  private @Nullable V call(EntryKey key, Loader<V> loader) {
    try {
      V value = loader.load(key);
      meters.loads.increment();
      return value;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      meters.loadFailures.increment();
      throw new LoadFailedException(settings.name(), e);
    } catch (Exception e) {
      meters.loadFailures.increment();
      throw new LoadFailedException(settings.name(), e);
    }
  }

  private @Nullable L1Entry<V> admit(V value, Targets targets, long counter, long expiresAtMs) {
    L1Entry<V> entry = fence.admit(value, targets, counter, expiresAtMs);
    if (entry == null) {
      meters.fenceRejections.increment();
    }
    return entry;
  }

  private void store(EntryKey key, V value, L2Stamp stamp, long now) {
    if (l2 == null) {
      return;
    }
    try {
      byte[] payload = codec.encode(value);
      long expiresAtMs = Math.min(expiry(now), now + settings.l2Ttl().toMillis());
      l2.write(
          key,
          new Envelope(
              stamp, settings.version(), now, expiresAtMs, List.of(), codec.id(), false, payload));
    } catch (CodecException e) {
      // L1 has it; that nobody else can have it is no reason to fail the caller.
      meters.l2Failures.increment();
    }
  }

  private long expiry(long nowMs) {
    return nowMs + settings.ttl().toMillis();
  }

  private Duration l1Ttl(L1Entry<V> entry) {
    long leftMs = Math.max(0, entry.expiresAtMs() - context.clock().millis());
    return settings.l1Ttl().toMillis() < leftMs ? settings.l1Ttl() : Duration.ofMillis(leftMs);
  }
}
