// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Map;
import org.junit.jupiter.api.Test;

class L1HitAllocationTest {
  private static final int HITS = 1_000_000;

  @Test
  void shouldAllocateNothingPerHit() {
    Region<String> region =
        new TestCluster()
            .node()
            .region(RegionSettings.of("a", "a:{id}").withTags("t:{id}"), String.class);
    EntryKey key = region.key(Map.of("id", 1));
    Loader<String> loader = unused -> "value";
    hit(region, key, loader);

    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    hit(region, key, loader);
    long perHit = (threads.getCurrentThreadAllocatedBytes() - before) / HITS;

    assertTrue(perHit == 0, "found " + perHit + " bytes per hit, expected 0");
  }

  private static void hit(Region<String> region, EntryKey key, Loader<String> loader) {
    for (int i = 0; i < HITS; i++) {
      region.get(key, loader);
    }
  }
}
