// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.simulation;

import dev.freshet.cache.CommandApplier;
import dev.freshet.cache.simulation.Coverage.Happening;
import dev.freshet.cache.simulation.SimulatedLog.Entry;
import dev.freshet.cache.simulation.SimulatedLog.Kind;
import dev.freshet.events.values.LogIdentity;
import dev.freshet.events.values.Position;
import dev.freshet.events.values.Target;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Follows the log for one incarnation of a node, and takes its time. */
final class SimulatedFollower {
  private final World world;
  private final Schedule schedule;
  private final String name;
  private final Consumer<Entry> watcher;
  private final CommandApplier applier;

  /** By number: a log that was created again has other records at the same positions. */
  private final Map<Long, CompletableFuture<Position>> own = new HashMap<>();

  private final int[] next = new int[SimulatedLog.PARTITIONS];
  private final int[] marks = new int[SimulatedLog.PARTITIONS];
  private final int[] leaders = new int[SimulatedLog.PARTITIONS];
  private final @Nullable Entry[] last = new Entry[SimulatedLog.PARTITIONS];
  private @Nullable LogIdentity followed;
  private long followedCreation = -1;
  private long newestApplied;
  private boolean dead;

  /** By key: the newest version of which a command was applied here. */
  private final long[] applied = new long[Source.KEYS];

  /**
   * A follower.
   *
   * @param watcher told of each command before it is applied
   */
  SimulatedFollower(World world, String name, CommandApplier applier, Consumer<Entry> watcher) {
    this.world = world;
    this.schedule = world.schedule();
    this.name = name;
    this.applier = applier;
    this.watcher = watcher;
  }

  /** The newest version of a key of which a command was applied. */
  long applied(int key) {
    return applied[key];
  }

  /** Completes when this follower has applied a command of its node. */
  CompletableFuture<Position> applied(Entry entry) {
    CompletableFuture<Position> waiting = new CompletableFuture<>();
    own.put(entry.number(), waiting);
    return waiting;
  }

  boolean isDead() {
    return dead;
  }

  /**
   * Whether it has applied a record of the present leader of each partition. Without one it cannot
   * tell an election from none; until then the promise of earlier incarnations rests.
   */
  boolean knowsLeaders() {
    boolean knows = world.log().creations() == followedCreation;
    for (int partition = 0; partition < SimulatedLog.PARTITIONS; partition++) {
      knows &= leaders[partition] == world.log().leaderEpoch(partition);
    }
    return knows;
  }

  /** Begins to follow the log as it stands now. */
  void startOver() {
    LogIdentity identity = world.log().identity();
    schedule.note(() -> name + " starts over");
    world.coversIf(identity.equals(followed), Happening.TRUNCATION_NOTICED);
    followed = identity;
    followedCreation = world.log().creations();
    newestApplied = 0;
    for (int partition = 0; partition < SimulatedLog.PARTITIONS; partition++) {
      next[partition] = 0;
      leaders[partition] = 0;
      last[partition] = null;
    }
    markEnd();
    timeOut();
    applier.startOver(identity, SimulatedLog::partitionOf);
  }

  /** The follower's actor: until the world is at rest and all is applied. */
  void follow() {
    while (true) {
      schedule.await(() -> dead || hasNews() || world.isAtRest());
      if (dead || !hasNews()) {
        return;
      }
      schedule.step();
      if (!dead) {
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
    if (isElsewhere()) {
      startOver();
      return;
    }
    int partition = schedule.choose(SimulatedLog.PARTITIONS);
    List<Entry> entries = world.log().entries(partition);
    if (next[partition] == entries.size()) {
      partition = (partition + 1) % SimulatedLog.PARTITIONS;
      entries = world.log().entries(partition);
    }
    Entry before = last[partition];
    if (before != null && schedule.choose(8) == 7) {
      deliverAgain(before);
    } else if (next[partition] < entries.size()) {
      Entry entry = entries.get(next[partition]++);
      last[partition] = entry;
      apply(entry);
    }
    if (!applier.isCaughtUp() && isAtMark() && !applier.caughtUp()) {
      markEnd();
    }
  }

  private void apply(Entry entry) {
    schedule.note(() -> name + " applies " + entry.target().text() + " " + entry.position());
    cover(entry);
    boolean unused = hand(entry);
    leaders[entry.position().partition()] = entry.position().leaderEpoch();
    for (int key = 0; key < Source.KEYS; key++) {
      applied[key] = Math.max(applied[key], entry.versions()[key]);
    }
    schedule.note(() -> name + " has applied " + entry.target().text());
    CompletableFuture<Position> waiting = own.remove(entry.number());
    if (waiting != null) {
      waiting.complete(entry.position());
    }
  }

  private void deliverAgain(Entry entry) {
    world.covers(Happening.COMMAND_REDELIVERED);
    if (hand(entry)) {
      throw new IllegalStateException(name + ": applied a second time " + entry.target().text());
    }
  }

  private boolean hand(Entry entry) {
    return switch (entry.kind()) {
      case COMMAND -> applier.apply(entry.target(), entry.position());
      case UNREADABLE -> applier.applyUnreadable(entry.position());
      case MARKER -> {
        applier.skip(entry.position());
        yield false;
      }
    };
  }

  private void cover(Entry entry) {
    if (entry.kind() == Kind.MARKER) {
      world.covers(Happening.PROGRESS_MARKER);
      return;
    }
    world.covers(Happening.COMMAND_APPLIED);
    world.coversIf(entry.kind() == Kind.UNREADABLE, Happening.COMMAND_UNREADABLE);
    world.coversIf(entry.target() instanceof Target.Scan, Happening.SCAN_APPLIED);
    world.coversIf(entry.number() < newestApplied, Happening.COMMAND_REORDERED);
    newestApplied = Math.max(newestApplied, entry.number());
    world.coversIf(world.log().appended() >= entry.number() + 3, Happening.COMMAND_DELAYED);
    world.coversIf(world.stepsSinceFirstApplied(entry) >= 50, Happening.NODE_LAGGED);
    watcher.accept(entry);
  }

  /** Whether what this node follows is not, or no longer, the log as it stands. */
  private boolean isElsewhere() {
    return world.log().creations() != followedCreation || hasLostRecords();
  }

  /** What Kafka's consumer finds when it holds its leader epoch against the broker's. */
  private boolean hasLostRecords() {
    for (int partition = 0; partition < SimulatedLog.PARTITIONS; partition++) {
      List<Entry> entries = world.log().entries(partition);
      int count = next[partition];
      Entry before = last[partition];
      if (count > entries.size()
          || (before != null && entries.get(count - 1).number() != before.number())) {
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

  private boolean hasNews() {
    if (!applier.isCaughtUp() || isElsewhere()) {
      return true;
    }
    for (int partition = 0; partition < SimulatedLog.PARTITIONS; partition++) {
      if (next[partition] < world.log().entries(partition).size()) {
        return true;
      }
    }
    return false;
  }
}
