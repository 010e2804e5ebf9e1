// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.simulation;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.freshet.cache.CommandApplier;
import dev.freshet.cache.FreshetCache;
import dev.freshet.cache.Region;
import dev.freshet.cache.RegionSettings;
import dev.freshet.cache.SimulatedCaches;
import dev.freshet.cache.codec.Codec;
import dev.freshet.cache.simulation.SimulatedLog.Entry;
import dev.freshet.events.values.LogIdentity;
import dev.freshet.events.values.Position;
import dev.freshet.events.values.Target;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One incarnation of a node: a real cache, and a follower that takes its time. */
final class SimulatedNode {
  private static final RegionSettings REGION =
      RegionSettings.of("r", "k:{group}:{id}").withTags("g:{group}");

  private final World world;
  private final String name;
  private final Region<Long> region;
  private final CommandApplier applier;
  private final Map<Position, CompletableFuture<Position>> own = new HashMap<>();
  private final int[] next = new int[SimulatedLog.PARTITIONS];
  private final int[] marks = new int[SimulatedLog.PARTITIONS];
  private final @Nullable Entry[] last = new Entry[SimulatedLog.PARTITIONS];
  private @Nullable LogIdentity followed;
  private boolean dead;

  /** By key: the newest version of which a command was applied here. */
  private final long[] applied = new long[World.KEYS];

  SimulatedNode(World world, String name) {
    this.world = world;
    this.name = name;
    FreshetCache cache =
        SimulatedCaches.builder(this::append, world.fence(), world.schedule())
            .store(world.store())
            .clock(() -> Instant.EPOCH, Ticker.disabledTicker())
            .build();
    this.region = cache.region(REGION, Codec.json(Long.class));
    this.applier = cache.applier();
  }

  Region<Long> region() {
    return region;
  }

  /** What a read that begins now must not be older than. */
  long applied(int key) {
    return applied[key];
  }

  String name() {
    return name;
  }

  /** The follower's actor: until the world is at rest and all is applied. */
  void follow() {
    while (!dead && !(world.isAtRest() && isAtEnd())) {
      world.schedule().step();
      if (world.schedule().choose(3) != 0) {
        poll();
      }
    }
  }

  /** SIGKILL: whoever waits for the follower waits for nothing. */
  void kill() {
    dead = true;
    timeOut();
  }

  /** Whoever waits for a command of this node to be applied has waited long enough. */
  void timeOut() {
    own.values().forEach(wait -> wait.completeExceptionally(new IllegalStateException("lost")));
    own.clear();
  }

  private void poll() {
    if (!world.log().identity().equals(followed) || hasLostRecords()) {
      startOver();
      return;
    }
    int partition = world.schedule().choose(SimulatedLog.PARTITIONS);
    List<Entry> entries = world.log().entries(partition);
    Entry before = last[partition];
    if (next[partition] < entries.size()) {
      Entry entry = entries.get(next[partition]++);
      last[partition] = entry;
      apply(entry);
    } else if (before != null && hand(before)) {
      throw new IllegalStateException(name + ": applied a second time " + before.target().text());
    }
    if (!applier.isCaughtUp() && isAtMark() && !applier.caughtUp()) {
      markEnd();
    }
  }

  private void apply(Entry entry) {
    world.schedule().note(() -> name + " applies " + entry.target().text() + entry.position());
    boolean unused = hand(entry);
    for (int key = 0; key < World.KEYS; key++) {
      applied[key] = Math.max(applied[key], entry.versions()[key]);
    }
    world.schedule().note(() -> name + " has applied " + entry.target().text());
    CompletableFuture<Position> waiting = own.remove(entry.position());
    if (waiting != null) {
      waiting.complete(entry.position());
    }
  }

  private boolean hand(Entry entry) {
    return entry.readable()
        ? applier.apply(entry.target(), entry.position())
        : applier.applyUnreadable(entry.position());
  }

  private void startOver() {
    LogIdentity identity = world.log().identity();
    world.schedule().note(() -> name + " starts over");
    followed = identity;
    for (int partition = 0; partition < SimulatedLog.PARTITIONS; partition++) {
      next[partition] = 0;
      last[partition] = null;
    }
    markEnd();
    timeOut();
    applier.startOver(identity, SimulatedLog::partitionOf);
  }

  /** What Kafka's consumer finds when it holds its leader epoch against the broker's. */
  private boolean hasLostRecords() {
    for (int partition = 0; partition < SimulatedLog.PARTITIONS; partition++) {
      List<Entry> entries = world.log().entries(partition);
      int count = next[partition];
      if (count > entries.size()
          || (count > 0 && !entries.get(count - 1).equals(last[partition]))) {
        return true;
      }
    }
    return false;
  }

  private void markEnd() {
    for (int partition = 0; partition < SimulatedLog.PARTITIONS; partition++) {
      marks[partition] = world.log().entries(partition).size();
    }
  }

  private boolean isAtMark() {
    for (int partition = 0; partition < SimulatedLog.PARTITIONS; partition++) {
      // Where the log has lost its end since, the markers of a real one would soon fill it up.
      int end = Math.min(marks[partition], world.log().entries(partition).size());
      if (next[partition] < end) {
        return false;
      }
    }
    return true;
  }

  private boolean isAtEnd() {
    if (!world.log().identity().equals(followed) || hasLostRecords() || !applier.isCaughtUp()) {
      return false;
    }
    for (int partition = 0; partition < SimulatedLog.PARTITIONS; partition++) {
      if (next[partition] < world.log().entries(partition).size()) {
        return false;
      }
    }
    return true;
  }

  private CompletableFuture<Position> append(Target target) {
    CompletableFuture<Position> waiting = new CompletableFuture<>();
    if (dead) {
      waiting.completeExceptionally(new IllegalStateException("killed"));
    } else {
      own.put(world.append(target), waiting);
    }
    return waiting;
  }
}
