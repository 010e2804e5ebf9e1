// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.preload;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.freshet.cache.EntryKey;
import dev.freshet.cache.FreshetCache;
import dev.freshet.cache.Region;
import dev.freshet.cache.RegionSettings;
import dev.freshet.cache.codec.Codec;
import dev.freshet.cache.store.L2Store;
import dev.freshet.events.values.LogIdentity;
import dev.freshet.events.values.Position;
import dev.freshet.events.values.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Nodes with one L2, of which the later ones join. */
final class Joining implements AutoCloseable {
  private static final RegionSettings PROFILES =
      RegionSettings.of("profile", "profile:{userId}").withL1MaxEntries(50);

  private final L2Store store = L2Store.inMemory(System::nanoTime);
  private final List<Node> nodes = new ArrayList<>();
  private long commands;

  /** A node with one region. */
  final class Node {
    private final FreshetCache cache =
        FreshetCache.builder(target -> CompletableFuture.failedFuture(new IllegalStateException()))
            .store(store)
            .build();
    private final Region<String> profiles = cache.region(PROFILES, Codec.string());

    private Node() {
      cache.applier().startOver(new LogIdentity(new UUID(4, 2), 1), target -> 0);
      cache.applier().caughtUp();
    }

    Region<String> profiles() {
      return profiles;
    }

    /** On both levels. */
    void warm(int... ids) {
      List<EntryKey> keys = keys(ids);
      assertEquals(keys.size(), profiles.warm(keys, Joining::load).outcomes().size());
      assertEquals(keys.size(), profiles.fill(keys).size());
    }

    void read(int... ids) {
      keys(ids).forEach(key -> assertEquals("v" + key.param("userId"), profiles.getIfPresent(key)));
    }

    long inL1() {
      return profiles.stats().entries();
    }

    private List<EntryKey> keys(int... ids) {
      return IntStream.of(ids).mapToObj(id -> profiles.key(Map.of("userId", id))).toList();
    }
  }

  Node node() {
    Node node = new Node();
    nodes.add(node);
    return node;
  }

  void invalidate(Target target) {
    Position position = new Position(0, 0, commands++);
    nodes.forEach(node -> node.cache.applier().apply(target, position));
  }

  static Map<EntryKey, String> load(Set<EntryKey> keys) {
    return keys.stream().collect(Collectors.toMap(key -> key, key -> "v" + key.param("userId")));
  }

  @Override
  public void close() {
    nodes.forEach(node -> node.cache.close());
    store.close();
  }
}
