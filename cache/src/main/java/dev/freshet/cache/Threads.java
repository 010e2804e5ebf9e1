// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache;

import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Who does a cache's work in the background: what it was given, or else threads of its own, which
 * are daemons and start when there is something to do.
 */
final class Threads implements AutoCloseable {
  /** Loaders that hang must not take the whole process with them. */
  private static final int MOST_LOADS = 64;

  private final ThreadPoolExecutor loads =
      new ThreadPoolExecutor(
          0, MOST_LOADS, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), daemons("freshet-load"));

  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1, daemons("freshet-timer"));

  private final Executor executorInUse;
  private final ScheduledExecutorService timerInUse;

  Threads(@Nullable Executor givenExecutor, @Nullable ScheduledExecutorService givenTimer) {
    timer.setRemoveOnCancelPolicy(true);
    this.executorInUse = givenExecutor == null ? loads : givenExecutor;
    this.timerInUse = givenTimer == null ? timer : givenTimer;
  }

  Executor executor() {
    return executorInUse;
  }

  ScheduledExecutorService timer() {
    return timerInUse;
  }

  private static ThreadFactory daemons(String name) {
    AtomicInteger count = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  /**
   * Interrupts loaders and ends the threads of its own, after the timeouts that somebody awaits.
   */
  @Override
  public void close() {
    loads.shutdownNow();
    timer.shutdown();
  }
}
