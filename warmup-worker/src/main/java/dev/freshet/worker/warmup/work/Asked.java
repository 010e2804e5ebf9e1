// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.warmup.work;

import dev.freshet.cache.BulkLoader;
import dev.freshet.cache.EntryKey;
import dev.freshet.cache.Loaded;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A loader that notes what its source was asked for, and spreads the TTLs of what comes back. Safe
 * for any thread: a region with a timeout calls it in another one.
 */
final class Asked<V> implements BulkLoader<V> {
  private final BulkLoader<V> loader;
  private final Duration ttl;
  private final double jitter;
  private final DoubleSupplier random;
  private final LongAdder keys = new LongAdder();
  private final LongAdder nanos = new LongAdder();

  /**
   * Around a loader.
   *
   * @param ttl of values that bring none of their own
   * @param jitter share of the TTL, 0 to 1, by which it may be shorter
   * @param random from 0 to 1
   */
  Asked(BulkLoader<V> loader, Duration ttl, double jitter, DoubleSupplier random) {
    this.loader = loader;
    this.ttl = ttl;
    this.jitter = jitter;
    this.random = random;
  }

  /** Keys that the source was asked for since this was called last. */
  long takeKeys() {
    return keys.sumThenReset();
  }

  /** Time that the source took since this was called last. */
  Duration takeTime() {
    return Duration.ofNanos(nanos.sumThenReset());
  }

  @Override
  public Map<EntryKey, V> loadAll(Set<EntryKey> wanted) throws Exception {
    return loader.loadAll(wanted);
  }

  @Override
  public Map<EntryKey, Loaded<V>> loadAllTagged(Set<EntryKey> wanted) throws Exception {
    keys.add(wanted.size());
    long began = System.nanoTime();
    try {
      return spread(loader.loadAllTagged(wanted));
    } finally {
      nanos.add(System.nanoTime() - began);
    }
  }

  private Map<EntryKey, Loaded<V>> spread(Map<EntryKey, Loaded<V>> loaded) {
    if (jitter == 0) {
      return loaded;
    }
    Map<EntryKey, Loaded<V>> spread = new HashMap<>();
    loaded.forEach((key, value) -> spread.put(key, value.withTtl(shorter(value.ttl()))));
    return spread;
  }

  private Duration shorter(@Nullable Duration own) {
    Duration longest = own == null ? ttl : own;
    long nanos = (long) (longest.toNanos() * (1 - jitter * random.getAsDouble()));
    return Duration.ofNanos(Math.max(1, nanos));
  }
}
