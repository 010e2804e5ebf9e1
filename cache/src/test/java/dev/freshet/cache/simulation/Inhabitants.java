// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.simulation;

import dev.freshet.cache.CommandFailedException;
import dev.freshet.cache.WriteFailedException;
import dev.freshet.cache.simulation.Coverage.Happening;
import dev.freshet.cache.simulation.SimulatedLog.Kind;
import dev.freshet.events.values.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Those who read, change, write and break things in a {@link World}. What each of them will do is
 * chosen before anything happens, one act after the other, so that an act can be left out without
 * another becoming a different one.
 */
final class Inhabitants {
  private final World world;
  private final Schedule schedule;
  private final int keys;

  Inhabitants(World world) {
    this.world = world;
    this.schedule = world.schedule();
    this.keys = 1 + schedule.choose(Source.KEYS);
  }

  void settle() {
    for (int slot = 0; slot < world.nodes().size(); slot++) {
      int node = slot;
      settle("reader-" + node + "a", 4, () -> read(node));
      settle("reader-" + node + "b", 4, () -> read(node));
    }
    settle("changer-a", 3, this::change);
    settle("changer-b", 2, this::change);
    settle("writer-a", 2, this::write);
    settle("writer-b", 2, this::write);
    settle("chaos", 4, this::disturb);
    settle("outsider", 2, this::loadOutside);
    settle("warmer", 2, this::warm);
  }

  private void settle(String name, int mostActs, Supplier<Runnable> planned) {
    List<Runnable> acts = new ArrayList<>();
    while (acts.size() < mostActs && schedule.choose(4) != 0) {
      acts.add(planned.get());
    }
    if (!acts.isEmpty()) {
      world.worker(
          name,
          () -> {
            for (Runnable act : acts) {
              schedule.step();
              act.run();
            }
          });
    }
  }

  private Runnable read(int slot) {
    int key = anyKey();
    int manner = schedule.choose(8);
    return () -> {
      SimulatedNode node = world.nodes().get(slot);
      if (manner == 7) {
        world.readAll(node);
      } else {
        world.read(node, key, /* answered= */ manner < 5);
      }
    };
  }

  private Runnable change() {
    int key = anyKey();
    Target target = Source.targetOf(key, schedule.choose(Source.TARGETS));
    int manner = schedule.choose(8);
    return () -> {
      schedule.note(() -> "the source changes " + target.text());
      world.source().change(target);
      schedule.step();
      command(target, manner);
    };
  }

  private void command(Target target, int manner) {
    switch (manner) {
      case 5 -> {
        world.append(Kind.MARKER, target);
        world.append(Kind.COMMAND, target);
      }
      case 6 -> {
        world.covers(Happening.COMMAND_DUPLICATED);
        world.append(Kind.COMMAND, target);
        schedule.step();
        world.append(Kind.COMMAND, target);
      }
      case 7 -> world.append(Kind.UNREADABLE, target);
      default -> world.append(Kind.COMMAND, target);
    }
  }

  private Runnable write() {
    int slot = schedule.choose(world.nodes().size());
    int key = anyKey();
    int manner = schedule.choose(4);
    return () -> write(world.nodes().get(slot), key, manner);
  }

  private void write(SimulatedNode node, int key, int manner) {
    try {
      boolean kept = manner == 0 ? node.put(key) : node.write(key, /* fails= */ manner == 3);
      world.coversIf(kept, manner == 0 ? Happening.PUT : Happening.WRITE);
      world.coversIf(!kept, Happening.WRITE_REJECTED);
    } catch (WriteFailedException e) {
      world.covers(Happening.WRITE_THAT_FAILED);
      if (e.getSuppressed().length > 0) {
        world.append(Kind.COMMAND, Source.targetOf(key, 0));
      }
    } catch (CommandFailedException e) {
      // The node was killed or started over: the writer does not know, and says it again.
      world.covers(Happening.PUT_THAT_FAILED);
      world.append(Kind.COMMAND, Source.targetOf(key, 0));
    }
  }

  private Runnable loadOutside() {
    int slot = schedule.choose(world.nodes().size());
    int key = anyKey();
    return () -> {
      boolean kept = world.nodes().get(slot).loadOutside(key);
      world.coversIf(kept, Happening.OUTSIDE_LOAD);
      world.coversIf(!kept, Happening.OUTSIDE_LOAD_REJECTED);
    };
  }

  private Runnable warm() {
    int slot = schedule.choose(world.nodes().size());
    boolean fills = schedule.choose(4) == 3;
    return () -> {
      SimulatedNode node = world.nodes().get(slot);
      if (fills) {
        world.fill(node);
      } else {
        world.warm(node);
      }
    };
  }

  private Runnable disturb() {
    int what = schedule.choose(11);
    int slot = schedule.choose(world.nodes().size());
    int lost = 1 + schedule.choose(2);
    int key = anyKey();
    Target target = Source.targetOf(key, 0);
    int partition = SimulatedLog.partitionOf(target.text());
    return () -> {
      switch (what) {
        case 1 -> world.restart(slot);
        case 2 -> {
          world.restart(slot);
          world.read(world.nodes().get(slot), key, /* answered= */ true);
        }
        case 3 -> world.store().replicate();
        case 4, 5 -> world.store().failOver();
        case 6 -> world.truncate(partition, lost);
        case 7 -> world.createAgain();
        case 8 -> world.expire();
        case 9 -> {
          world.truncate(partition, lost);
          world.append(Kind.MARKER, target);
          world.restart(slot);
          world.read(world.nodes().get(slot), key, /* answered= */ true);
        }
        case 10 -> {
          world.truncate(partition, lost);
          world.restart(slot);
          world.read(world.nodes().get(slot), key, /* answered= */ true);
          world.append(Kind.MARKER, target);
          schedule.step();
          world.read(world.nodes().get(slot), key, /* answered= */ true);
        }
        default -> schedule.step();
      }
    };
  }

  private int anyKey() {
    return schedule.choose(keys);
  }
}
