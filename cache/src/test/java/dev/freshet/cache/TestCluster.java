// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache;

import dev.freshet.cache.codec.Codec;
import dev.freshet.cache.store.L2Store;
import dev.freshet.events.values.LogIdentity;
import dev.freshet.events.values.Position;
import dev.freshet.events.values.Target;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;
import java.util.function.UnaryOperator;

/** Nodes that share one command log and one L2, all in this thread, with a clock set by hand. */
final class TestCluster {
  static final int PARTITIONS = 4;

  private final AtomicLong nanos = new AtomicLong();
  private final FakeTimer timer = new FakeTimer(nanos);
  private final L2Store store = L2Store.inMemory(nanos::get);
  private final List<Node> nodes = new ArrayList<>();
  private final List<Command> log = new ArrayList<>();
  private final long[] nextOffset = new long[PARTITIONS];
  private final LogIdentity identity = new LogIdentity(new UUID(4, 2), PARTITIONS);

  private record Command(Target target, Position position) {}

  /** One node; {@link #lags} holds commands back from it. */
  final class Node {
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final FreshetCache cache;
    boolean lags;
    private int applied;

    Node(L2Store store, UnaryOperator<FreshetCache.Builder> also) {
      FreshetCache.Builder builder =
          FreshetCache.builder(TestCluster.this::append)
              .store(store)
              .meters(meters)
              .clock(TestCluster.this::now, nanos::get)
              .epochTableCapacity(1_000)
              .maintenance(Runnable::run);
      this.cache = also.apply(builder).build();
      cache.applier().startOver(identity, TestCluster::partitionOf);
      catchUp();
      cache.applier().caughtUp();
    }

    <V> Region<V> region(RegionSettings settings, Class<V> type) {
      return cache.region(settings, Codec.json(type));
    }

    void catchUp() {
      for (; applied < log.size(); applied++) {
        Command command = log.get(applied);
        cache.applier().apply(command.target(), command.position());
      }
    }

    double count(String meter, String... tags) {
      return meters.get(meter).tags(tags).functionCounter().count();
    }
  }

  Node node() {
    return node(store);
  }

  Node node(L2Store own) {
    return node(own, builder -> builder);
  }

  /** A node that works when the test says so: in this thread, by the cluster's time. */
  Node steppedNode() {
    return steppedNode(store, () -> 0);
  }

  /** As {@link #steppedNode()}, with a store and random numbers of its own. */
  Node steppedNode(L2Store own, DoubleSupplier random) {
    return node(own, builder -> builder.executor(Runnable::run).timer(timer).random(random));
  }

  /** A node with other parts; {@link #timer} follows the cluster's time. */
  Node node(L2Store own, UnaryOperator<FreshetCache.Builder> also) {
    Node node = new Node(own, also);
    nodes.add(node);
    return node;
  }

  FakeTimer timer() {
    return timer;
  }

  /** Tells another cache of the log as it stands; it hears no later commands. */
  void follow(FreshetCache cache) {
    cache.applier().startOver(identity, TestCluster::partitionOf);
    log.forEach(command -> cache.applier().apply(command.target(), command.position()));
    cache.applier().caughtUp();
  }

  L2Store store() {
    return store;
  }

  /** A command reaches every node that does not lag. For any thread. */
  synchronized CompletableFuture<Position> append(Target target) {
    int partition = partitionOf(target.text());
    Position position = new Position(partition, 0, nextOffset[partition]++);
    log.add(new Command(target, position));
    nodes.stream().filter(node -> !node.lags).forEach(Node::catchUp);
    return CompletableFuture.completedFuture(position);
  }

  /** Lets time pass; what is due by the timer happens meanwhile, in this thread. */
  void pass(Duration duration) {
    timer.pass(duration);
  }

  Instant now() {
    return Instant.ofEpochSecond(1_700_000_000).plusNanos(nanos.get());
  }

  private static int partitionOf(String target) {
    String placed = target.startsWith(Target.Scan.PREFIX) ? Target.Scan.PREFIX : target;
    return Math.floorMod(placed.hashCode(), PARTITIONS);
  }
}
