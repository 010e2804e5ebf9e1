// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.harness;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/** How often something can be done, and doing it evenly. Stateless. */
public final class Pace {
  private Pace() {}

  /** How long trials that run for a while measure. */
  public static Duration window(Effort effort) {
    return effort.iteration().multipliedBy(2L * effort.iterations());
  }

  /**
   * Has each of the callers do what it does as often as it can, each in a thread of its own.
   *
   * @return how long one call takes all of them together, in microseconds: the time over the calls
   */
  public static double micros(List<Callable<Void>> callers, Effort effort) throws Exception {
    return micros(callers, effort.warmup(), window(effort));
  }

  /** The same, with a warm-up and a window of the caller's own. */
  public static double micros(List<Callable<Void>> callers, Duration warmup, Duration window)
      throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(callers.size());
    try {
      long beginNanos = System.nanoTime() + warmup.toNanos();
      long endNanos = beginNanos + window.toNanos();
      List<Future<Long>> counts = new ArrayList<>();
      for (Callable<Void> caller : callers) {
        counts.add(threads.submit(() -> count(caller, beginNanos, endNanos)));
      }
      long calls = 0;
      for (Future<Long> count : counts) {
        calls += count.get();
      }
      return (endNanos - beginNanos) / 1e3 / calls;
    } finally {
      threads.shutdownNow();
    }
  }

  /** At least one call counts, so that there is a figure. */
  private static long count(Callable<Void> caller, long beginNanos, long endNanos)
      throws Exception {
    while (System.nanoTime() - beginNanos < 0) {
      caller.call();
    }
    long calls = 0;
    do {
      caller.call();
      calls++;
    } while (System.nanoTime() - endNanos < 0);
    return calls;
  }

  /** Does nothing for so long. */
  public static void rest(Duration during) {
    restUntil(System.nanoTime() + during.toNanos());
  }

  private static void restUntil(long dueNanos) {
    while (dueNanos - System.nanoTime() > 0) {
      LockSupport.parkNanos(dueNanos - System.nanoTime());
    }
  }

  /** Something that is done over and over. */
  @FunctionalInterface
  public interface Step {
    void run(int number) throws Exception;
  }

  /** Does something so often a second, for so long. */
  public static void evenly(int perSecond, Duration during, Step step) throws Exception {
    int steps = (int) Math.max(1, during.toNanos() * perSecond / 1_000_000_000L);
    evenly(System.nanoTime(), perSecond, steps, step);
  }

  /** Does something so often a second, so many times, the first time at a time of the future. */
  public static void evenly(long beginNanos, int perSecond, int steps, Step step) throws Exception {
    for (int number = 0; number < steps; number++) {
      restUntil(beginNanos + number * 1_000_000_000L / perSecond);
      step.run(number);
    }
  }
}
