// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.bench;

import dev.freshet.cli.CommandFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Threads that do their part of a schedule and end. Those that fail do not look like those that had
 * nothing to tell. For one thread, apart from {@link #isEnding}.
 */
final class Crew implements AutoCloseable {
  private static final Duration LAST_WORD = Duration.ofSeconds(10);

  private final List<Thread> threads = new ArrayList<>();
  private final CountDownLatch busy;

  /** Volatile: set by who drives, read by all. */
  private volatile boolean ending;

  /** Volatile: set by whoever failed, read by who drives. */
  private volatile @Nullable Throwable failure;

  /** A crew that will have so many threads. */
  Crew(int size) {
    busy = new CountDownLatch(size);
  }

  void start(String name, Runnable part) {
    Thread thread = new Thread(() -> run(part), name);
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  private void run(Runnable part) {
    try {
      part.run();
    } catch (RuntimeException | Error e) {
      failure = e;
    } finally {
      busy.countDown();
    }
  }

  /** Whether all have done their part; waits for that until a time of {@link System#nanoTime}. */
  boolean awaitDone(long untilNanos) throws InterruptedException {
    return busy.await(untilNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
  }

  /** Whether its threads are to leave the rest undone. */
  boolean isEnding() {
    return ending;
  }

  /** Blocks until a time of {@link System#nanoTime}, or until the crew is ending. */
  void awaitTime(long nanos) {
    long waitNanos = nanos - System.nanoTime();
    while (waitNanos > 0 && !ending) {
      LockSupport.parkNanos(waitNanos);
      waitNanos = nanos - System.nanoTime();
    }
  }

  /**
   * Ends them and waits.
   *
   * @throws CommandFailure if one has failed, or goes on
   */
  @Override
  public void close() {
    ending = true;
    threads.forEach(LockSupport::unpark);
    boolean isOver = false;
    try {
      isOver = busy.await(LAST_WORD.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Throwable cause = failure;
    if (cause != null) {
      throw new CommandFailure("bench: a reader or the writer failed: " + cause, cause);
    }
    if (!isOver && !Thread.currentThread().isInterrupted()) {
      throw new CommandFailure("bench: a read or an event goes on for more than " + LAST_WORD);
    }
  }
}
