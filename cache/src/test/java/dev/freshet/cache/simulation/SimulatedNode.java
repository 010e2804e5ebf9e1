// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.simulation;

import dev.freshet.cache.EntryKey;
import dev.freshet.cache.FreshetCache;
import dev.freshet.cache.Loaded;
import dev.freshet.cache.Loader;
import dev.freshet.cache.Region;
import dev.freshet.cache.SimulatedCaches;
import dev.freshet.cache.Warmed;
import dev.freshet.cache.codec.Codec;
import dev.freshet.cache.simulation.Coverage.Happening;
import dev.freshet.cache.simulation.SimulatedLog.Entry;
import dev.freshet.cache.simulation.SimulatedLog.Kind;
import dev.freshet.cache.store.L2Store;
import dev.freshet.events.values.Position;
import dev.freshet.events.values.Target;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One incarnation of a node: a real cache, its users' calls, and what it has promised. */
final class SimulatedNode {
  private static final Codec<Long> CODEC = Codec.json(Long.class);

  /** Counts nothing: registering meters would cost more than a schedule. */
  private static final MeterRegistry NO_METERS = new CompositeMeterRegistry();

  static {
    NO_METERS.config().meterFilter(MeterFilter.deny());
  }

  private final World world;
  private final Schedule schedule;
  private final String name;
  private final Region<Long> region;
  private final SimulatedFollower follower;

  /** By thread: the version that it has written to the source, and has to say in its command. */
  private final ThreadLocal<@Nullable Long> written = new ThreadLocal<>();

  /** By key: the newest version of which an earlier incarnation had applied a command. */
  private final long[] inherited;

  private final int[] loading = new int[Source.KEYS];
  private int filling;

  /** The store as this node sees it. */
  private final class Client implements L2Store {
    @Override
    public CompletableFuture<Optional<byte[]>> get(String key) {
      filling++;
      try {
        return world.store().get(key);
      } finally {
        filling--;
      }
    }

    @Override
    public CompletableFuture<Void> set(String key, byte[] value, Duration ttl) {
      return world.store().set(key, value, ttl);
    }

    @Override
    public CompletableFuture<Boolean> setIfAbsent(String key, byte[] value, Duration ttl) {
      return world.store().setIfAbsent(key, value, ttl);
    }

    @Override
    public CompletableFuture<Boolean> removeIfStartsWith(String key, byte[] prefix) {
      return world.store().removeIfStartsWith(key, prefix);
    }

    @Override
    public void close() {}
  }

  /** The first incarnation of a node. */
  SimulatedNode(World world, String name) {
    this(world, name, new long[Source.KEYS]);
  }

  private SimulatedNode(World world, String name, long[] inherited) {
    this.world = world;
    this.inherited = inherited;
    this.schedule = world.schedule();
    this.name = name;
    FreshetCache cache =
        SimulatedCaches.builder(this::append, world.fence(), schedule)
            .store(new Client())
            .meters(NO_METERS)
            .clock(world::now, world::nanos)
            .build();
    this.region = cache.region(world.region(), CODEC);
    this.follower = new SimulatedFollower(world, name, cache.applier(), this::cover);
  }

  /** What a read that begins now must not be older than. */
  long applied(int key) {
    return follower.knowsLeaders() ? promised(key) : follower.applied(key);
  }

  private long promised(int key) {
    return Math.max(follower.applied(key), inherited[key]);
  }

  /** The node's next incarnation: nothing in memory, but it has made its promise. */
  SimulatedNode reborn(String newName) {
    long[] promised = new long[Source.KEYS];
    Arrays.setAll(promised, this::promised);
    return new SimulatedNode(world, newName, promised);
  }

  /** A value that the cache serves. */
  @Nullable Long get(int key, Loader<Long> loader) {
    return region.get(key(key), loader);
  }

  /** What the cache serves when it is asked for all keys at once. */
  List<@Nullable Long> getAll() {
    Map<EntryKey, Long> values = region.getAll(keys(), this::loadAll);
    return keys().stream().map(values::get).toList();
  }

  /** Warms all keys. */
  Warmed warm() {
    return region.warm(keys(), this::loadAll);
  }

  /** Fills L1 with what L2 has of all keys; how many L1 has now. */
  int fill() {
    return region.fill(keys()).size();
  }

  private List<EntryKey> keys() {
    return IntStream.range(0, Source.KEYS).mapToObj(this::key).toList();
  }

  /** A load that somebody else carries out; returns whether the value is cached. */
  boolean loadOutside(int key) {
    Region.OutsideLoad<Long> load = region.beginLoad(key(key));
    long value = load(key);
    return load.complete(Loaded.of(value));
  }

  private Map<EntryKey, Long> loadAll(Set<EntryKey> asked) {
    Map<EntryKey, Long> loaded = new HashMap<>();
    for (int key = 0; key < Source.KEYS; key++) {
      if (asked.contains(key(key))) {
        loaded.put(key(key), load(key));
      }
    }
    return loaded;
  }

  /** A write that others cannot cross: the source has the value when it begins. */
  boolean put(int key) {
    long value = world.source().newValue();
    store(key, value);
    try {
      return region.put(key(key), value);
    } finally {
      written.remove();
    }
  }

  /** A write that others may cross anywhere. */
  boolean write(int key, boolean fails) {
    long value = world.source().newValue();
    try {
      return region.write(
          key(key),
          value,
          (unused, stored) -> {
            schedule.step();
            store(key, stored);
            schedule.step();
            if (fails) {
              throw new IOException("the source took the value and did not say so");
            }
          });
    } finally {
      written.remove();
    }
  }

  private void store(int key, long value) {
    long version = world.source().write(key, value);
    written.set(version);
    schedule.note(() -> "writes " + version + " for key " + key + " on " + name);
  }

  private EntryKey key(int key) {
    return region.key(Source.params(key));
  }

  String name() {
    return name;
  }

  SimulatedFollower follower() {
    return follower;
  }

  /** Reads the source on behalf of this node. */
  long load(int key) {
    world.covers(Happening.LOAD);
    loading[key]++;
    schedule.step();
    long value = world.source().value(key);
    schedule.note(() -> "the source says " + world.source().version(key) + " for key " + key);
    schedule.step();
    loading[key]--;
    return value;
  }

  /** Of a write its own version: others may have written since. Else what the source has now. */
  private long[] versionsOf(Target target) {
    long[] versions = world.source().versionsOf(target);
    Long own = written.get();
    if (own != null) {
      Arrays.setAll(versions, key -> Math.min(own, versions[key]));
    }
    return versions;
  }

  private CompletableFuture<Position> append(Target target) {
    return follower.isDead()
        ? CompletableFuture.failedFuture(new IllegalStateException("killed"))
        : follower.applied(world.append(Kind.COMMAND, target, versionsOf(target)));
  }

  private void cover(Entry entry) {
    world.coversIf(filling > 0, Happening.COMMAND_WHILE_FILLING);
    for (int key = 0; key < Source.KEYS; key++) {
      world.coversIf(
          loading[key] > 0 && entry.versions()[key] > 0, Happening.COMMAND_WHILE_LOADING);
    }
  }
}
