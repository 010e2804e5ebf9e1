// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.soak;

import dev.freshet.cache.EntryKey;
import dev.freshet.cache.Region;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;

/** Reads on a node, a few keys more often than the others, and has each read checked. */
final class Reader {
  private static final int BURST = 200;
  private static final int BATCH = 20;

  /** Of as many bursts one ends with a batch. */
  private static final int BURSTS_PER_BATCH = 10;

  private final Rig rig;
  private final History history;
  private final int node;
  private final Region<byte[]> region;
  private int bursts;

  Reader(Rig rig, int node) {
    this.rig = rig;
    this.history = rig.history();
    this.node = node;
    this.region = rig.region(node);
  }

  void burst() {
    for (int read = 0; read < BURST; read++) {
      int key = anyKey();
      long oldest = history.oldest(node, key);
      history.read(oldest, Value.version(region.get(rig.key(key), rig.source())));
    }
    if (++bursts % BURSTS_PER_BATCH == 0) {
      batch();
    }
  }

  private void batch() {
    Map<EntryKey, Long> oldest = new HashMap<>();
    while (oldest.size() < BATCH) {
      int key = anyKey();
      oldest.put(rig.key(key), history.oldest(node, key));
    }
    Map<EntryKey, byte[]> values = region.getAll(oldest.keySet(), rig.source());
    values.forEach(
        (key, value) ->
            history.read(Objects.requireNonNull(oldest.get(key)), Value.version(value)));
  }

  /** Most of them from the beginning. */
  private static int anyKey() {
    double uniform = ThreadLocalRandom.current().nextDouble();
    return (int) (Rig.KEYS * uniform * uniform * uniform);
  }
}
