// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.l1;

import dev.freshet.benchmarks.harness.LocalCache;
import dev.freshet.cache.EntryKey;
import dev.freshet.cache.Region;
import dev.freshet.cache.RegionSettings;
import dev.freshet.cache.codec.Codec;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What it costs to expand a key: the part of a read that a held key saves. Made by JMH. */
@State(Scope.Benchmark)
public class KeyBuilding {
  private final LocalCache node = LocalCache.create();
  private final Region<byte[]> one = open("one", "one:{id}");
  private final Region<byte[]> three = open("three", "three:{id}:{country}:{language}");

  private Region<byte[]> open(String name, String key) {
    return node.cache().region(RegionSettings.of(name, key), Codec.bytes());
  }

  /** Closes the cache. */
  @TearDown
  public void close() {
    node.close();
  }

  /** A key template with one hole. */
  @Benchmark
  public EntryKey oneHole(Cursor cursor) {
    return one.key(Map.of("id", cursor.next()));
  }

  /** A key template with three holes. */
  @Benchmark
  public EntryKey threeHoles(Cursor cursor) {
    return three.key(Map.of("id", cursor.next(), "country", "NL", "language", "nl"));
  }
}
