// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.stampede;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Callers, each a thread of its own, who all call at the same moment. For one thread. */
final class Crowd implements AutoCloseable {
  private static final long STACK_BYTES = 1 << 18;
  private static final long PATIENCE_SECONDS = 60;

  private final int size;
  private final ExecutorService callers;

  Crowd(int size) {
    this.size = size;
    this.callers =
        Executors.newFixedThreadPool(
            size,
            work -> {
              Thread thread = new Thread(null, work, "caller", STACK_BYTES);
              thread.setDaemon(true);
              return thread;
            });
  }

  /** What one of them does. */
  @FunctionalInterface
  interface Call {
    void by(int caller) throws Exception;
  }

  /**
   * Lets them all go, and waits for the last.
   *
   * @return milliseconds until then
   * @throws java.util.concurrent.ExecutionException if one of them failed
   */
  double rush(Call call) throws Exception {
    CountDownLatch waiting = new CountDownLatch(size);
    CountDownLatch gate = new CountDownLatch(1);
    List<Future<Long>> ends = new ArrayList<>();
    for (int caller = 0; caller < size; caller++) {
      int number = caller;
      ends.add(
          callers.submit(
              () -> {
                waiting.countDown();
                gate.await();
                call.by(number);
                return System.nanoTime();
              }));
    }
    if (!waiting.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("callers: found some missing, expected " + size);
    }
    long beginNanos = System.nanoTime();
    gate.countDown();
    long mostNanos = 0;
    for (Future<Long> end : ends) {
      mostNanos = Math.max(mostNanos, end.get(PATIENCE_SECONDS, TimeUnit.SECONDS) - beginNanos);
    }
    return mostNanos / 1e6;
  }

  @Override
  public void close() {
    callers.shutdownNow();
  }
}
