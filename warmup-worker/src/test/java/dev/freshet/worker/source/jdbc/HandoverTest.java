// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.source.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class HandoverTest {
  private final Handover<Integer> handover = new Handover<>();

  @Test
  void shouldHandAllItemsOverInTheirOrder() throws Exception {
    int count = 7 * Handover.PAGE + 3;
    FutureTask<Integer> reader = reader(count);

    List<Integer> taken = new ArrayList<>();
    long beyond = handover.takeAll(soon(), taken::add);

    assertEquals(IntStream.range(0, count).boxed().toList(), taken);
    assertEquals(42, beyond);
    assertEquals(count, reader.get(1, TimeUnit.MINUTES));
  }

  @Test
  void shouldReadNoMoreThanSomePagesAhead() throws Exception {
    AtomicInteger added = new AtomicInteger();
    Thread reader =
        new Thread(
            () -> {
              try {
                while (true) {
                  handover.add(added.incrementAndGet());
                }
              } catch (InterruptedException e) {
                handover.fail(e);
              }
            });
    reader.start();

    Awaitility.await()
        .until(() -> added.get() == 3 * Handover.PAGE && reader.getState() == Thread.State.WAITING);
    reader.interrupt();
    reader.join();

    // What was full is taken, what was not handed over is not.
    List<Integer> taken = new ArrayList<>();
    assertThrows(Handover.ReadFailedException.class, () -> handover.takeAll(soon(), taken::add));
    assertEquals(2 * Handover.PAGE, taken.size());
  }

  @Test
  void shouldSayWhyNothingFollows() {
    IllegalStateException reason = new IllegalStateException("no rows today");
    handover.fail(reason);

    Handover.ReadFailedException failed =
        assertThrows(
            Handover.ReadFailedException.class, () -> handover.takeAll(soon(), item -> {}));

    assertSame(reason, failed.reason);
  }

  @Test
  void shouldNotWaitBeyondTheDeadline() {
    assertThrows(TimeoutException.class, () -> handover.takeAll(System.nanoTime() - 1, item -> {}));
  }

  @Test
  void shouldLetTheTakerEndIt() throws Exception {
    FutureTask<Integer> reader = reader(2 * Handover.PAGE);

    assertThrows(
        InterruptedException.class,
        () ->
            handover.takeAll(
                soon(),
                item -> {
                  throw new InterruptedException();
                }));

    assertEquals(2 * Handover.PAGE, reader.get(1, TimeUnit.MINUTES));
    assertFalse(Thread.currentThread().isInterrupted());
    assertTrue(reader.isDone());
  }

  private FutureTask<Integer> reader(int count) {
    FutureTask<Integer> reader =
        new FutureTask<>(
            () -> {
              for (int i = 0; i < count; i++) {
                handover.add(i);
              }
              handover.end(42);
              return count;
            });
    new Thread(reader).start();
    return reader;
  }

  private static long soon() {
    return System.nanoTime() + Duration.ofMinutes(1).toNanos();
  }
}
