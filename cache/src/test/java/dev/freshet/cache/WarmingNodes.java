// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache;

import dev.freshet.cache.fence.Fence;
import dev.freshet.cache.fence.Interleaving;
import dev.freshet.cache.store.L2Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Two nodes that share an L2, and a source of values that are like their keys. */
abstract class WarmingNodes {
  static final RegionSettings ITEMS = RegionSettings.of("item", "item:{id}");

  final TestCluster cluster = new TestCluster();
  final CountingStore store = new CountingStore(cluster.store());

  /** What the source was asked for. */
  final List<Set<EntryKey>> calls = new ArrayList<>();

  /** What happens when a node begins to wait for a future. */
  Runnable whileWaiting = () -> {};

  final TestCluster.Node node = node(store);
  final Region<String> region = node.region(ITEMS, String.class);
  final TestCluster.Node theOther = cluster.node();
  final Region<String> there = theOther.region(ITEMS, String.class);

  final TestCluster.Node node(L2Store own) {
    return cluster.node(
        own,
        builder ->
            builder
                .executor(Runnable::run)
                .timer(cluster.timer())
                .simulated(new Fence(1_000), interleaving()));
  }

  final Interleaving interleaving() {
    return new Interleaving() {
      @Override
      public void step() {}

      @Override
      public void awaiting(CompletableFuture<?> awaited) {
        whileWaiting.run();
      }
    };
  }

  final Map<EntryKey, String> load(Set<EntryKey> keys) {
    calls.add(keys);
    return keys.stream().collect(Collectors.toMap(key -> key, key -> "v" + key.param("id")));
  }

  final EntryKey key(int id) {
    return new EntryKey("item", "item:" + id, Map.of("id", id));
  }

  final List<EntryKey> keys(int... ids) {
    return IntStream.of(ids).mapToObj(this::key).toList();
  }
}
