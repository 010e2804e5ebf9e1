// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.fence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.freshet.events.values.LogIdentity;
import dev.freshet.events.values.Position;
import dev.freshet.events.values.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every merge of the steps of two writes of one key, on one node and on two, with followers that
 * hurry and that lag. What a node admitted and still holds fresh at the end is what the source
 * holds.
 */
class CrossingWritesTest {
  private static final Target KEY = new Target.Key("a:42");
  private static final Targets TARGETS = Targets.of(List.of(KEY, Target.ALL));
  private static final LogIdentity LOG = new LogIdentity(new UUID(1, 2), 1);

  /** Begin, write the source, append the command, see it applied, admit. */
  private static final int STEPS = 5;

  @ParameterizedTest
  @CsvSource({"1, false", "2, false", "1, true", "2, true"})
  void shouldNeverKeepTheOlderOfTwoValues(int nodes, boolean eager) {
    List<boolean[]> merges = merges();

    merges.forEach(merge -> new World(nodes, eager).run(merge));

    assertEquals(252, merges.size());
  }

  @Test
  void shouldKeepBothValuesOfWritesThatDoNotCross() {
    World world = new World(1, /* eager= */ false);

    world.run(new boolean[] {true, true, true, true, true, false, false, false, false, false});

    assertEquals(2, world.admitted);
  }

  /** Who goes on at each step: all ways to merge two times {@link #STEPS}. */
  private static List<boolean[]> merges() {
    List<boolean[]> all = new ArrayList<>();
    for (int bits = 0; bits < 1 << (2 * STEPS); bits++) {
      if (Integer.bitCount(bits) == STEPS) {
        boolean[] merge = new boolean[2 * STEPS];
        for (int step = 0; step < merge.length; step++) {
          merge[step] = ((bits >> step) & 1) == 1;
        }
        all.add(merge);
      }
    }
    return all;
  }

  private static final class Node {
    final Fence fence = new Fence(100);
    int applied;
    @Nullable L1Entry<Integer> cached;

    Node() {
      fence.startOver(LOG, target -> 0);
    }

    void applyUpTo(int behind) {
      while (applied < behind) {
        fence.apply(KEY, new Position(0, 0, applied++));
      }
    }
  }

  private static final class Writer {
    final Node node;
    final int value;
    int step;
    @Nullable Writing writing;
    int ownBehind;

    Writer(Node node, int value) {
      this.node = node;
      this.value = value;
    }
  }

  private static final class World {
    private final Writer first;
    private final Writer second;

    /** Whether nodes apply each command at once, or only what a writer waits for. */
    private final boolean eager;

    private int source;
    private int appended;
    private int admitted;

    World(int nodes, boolean eager) {
      this.eager = eager;
      Node node = new Node();
      this.first = new Writer(node, 1);
      this.second = new Writer(nodes == 1 ? node : new Node(), 2);
    }

    void run(boolean[] merge) {
      for (boolean isFirst : merge) {
        go(isFirst ? first : second);
        if (eager) {
          applyAll();
        }
      }
      applyAll();
      check(first.node);
      check(second.node);
    }

    private void applyAll() {
      first.node.applyUpTo(appended);
      second.node.applyUpTo(appended);
    }

    private void go(Writer writer) {
      switch (writer.step++) {
        case 0 -> writer.writing = writer.node.fence.begin(TARGETS);
        case 1 -> source = writer.value;
        case 2 -> writer.ownBehind = ++appended;
        case 3 -> writer.node.applyUpTo(writer.ownBehind);
        default -> admit(writer);
      }
    }

    private void admit(Writer writer) {
      Writing writing = Objects.requireNonNull(writer.writing);
      L1Entry<Integer> entry = writer.node.fence.admitWritten(writer.value, writing);
      if (entry != null) {
        writer.node.cached = entry;
        admitted++;
      }
    }

    private void check(Node node) {
      L1Entry<Integer> cached = node.cached;
      if (cached != null && cached.isFresh()) {
        assertEquals(source, cached.value(), "the fresh value, against the source");
      }
    }
  }
}
