// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.memory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.freshet.benchmarks.harness.LocalCache;
import dev.freshet.cache.Region;
import dev.freshet.cache.RegionSettings;
import dev.freshet.cache.codec.Codec;
import java.util.Map;

/** Bytes of an entry, with its key and without its value, which all entries share. */
final class Entries {
  private static final byte[] VALUE = new byte[0];

  /** Few: the table is measured by itself. */
  private static final int SOME_TARGETS = 64;

  private Entries() {}

  static double inCaffeine(int entries) {
    return LiveHeap.growthBytes(
            () -> {
              Cache<String, byte[]> cache =
                  Caffeine.newBuilder()
                      .maximumSize(2L * entries)
                      .recordStats()
                      .expireAfterWrite(LocalCache.ttl())
                      .build();
              for (int i = 0; i < entries; i++) {
                cache.put("entry:" + i, VALUE);
              }
              cache.cleanUp();
              return cache;
            })
        / entries;
  }

  static double inRegion(int entries, String... tags) {
    return LiveHeap.growthBytes(
            () -> {
              LocalCache node = LocalCache.remembering(SOME_TARGETS);
              fill(node, entries, tags);
              return node;
            })
        / entries;
  }

  private static void fill(LocalCache node, int entries, String... tags) {
    RegionSettings settings =
        RegionSettings.of("memory", "entry:{id}")
            .withTags(tags)
            .withTtl(LocalCache.ttl(), LocalCache.ttl())
            .withL1MaxEntries(2L * entries);
    Region<byte[]> region = node.cache().region(settings, Codec.bytes());
    for (int i = 0; i < entries; i++) {
      region.get(Map.of("id", i), key -> VALUE);
    }
  }
}
