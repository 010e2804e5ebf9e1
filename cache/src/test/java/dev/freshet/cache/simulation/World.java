// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.simulation;

import dev.freshet.cache.CommandFailedException;
import dev.freshet.cache.EntryKey;
import dev.freshet.cache.Region;
import dev.freshet.cache.fence.Fence;
import dev.freshet.cache.fence.Fences;
import dev.freshet.events.values.Position;
import dev.freshet.events.values.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A source of truth, a command log, a store, two nodes, and those who read, change, write and break
 * things. The checker holds every read against history: a read that began after a node had applied
 * a command must not return what the source held before the command was appended.
 */
final class World {
  static final int KEYS = 4;
  private static final int GROUPS = 2;
  private static final int NODES = 2;

  private final Schedule schedule;
  private final Fences fences;
  private final int tableCapacity;
  private final boolean disasters;
  private final SimulatedLog log = new SimulatedLog();
  private final SimulatedStore store;
  private final List<SimulatedNode> nodes = new ArrayList<>();
  private final long[] source = new long[KEYS];
  private int working;
  private int incarnations;

  World(Schedule schedule, Fences fences) {
    this.schedule = schedule;
    this.fences = fences;
    this.store = new SimulatedStore(schedule);
    // The small table forgets after a few commands.
    this.tableCapacity = schedule.choose(2) == 0 ? 2 : 64;
    this.disasters = schedule.choose(4) == 0;
    for (int node = 0; node < NODES; node++) {
      nodes.add(start(node));
      int slot = node;
      worker("reader-" + slot + "a", () -> read(slot));
      worker("reader-" + slot + "b", () -> read(slot));
    }
    worker("changer-a", this::change);
    worker("changer-b", this::change);
    worker("writer", this::write);
    worker("chaos", this::disturb);
    schedule.actor("store", this::deliver);
  }

  Schedule schedule() {
    return schedule;
  }

  SimulatedLog log() {
    return log;
  }

  SimulatedStore store() {
    return store;
  }

  Fence fence() {
    return fences.create(tableCapacity, schedule);
  }

  /** Nobody reads, changes or writes any more. */
  boolean isAtRest() {
    return working == 0;
  }

  /** Appends a command, which is about all that its target names in the source as it is now. */
  Position append(Target target) {
    return append(target, /* readable= */ true);
  }

  private Position append(Target target, boolean readable) {
    long[] versions = new long[KEYS];
    IntPredicate named = keysOf(target);
    for (int key = 0; key < KEYS; key++) {
      versions[key] = named.test(key) ? source[key] : 0;
    }
    // Now and then by somebody who does not know how many partitions there are.
    int shift = schedule.choose(32) == 0 ? 1 : 0;
    Position position = log.append(target, versions, readable, shift);
    schedule.note(() -> "command " + target.text() + " at " + position);
    return position;
  }

  /** At rest every node serves what the source holds, unless commands were lost on the way. */
  void checkAtRest() {
    if (disasters) {
      return;
    }
    for (SimulatedNode node : nodes) {
      for (int key = 0; key < KEYS; key++) {
        int number = key;
        Long value = node.region().get(key(node.region(), key), unused -> source[number]);
        check(value, source[key], node, key, "at rest");
      }
    }
  }

  private SimulatedNode start(int slot) {
    SimulatedNode node = new SimulatedNode(this, "node-" + slot + "." + incarnations++);
    schedule.actor("follower-" + node.name(), node::follow);
    return node;
  }

  private void worker(String name, Runnable body) {
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

  private void read(int slot) {
    for (int i = 0; i < 4; i++) {
      schedule.step();
      SimulatedNode node = nodes.get(slot);
      int key = schedule.choose(KEYS);
      long atLeast = node.applied(key);
      schedule.note(() -> "reads key " + key + " on " + node.name() + ", at least " + atLeast);
      Long value = node.region().get(key(node.region(), key), unused -> load(key));
      check(value, atLeast, node, key, "a read");
    }
  }

  private void check(
      @Nullable Long value, long atLeast, SimulatedNode node, int key, String where) {
    schedule.note(() -> "got " + value + " for key " + key + " on " + node.name());
    if (value == null || value < atLeast) {
      throw new StaleReadException(
          node.name()
              + ", key "
              + key
              + ", "
              + where
              + ": found version "
              + value
              + ", expected at least "
              + atLeast);
    }
  }

  private long load(int key) {
    schedule.step();
    long version = source[key];
    schedule.note(() -> "the source says " + version + " for key " + key);
    schedule.step();
    return version;
  }

  private void change() {
    for (int i = 0; i < 2; i++) {
      schedule.step();
      Target target = anyTarget();
      IntPredicate named = keysOf(target);
      for (int key = 0; key < KEYS; key++) {
        source[key] += named.test(key) ? 1 : 0;
      }
      schedule.note(() -> "the source changes " + target.text());
      schedule.step();
      append(target, /* readable= */ schedule.choose(3) != 0);
    }
  }

  private void write() {
    for (int i = 0; i < 2; i++) {
      schedule.step();
      SimulatedNode node = nodes.get(schedule.choose(NODES));
      int key = schedule.choose(KEYS);
      long version = ++source[key];
      schedule.note(() -> "writes " + version + " for key " + key + " on " + node.name());
      try {
        node.region().put(key(node.region(), key), version);
      } catch (CommandFailedException e) {
        // The node was killed or started over: the writer does not know, and says it again.
        append(keyTarget(key));
      }
    }
  }

  private void disturb() {
    for (int i = 0; i < 2; i++) {
      schedule.step();
      int slot = schedule.choose(NODES);
      switch (schedule.choose(disasters ? 6 : 4)) {
        case 0 -> {
          schedule.note(() -> nodes.get(slot).name() + " is killed");
          nodes.get(slot).kill();
          nodes.set(slot, start(slot));
        }
        case 4 -> {
          schedule.note(() -> "the log loses records");
          log.truncate(schedule.choose(SimulatedLog.PARTITIONS), 1 + schedule.choose(2));
          nodes.forEach(SimulatedNode::timeOut);
        }
        case 5 -> {
          schedule.note(() -> "the log is created again");
          log.createAgain();
          nodes.forEach(SimulatedNode::timeOut);
        }
        default -> schedule.step();
      }
    }
  }

  private void deliver() {
    while (!isAtRest()) {
      schedule.step();
      switch (schedule.choose(32)) {
        case 0 -> store.replicate();
        case 1 -> store.failOver();
        default -> store.arrive();
      }
    }
  }

  private Target anyTarget() {
    int key = schedule.choose(KEYS);
    String group = String.valueOf(key % GROUPS);
    return switch (schedule.choose(7)) {
      case 0 -> new Target.Tag("g:" + group);
      case 1 -> new Target.Parameter("r", "group", group);
      case 2 -> new Target.Region("r");
      case 3 -> Target.ALL;
      case 4 -> anyScan(key);
      default -> keyTarget(key);
    };
  }

  /** A pattern for one key, for a group, and for none at all. */
  private Target anyScan(int key) {
    return switch (schedule.choose(3)) {
      case 0 -> new Target.Scan("*:" + key);
      case 1 -> new Target.Scan("k:" + key % GROUPS + "*");
      default -> new Target.Scan("other:*");
    };
  }

  private static IntPredicate keysOf(Target target) {
    if (target instanceof Target.Key key) {
      return number -> keyText(number).equals(key.key());
    }
    if (target instanceof Target.Tag tag) {
      return number -> tag.tag().equals("g:" + number % GROUPS);
    }
    if (target instanceof Target.Parameter parameter) {
      return number -> parameter.value().equals(String.valueOf(number % GROUPS));
    }
    if (target instanceof Target.Scan scan) {
      return number -> scan.matches(keyText(number));
    }
    return number -> true;
  }

  private static Target keyTarget(int key) {
    return new Target.Key(keyText(key));
  }

  private static String keyText(int key) {
    return "k:" + key % GROUPS + ":" + key;
  }

  private static EntryKey key(Region<Long> region, int key) {
    return region.key(Map.of("group", key % GROUPS, "id", key));
  }
}
