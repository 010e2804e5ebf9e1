// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.faults;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.freshet.benchmarks.harness.LocalCache;
import dev.freshet.cache.EntryKey;
import dev.freshet.cache.Region;
import dev.freshet.cache.RegionSettings;
import dev.freshet.cache.codec.Codec;
import dev.freshet.events.values.Target;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A cache in memory whose few keys one thread loads and another one changes. */
interface MemoryCache extends AutoCloseable {

  /** How many keys it knows: 0 to one less. */
  int KEYS = 1 << 10;

  /** Reads, and loads if there is nothing. */
  void read(int key, Supplier<Long> source);

  /** What the source has for it is another value now. */
  void changed(int key);

  /** What a reader would be served without a load; null if there would be one. */
  @Nullable Long present(int key);

  @Override
  void close();

  /** One level of Freshet; a change is a command, which is applied when this returns. */
  static MemoryCache freshet(LocalCache cache) {
    RegionSettings settings =
        RegionSettings.of("crossed", "crossed:{id}").withTtl(LocalCache.ttl(), LocalCache.ttl());
    Region<Long> region = cache.cache().region(settings, Codec.json(Long.class));
    List<EntryKey> keys =
        IntStream.range(0, KEYS).mapToObj(id -> region.key(Map.of("id", id))).toList();
    return new MemoryCache() {
      @Override
      public void read(int key, Supplier<Long> source) {
        Long unused = region.get(keys.get(key), unneeded -> source.get());
      }

      @Override
      public void changed(int key) {
        cache.apply(new Target.Key(keys.get(key).text()));
      }

      @Override
      public @Nullable Long present(int key) {
        return region.getIfPresent(keys.get(key));
      }

      @Override
      public void close() {
        cache.close();
      }
    };
  }

  /** Caffeine as most use it: look, load, put; a change invalidates. */
  static MemoryCache cacheAside() {
    Cache<Integer, Long> cache = Caffeine.newBuilder().expireAfterWrite(LocalCache.ttl()).build();
    return new MemoryCache() {
      @Override
      public void read(int key, Supplier<Long> source) {
        if (cache.getIfPresent(key) == null) {
          cache.put(key, source.get());
        }
      }

      @Override
      public void changed(int key) {
        cache.invalidate(key);
      }

      @Override
      public @Nullable Long present(int key) {
        return cache.getIfPresent(key);
      }

      @Override
      public void close() {}
    };
  }
}
