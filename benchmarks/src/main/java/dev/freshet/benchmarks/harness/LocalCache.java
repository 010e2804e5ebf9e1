// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.harness;

import dev.freshet.cache.CommandLog;
import dev.freshet.cache.FreshetCache;
import dev.freshet.cache.store.L2Store;
import dev.freshet.events.values.LogIdentity;
import dev.freshet.events.values.Position;
import dev.freshet.events.values.Target;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * A cache with a command log of its own, of one partition, which applies each command at once: the
 * cache alone, without Kafka. Commands are for one thread.
 */
public final class LocalCache implements AutoCloseable {
  private static final Duration L2_PATIENCE = Duration.ofSeconds(30);

  private final FreshetCache cache;
  private long offset;

  private LocalCache(Function<CommandLog, FreshetCache.Builder> builder) {
    this.cache = builder.apply(target -> CompletableFuture.completedFuture(apply(target))).build();
    cache.applier().startOver(new LogIdentity(new UUID(1, 1), 1), unused -> 0);
    cache.applier().caughtUp();
  }

  /** A cache of one level. */
  public static LocalCache create() {
    return of(FreshetCache::builder);
  }

  /** What this builds, given the log. */
  public static LocalCache of(Function<CommandLog, FreshetCache.Builder> builder) {
    return new LocalCache(builder);
  }

  /** A cache of one level that remembers the commands of this many targets. */
  public static LocalCache remembering(int targets) {
    return of(log -> FreshetCache.builder(log).epochTableCapacity(targets));
  }

  /** A cache of two levels, whose reads are not given up because the machine stood still. */
  public static LocalCache above(L2Store store) {
    return of(log -> FreshetCache.builder(log).store(store).l2Timeout(L2_PATIENCE));
  }

  /** The time to live that subjects and references share: nothing expires while it is measured. */
  public static Duration ttl() {
    return Duration.ofHours(1);
  }

  /** The cache, to open regions in. */
  public FreshetCache cache() {
    return cache;
  }

  /** Applies a command for the target, as the next record of the log. */
  public Position apply(Target target) {
    Position position = new Position(0, 0, offset++);
    cache.applier().apply(target, position);
    return position;
  }

  @Override
  public void close() {
    cache.close();
  }
}
