// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.fence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class EpochTablePropertyTest {
  private static final int PARTITIONS = 2;

  /** A hash of 0 and hashes that collide in their low bits are among them. */
  @Provide
  Arbitrary<List<Integer>> commands() {
    return Arbitraries.integers().between(0, 40).list().ofMaxSize(200);
  }

  @Property(tries = 500)
  void shouldNeverKnowLessThanWhatHappened(
      @ForAll("commands") List<Integer> commands, @ForAll @IntRange(min = 2, max = 64) int size) {
    EpochTable table = new EpochTable(size, PARTITIONS);
    Map<Integer, Long> lastOrder = new HashMap<>();
    Map<Integer, Long> lastCounter = new HashMap<>();

    long time = 0;
    for (int target : commands) {
      time++;
      table.record(hash(target), target % PARTITIONS, time, time);
      lastOrder.put(target, time);
      lastCounter.put(target, time);
    }

    lastOrder.forEach(
        (target, order) -> assertTrue(table.order(hash(target), target % PARTITIONS) >= order));
    lastCounter.forEach((target, counter) -> assertTrue(table.counter(hash(target)) >= counter));
  }

  @Property(tries = 200)
  void shouldBeExactWhileEverythingFits(@ForAll("commands") List<Integer> commands) {
    EpochTable table = new EpochTable(1_000, PARTITIONS);
    Map<Integer, Long> last = new HashMap<>();

    long time = 0;
    for (int target : commands) {
      table.record(hash(target), target % PARTITIONS, ++time, time);
      last.put(target, time);
    }

    for (int target = 0; target <= 40; target++) {
      assertEquals(last.getOrDefault(target, -1L), table.order(hash(target), target % PARTITIONS));
      assertEquals(last.getOrDefault(target, 0L), table.counter(hash(target)));
    }
  }

  private static long hash(int target) {
    return (long) target << 10;
  }
}
