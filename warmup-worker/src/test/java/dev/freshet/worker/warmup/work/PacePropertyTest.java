// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.warmup.work;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PacePropertyTest {
  private static final long SECOND = 1_000_000_000;

  /** A call of the source. */
  private record Call(long atNanos, long keys) {}

  @Property(tries = 300)
  void shouldNeverAskForMoreThanTheLimitInAnySecond(
      @ForAll @DoubleRange(min = 1, max = 2_000) double limit,
      @ForAll @IntRange(min = 1, max = 12) int tasksAtATime,
      @ForAll @IntRange(min = 1, max = 200) int maxBatch,
      @ForAll @IntRange(min = 1, max = 20_000_000) int longestCallNanos,
      @ForAll Random random) {
    double share = limit / tasksAtATime;
    List<Call> calls = new ArrayList<>();
    for (int i = 0; i < tasksAtATime; i++) {
      calls.addAll(oneTaskAfterTheOther(Pace.of(share, maxBatch), longestCallNanos, random));
    }

    // A share below one key a second is rounded up to single keys.
    double most = Math.max(limit, tasksAtATime);
    assertTrue(mostInASecond(calls) <= most, () -> mostInASecond(calls) + " of " + most);
  }

  /** Tasks with other numbers of keys, of which some are cached, and calls of any length. */
  private static List<Call> oneTaskAfterTheOther(Pace pace, int longestCallNanos, Random random) {
    List<Call> calls = new ArrayList<>();
    long now = random.nextLong(SECOND);
    for (int task = 0; task < 8; task++) {
      int left = random.nextInt(1, 200);
      while (left > 0 && now < 20 * SECOND) {
        int chunk = Math.min(pace.chunk(), left);
        left -= chunk;
        int missing = random.nextBoolean() ? chunk : random.nextInt(chunk + 1);
        long took = random.nextLong(longestCallNanos);
        // Where in the call the source counts the keys is its own affair.
        calls.add(new Call(now + random.nextLong(took + 1), missing));
        now += took + pace.after(missing).toNanos();
      }
    }
    return calls;
  }

  private static long mostInASecond(List<Call> calls) {
    calls.sort(Comparator.comparing(Call::atNanos));
    long most = 0;
    long inWindow = 0;
    int first = 0;
    for (Call each : calls) {
      inWindow += each.keys();
      while (calls.get(first).atNanos() <= each.atNanos() - SECOND) {
        inWindow -= calls.get(first++).keys();
      }
      most = Math.max(most, inWindow);
    }
    return most;
  }

  @Property(tries = 300)
  void shouldUseMostOfItsLimit(
      @ForAll @DoubleRange(min = 1, max = 5_000) double limit,
      @ForAll @IntRange(min = 1, max = 500) int maxBatch) {
    Pace pace = Pace.of(limit, maxBatch);

    double perSecond = pace.chunk() * 1e9 / pace.after(pace.chunk()).toNanos();

    assertTrue(pace.chunk() <= maxBatch);
    assertTrue(perSecond > limit * 0.5, () -> perSecond + " of " + limit);
    assertTrue(limit < 32 || perSecond > limit * 0.85, () -> perSecond + " of " + limit);
  }

  @Test
  void shouldNotWaitWithoutALimitOrForNothing() {
    assertEquals(0, Pace.unlimited(100).after(100).toNanos());
    assertEquals(100, Pace.unlimited(100).chunk());
    assertEquals(0, Pace.of(10, 100).after(0).toNanos());
    assertEquals(2 * SECOND, Pace.of(0.5, 100).after(1).toNanos(), "a key in two seconds");
  }
}
