// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.fence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.freshet.events.values.LogIdentity;
import dev.freshet.events.values.Position;
import dev.freshet.events.values.Target;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * One loader against one command, many times: after both are done, what the loader admitted is
 * either from after the change or not fresh. Every round takes a new target, so that it has no cell
 * and no slot in the table: the case in which the handshake of {@link Fence} is all there is.
 */
class FenceRaceTest {
  private static final int ROUNDS = 200_000;

  /** A busy machine does fewer rounds: there, each may take as long as others are let go on. */
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(20);

  private final Fence fence = new Fence(1 << 20);
  private final AtomicInteger arrivals = new AtomicInteger();

  /** The source: raised before the command is applied, as a service would. */
  private volatile int source;

  private volatile @Nullable L1Entry<Integer> admitted;
  private int stale;

  /** Volatile: both go on up to the same round, which one of them may find to be the last. */
  private volatile int rounds = ROUNDS;

  @Test
  void shouldNeverLeaveAStaleEntryFresh() throws InterruptedException, ExecutionException {
    fence.startOver(new LogIdentity(new UUID(1, 1), 1), target -> 0);
    ExecutorService loader = Executors.newSingleThreadExecutor();
    try {
      Future<?> loads = loader.submit(this::loadInEachRound);
      applyInEachRound();
      loads.get();
    } finally {
      loader.shutdownNow();
    }

    assertEquals(0, stale, "fresh entries with a value from before their command");
  }

  private void applyInEachRound() {
    long startNanos = System.nanoTime();
    for (int round = 1; round <= rounds; round++) {
      meet();
      source = round;
      fence.apply(key(round), new Position(0, 0, round));
      meet();
      L1Entry<Integer> entry = admitted;
      if (entry != null && entry.value() < round && entry.isFresh()) {
        stale++;
      }
      if (System.nanoTime() - startNanos > LONG_ENOUGH.toNanos()) {
        rounds = round;
      }
      meet();
    }
  }

  private void loadInEachRound() {
    Random delays = new Random(42);
    for (int round = 1; round <= rounds; round++) {
      Targets targets = Targets.of(List.of(key(round)));
      meet();
      spin(delays.nextInt(200));
      Stamp stamp = fence.stamp();
      admitted = fence.admit(source, targets, stamp.counter());
      meet();
      meet();
    }
  }

  private static Target key(int round) {
    return new Target.Key("round:" + round);
  }

  /** Both leave within nanoseconds of each other, which a barrier that parks would not give. */
  @SuppressWarnings("ThreadPriorityCheck") // gives way on a busy machine; nothing relies on it
  private void meet() {
    int awaited = (arrivals.getAndIncrement() / 2 + 1) * 2;
    for (int spins = 0; arrivals.get() < awaited; spins++) {
      if (spins > 1_000) {
        Thread.yield();
      } else {
        Thread.onSpinWait();
      }
    }
  }

  /** Moves the load across the steps of the command. */
  private static void spin(int times) {
    for (int i = 0; i < times; i++) {
      Thread.onSpinWait();
    }
  }
}
