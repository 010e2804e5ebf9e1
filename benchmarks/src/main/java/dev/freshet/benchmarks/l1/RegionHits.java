// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.l1;

import dev.freshet.benchmarks.harness.LocalCache;
import dev.freshet.cache.EntryKey;
import dev.freshet.cache.Loader;
import dev.freshet.cache.Region;
import dev.freshet.cache.RegionSettings;
import dev.freshet.cache.codec.Codec;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Hits of a region in L1. Every entry has tags of its own, the worst case. Made by JMH. */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up before anything else
public class RegionHits {
  static final int VALUE_BYTES = 200;

  /** A hit never calls it: one that does ends the measurement. */
  private static final Loader<byte[]> NO_LOADER =
      key -> {
        throw new IllegalStateException(key + ": found a miss, expected hits alone");
      };

  /** How many tags an entry has. */
  @Param("1")
  public int tags;

  /** For how many times the entries there is room. */
  @Param("1")
  public int room;

  private LocalCache node;
  private Region<byte[]> region;
  private EntryKey[] keys;

  /** Fills the cache. */
  @Setup
  public void fill() {
    node = LocalCache.create();
    String[] templates =
        IntStream.range(0, tags).mapToObj(tag -> "tag" + tag + ":{id}").toArray(String[]::new);
    RegionSettings settings =
        RegionSettings.of("l1", "l1:{id}")
            .withTags(templates)
            .withTtl(LocalCache.ttl(), LocalCache.ttl());
    region =
        node.cache().region(settings.withL1MaxEntries((long) room * Cursor.KEYS), Codec.bytes());
    keys = new EntryKey[Cursor.KEYS];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = region.key(Map.of("id", i));
      region.get(keys[i], key -> new byte[VALUE_BYTES]);
    }
    // A collector has moved what is in caches in use, next to what it belongs to.
    System.gc();
  }

  /** Closes the cache. */
  @TearDown
  public void close() {
    node.close();
  }

  /** A hit with a held key, on the path that could load. */
  @Benchmark
  public byte @Nullable [] get(Cursor cursor) {
    return region.get(keys[cursor.next()], NO_LOADER);
  }

  /** A hit with a held key. */
  @Benchmark
  public byte @Nullable [] getIfPresent(Cursor cursor) {
    return region.getIfPresent(keys[cursor.next()]);
  }

  /** A hit whose key is expanded first. */
  @Benchmark
  public byte @Nullable [] getByValues(Cursor cursor) {
    return region.get(Map.of("id", cursor.next()), NO_LOADER);
  }
}
