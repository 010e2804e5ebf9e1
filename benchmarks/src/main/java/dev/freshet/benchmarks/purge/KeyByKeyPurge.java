// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.purge;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.freshet.benchmarks.harness.LocalCache;
import java.util.Arrays;
import java.util.List;

/** By the keys, which somebody had to remember for it. */
final class KeyByKeyPurge implements Purge {
  private static final byte[] VALUE = new byte[0];

  private final Cache<String, byte[]> cache;
  private final List<String> keys;

  private KeyByKeyPurge(int entries) {
    this.cache =
        Caffeine.newBuilder()
            .maximumSize(2L * entries)
            .recordStats()
            .expireAfterWrite(LocalCache.ttl())
            .build();
    String[] texts = new String[entries];
    Arrays.setAll(texts, i -> "purge:" + i);
    this.keys = List.of(texts);
  }

  static Purge over(int entries) {
    return new KeyByKeyPurge(entries);
  }

  @Override
  public void fill() {
    for (String key : keys) {
      if (cache.asMap().put(key, VALUE) != null) {
        throw new IllegalStateException(key + ": found it cached, expected it to be gone");
      }
    }
  }

  @Override
  public long nanos(int probe) {
    String key = keys.get(Math.floorMod(probe * 7919, keys.size()));
    long startNanos = System.nanoTime();
    cache.invalidateAll(keys);
    while (cache.getIfPresent(key) != null) {
      Thread.onSpinWait();
    }
    return System.nanoTime() - startNanos;
  }

  @Override
  public void close() {
    cache.invalidateAll();
  }
}
