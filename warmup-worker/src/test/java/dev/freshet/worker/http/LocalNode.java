// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.http;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.freshet.cache.FreshetCache;
import dev.freshet.cache.Loader;
import dev.freshet.cache.Region;
import dev.freshet.cache.RegionSettings;
import dev.freshet.cache.codec.Codec;
import dev.freshet.cache.store.L2Store;
import dev.freshet.events.values.LogIdentity;
import dev.freshet.events.values.Position;
import dev.freshet.events.values.Target;
import dev.freshet.testkit.FakeClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * A node's cache with a command log that the test hands over; nothing of Kafka. Its time stands
 * still unless the test lets it pass: no value expires and no lease ends because a machine is slow.
 */
final class LocalNode implements NodeView, AutoCloseable {
  private final List<Region<?>> regions = new ArrayList<>();
  private final FreshetCache cache;

  /** Time, which the test lets pass. */
  final FakeClock clock;

  private volatile List<Region<?>> open = List.of();
  private volatile Map<String, Loader<?>> loaders = Map.of();
  private long offset;

  /** What the log does with a command; by default it is applied at once. */
  volatile Function<Target, CompletableFuture<Position>> log = this::apply;

  volatile boolean ready = true;
  volatile boolean broken;
  volatile Optional<Instant> closed = Optional.of(Instant.parse("2026-01-02T03:04:05Z"));

  LocalNode() {
    this(FakeClock.create());
  }

  private LocalNode(FakeClock clock) {
    this(L2Store.inMemory(clock.nanoTicker()::getAsLong), clock);
  }

  LocalNode(L2Store store, FakeClock clock) {
    this.clock = clock;
    this.cache =
        FreshetCache.builder(target -> log.apply(target))
            .store(store)
            .clock(clock, ticker())
            .commandTimeout(Duration.ofMinutes(1))
            .epochTableCapacity(1_000)
            .build();
    cache.applier().startOver(new LogIdentity(new UUID(1, 2), 1), target -> 0);
    cache.applier().caughtUp();
  }

  /** Elapsed time on the node's clock. */
  Ticker ticker() {
    return clock.nanoTicker()::getAsLong;
  }

  <V> Region<V> open(RegionSettings settings, Codec<V> codec) {
    Region<V> region = cache.region(settings, codec);
    regions.add(region);
    open = List.copyOf(regions);
    return region;
  }

  /** A command that comes from the log, of whomever. */
  synchronized CompletableFuture<Position> apply(Target target) {
    Position position = new Position(0, 0, offset++);
    cache.applier().apply(target, position);
    return CompletableFuture.completedFuture(position);
  }

  @Override
  public List<Region<?>> openRegions() {
    return open;
  }

  /** Opens a region with a loader that the node may call by itself. */
  <V> Region<V> open(RegionSettings settings, Codec<V> codec, Loader<V> loader) {
    Region<V> region = open(settings, codec);
    Map<String, Loader<?>> more = new HashMap<>(loaders);
    more.put(settings.name(), loader);
    loaders = Map.copyOf(more);
    return region;
  }

  @Override
  public Map<String, Loader<?>> loaders() {
    return loaders;
  }

  @Override
  public List<String> declaredRegions() {
    return List.of("item", "unopened");
  }

  @Override
  public Optional<Instant> closedTime() {
    if (broken) {
      throw new IllegalStateException("secret");
    }
    return closed;
  }

  @Override
  public boolean isReady() {
    return ready;
  }

  @Override
  public void close() {
    cache.close();
  }
}
