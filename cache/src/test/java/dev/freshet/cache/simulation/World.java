// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.simulation;

import dev.freshet.cache.LoadFailedException;
import dev.freshet.cache.RegionSettings;
import dev.freshet.cache.Warmed;
import dev.freshet.cache.fence.Fence;
import dev.freshet.cache.fence.Fences;
import dev.freshet.cache.simulation.Coverage.Happening;
import dev.freshet.cache.simulation.SimulatedLog.Entry;
import dev.freshet.cache.simulation.SimulatedLog.Kind;
import dev.freshet.events.values.Target;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A source of truth, a command log, a store and one or two nodes. The checker holds every read
 * against history: a read that began after a node had applied a command must not return what the
 * source held before the command was appended.
 */
final class World {
  private final Schedule schedule;
  private final Fences fences;
  private final Coverage coverage;
  private final int tableCapacity;
  private final RegionSettings region;
  private final Source source = new Source();
  private final SimulatedLog log = new SimulatedLog();
  private final SimulatedStore store;
  private final List<SimulatedNode> nodes = new ArrayList<>();
  private final Map<Long, Integer> firstApplied = new HashMap<>();
  private int working;
  private int incarnations;
  private long nowMs;
  private boolean recordsLost;
  private boolean truncated;

  World(Schedule schedule, Fences fences, Coverage coverage) {
    this.schedule = schedule;
    this.fences = fences;
    this.coverage = coverage;
    this.store = new SimulatedStore(schedule, coverage);
    // The small table forgets after a few commands.
    this.tableCapacity = schedule.choose(2) == 0 ? 64 : 2;
    this.region = Source.REGIONS.get(schedule.choose(Source.REGIONS.size()));
    int count = schedule.choose(4) == 0 ? 1 : 2;
    for (int node = 0; node < count; node++) {
      nodes.add(start(new SimulatedNode(this, nextName())));
    }
    new Inhabitants(this).settle();
    schedule.actor("store", this::deliver);
  }

  Schedule schedule() {
    return schedule;
  }

  Source source() {
    return source;
  }

  SimulatedLog log() {
    return log;
  }

  SimulatedStore store() {
    return store;
  }

  List<SimulatedNode> nodes() {
    return nodes;
  }

  Fence fence() {
    return fences.create(tableCapacity, schedule, () -> covers(Happening.TABLE_OVERFLOWED));
  }

  void covers(Happening happening) {
    coverage.add(happening);
  }

  void coversIf(boolean happened, Happening happening) {
    if (happened) {
      coverage.add(happening);
    }
  }

  /** Nobody reads, changes or writes any more. */
  boolean isAtRest() {
    return working == 0;
  }

  /** Adds an actor who keeps the world from coming to rest. */
  void worker(String name, Runnable body) {
    working++;
    schedule.actor(
        name,
        () -> {
          try {
            body.run();
          } finally {
            working--;
          }
        });
  }

  /** Appends a record, which is about all that its target names in the source as it is now. */
  void append(Kind kind, Target target) {
    Entry unused =
        append(
            kind, target, kind == Kind.MARKER ? new long[Source.KEYS] : source.versionsOf(target));
  }

  /** Appends a record about these versions. */
  Entry append(Kind kind, Target target, long[] versions) {
    // Now and then by somebody who does not know how many partitions there are.
    int shift = schedule.choose(32) / 31;
    coversIf(shift > 0 && kind == Kind.COMMAND, Happening.COMMAND_MISPLACED);
    Entry entry = log.append(kind, target, versions, shift);
    schedule.note(() -> kind + " " + target.text() + " at " + entry.position());
    return entry;
  }

  /** What the nodes' clocks say. */
  Instant now() {
    return Instant.ofEpochMilli(nowMs);
  }

  /** The same for their tickers. */
  long nanos() {
    return TimeUnit.MILLISECONDS.toNanos(nowMs);
  }

  /** All that is cached expires. */
  void expire() {
    schedule.note(() -> "all that is cached expires");
    nowMs += Source.TTL.toMillis();
  }

  RegionSettings region() {
    return region;
  }

  /** How long ago the first node applied this; 0 if nobody has. */
  int stepsSinceFirstApplied(Entry entry) {
    Integer before = firstApplied.putIfAbsent(entry.number(), schedule.steps());
    return before == null ? 0 : schedule.steps() - before;
  }

  /** SIGKILL and another start, with nothing in memory. */
  void restart(int slot) {
    schedule.note(() -> nodes.get(slot).name() + " is killed");
    covers(Happening.NODE_RESTARTED);
    coversIf(truncated, Happening.NODE_RESTARTED_AFTER_TRUNCATION);
    nodes.get(slot).follower().kill();
    nodes.set(slot, start(nodes.get(slot).reborn(nextName())));
  }

  /** An unclean election. */
  void truncate(int partition, int lost) {
    schedule.note(() -> "the log loses records");
    coversIf(log.truncate(partition, lost), Happening.LOG_TRUNCATED);
    recordsLost = true;
    truncated = true;
    nodes.forEach(node -> node.follower().timeOut());
  }

  /** The topic is deleted and created. */
  void createAgain() {
    schedule.note(() -> "the log is created again");
    covers(Happening.LOG_CREATED_AGAIN);
    log.createAgain();
    recordsLost = true;
    nodes.forEach(node -> node.follower().timeOut());
  }

  /**
   * A read by somebody on a node.
   *
   * @param answered whether the source answers; if not, an expired value may be served
   */
  void read(SimulatedNode node, int key, boolean answered) {
    long atLeast = node.applied(key);
    schedule.note(() -> "reads key " + key + " on " + node.name() + ", at least " + atLeast);
    AtomicBoolean failed = new AtomicBoolean();
    try {
      Long value =
          node.get(
              key,
              unused -> {
                failed.set(!answered);
                return answered ? node.load(key) : fail();
              });
      coversIf(failed.get(), Happening.STALE_IF_ERROR);
      check(value, atLeast, node, key, "a read");
    } catch (LoadFailedException e) {
      covers(Happening.LOAD_THAT_FAILED);
    }
  }

  /** A read of all keys at once. */
  void readAll(SimulatedNode node) {
    long[] atLeast = IntStream.range(0, Source.KEYS).mapToLong(node::applied).toArray();
    schedule.note(() -> "reads all on " + node.name() + ", at least " + Arrays.toString(atLeast));
    try {
      List<@Nullable Long> values = node.getAll();
      covers(Happening.READ_OF_ALL);
      for (int key = 0; key < Source.KEYS; key++) {
        check(values.get(key), atLeast[key], node, key, "a read of all");
      }
    } catch (LoadFailedException e) {
      covers(Happening.LOAD_THAT_FAILED);
    }
  }

  /** Somebody warms a node, and reads nothing. */
  void warm(SimulatedNode node) {
    schedule.note(() -> "warms " + node.name());
    try {
      Warmed warmed = node.warm();
      coversIf(warmed.count(Warmed.Outcome.LOADED) > 0, Happening.WARMED);
      coversIf(warmed.count(Warmed.Outcome.PRESENT) > 0, Happening.WARM_ALREADY);
      coversIf(warmed.count(Warmed.Outcome.REFUSED) > 0, Happening.WARMING_REJECTED);
    } catch (LoadFailedException e) { // of a read that it joined
      covers(Happening.LOAD_THAT_FAILED);
    }
  }

  /** Somebody fills L1 of a node from L2. */
  void fill(SimulatedNode node) {
    schedule.note(() -> "fills " + node.name());
    coversIf(node.fill() > 0, Happening.FILLED_AHEAD);
  }

  private Long fail() throws IOException {
    schedule.step();
    throw new IOException("the source does not answer");
  }

  /**
   * At rest every node serves what the source holds; or, where commands were lost on the way, what
   * the last one it applied demands.
   */
  void checkAtRest() {
    for (SimulatedNode node : nodes) {
      for (int key = 0; key < Source.KEYS; key++) {
        int number = key;
        Long value = node.get(key, unused -> source.value(number));
        long atLeast = recordsLost ? node.applied(key) : source.version(key);
        check(value, atLeast, node, key, "at rest");
      }
    }
  }

  private void check(
      @Nullable Long value, long atLeast, SimulatedNode node, int key, String where) {
    long version = source.versionOf(key, value);
    schedule.note(() -> "got " + version + " for key " + key + " on " + node.name());
    if (version < atLeast) {
      throw new StaleReadException(
          String.format(
              "%s, key %d, %s: found version %s, expected %d to %d",
              node.name(), key, where, version, atLeast, source.version(key)));
    }
  }

  private String nextName() {
    return "node-" + incarnations++;
  }

  private SimulatedNode start(SimulatedNode node) {
    // Else its follower does so in its own time, and it serves before it knows of any log.
    if (schedule.choose(4) != 3) {
      node.follower().startOver();
    }
    schedule.actor("follower-" + node.name(), node.follower()::follow);
    return node;
  }

  private void deliver() {
    while (true) {
      schedule.await(() -> store.isBusy() || isAtRest());
      if (isAtRest()) {
        return;
      }
      schedule.step();
      store.arrive();
    }
  }
}
