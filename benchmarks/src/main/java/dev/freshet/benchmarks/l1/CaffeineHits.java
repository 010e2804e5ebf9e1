// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.l1;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.freshet.benchmarks.harness.LocalCache;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Hits of Caffeine with a bound, a TTL and statistics. Made by JMH. */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up before anything else
public class CaffeineHits {
  /** {@code fixed} as most would write it, {@code variable} as a value of each its own would be. */
  @Param("fixed")
  public String expiry;

  /** For how many times the entries there is room. */
  @Param("1")
  public int room;

  private String[] keys;
  private Cache<String, byte[]> cache;

  /** Fills the cache. */
  @Setup
  public void fill() {
    Caffeine<Object, Object> settings =
        Caffeine.newBuilder().maximumSize((long) room * Cursor.KEYS).recordStats();
    cache =
        expiry.equals("variable")
            ? settings
                .expireAfter(Expiry.writing((String key, byte[] value) -> LocalCache.ttl()))
                .build()
            : settings.expireAfterWrite(LocalCache.ttl()).build();
    keys = new String[Cursor.KEYS];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = "l1:" + i;
      cache.put(keys[i], new byte[RegionHits.VALUE_BYTES]);
    }
    // A collector has moved what is in caches in use, next to what it belongs to.
    System.gc();
  }

  /** A hit. */
  @Benchmark
  public byte @Nullable [] getIfPresent(Cursor cursor) {
    return cache.getIfPresent(keys[cursor.next()]);
  }
}
