// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.purge;

import dev.freshet.benchmarks.harness.LocalCache;
import dev.freshet.cache.EntryKey;
import dev.freshet.cache.Loader;
import dev.freshet.cache.Region;
import dev.freshet.cache.RegionSettings;
import dev.freshet.cache.codec.Codec;
import dev.freshet.events.values.Target;
import java.util.Map;

/** By one command for the tag that all entries carry. */
final class RegionPurge implements Purge {
  private static final Target TAG = new Target.Tag("everyone");
  private static final byte[] VALUE = new byte[0];

  private final LocalCache node = LocalCache.create();
  private final Region<byte[]> region;
  private final EntryKey[] keys;
  private int loads;
  private final Loader<byte[]> loader =
      key -> {
        loads++;
        return VALUE;
      };

  private RegionPurge(int entries) {
    RegionSettings settings =
        RegionSettings.of("purge", "purge:{id}")
            .withTags("everyone")
            .withTtl(LocalCache.ttl(), LocalCache.ttl())
            .withL1MaxEntries(2L * entries);
    this.region = node.cache().region(settings, Codec.bytes());
    this.keys = new EntryKey[entries];
    for (int i = 0; i < entries; i++) {
      keys[i] = region.key(Map.of("id", i));
    }
  }

  static Purge over(int entries) {
    return new RegionPurge(entries);
  }

  @Override
  public void fill() {
    loads = 0;
    for (EntryKey key : keys) {
      region.get(key, loader);
    }
    if (loads != keys.length) {
      throw new IllegalStateException(
          "purge: found %d entries gone, expected %d".formatted(loads, keys.length));
    }
  }

  @Override
  public long nanos(int probe) {
    EntryKey key = keys[Math.floorMod(probe * 7919, keys.length)];
    long startNanos = System.nanoTime();
    node.apply(TAG);
    while (region.getIfPresent(key) != null) {
      Thread.onSpinWait();
    }
    return System.nanoTime() - startNanos;
  }

  @Override
  public void close() {
    node.close();
  }
}
