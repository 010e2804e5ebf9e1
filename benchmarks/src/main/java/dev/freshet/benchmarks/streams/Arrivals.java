// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.streams;

import java.time.Duration;
import java.util.BitSet;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Which changes of a schedule have arrived, and how late. What comes twice counts once. Safe for
 * any thread.
 */
final class Arrivals {
  private Schedule schedule = new Schedule(0, 0, 1, 0);
  private int warmUp;
  private BitSet seen = new BitSet();
  private Histogram nanos = new Histogram(3);
  private @Nullable String problem;

  /**
   * Expects the changes of another schedule, and no others any more.
   *
   * @param uncounted how many of the first are only to warm up
   */
  synchronized void expect(Schedule next, int uncounted) {
    schedule = next;
    warmUp = uncounted;
    seen = new BitSet(next.count());
    nanos = new Histogram(3);
    problem = null;
  }

  /** A change is here. */
  synchronized void arrived(int number, long nowNanos) {
    if (!schedule.has(number) || seen.get(number - schedule.first())) {
      return;
    }
    seen.set(number - schedule.first());
    long delay = nowNanos - schedule.dueNanos(number);
    if (delay < 0) {
      fail(
          "change %d: found it %d ns before it was due, expected it later"
              .formatted(number, -delay));
    } else if (number >= schedule.first() + warmUp) {
      nanos.recordValue(delay);
    }
    if (seen.cardinality() == schedule.count()) {
      notifyAll();
    }
  }

  /** What was to be shown does not hold; the first that is said counts. */
  synchronized void fail(String why) {
    problem = problem == null ? why : problem;
    notifyAll();
  }

  /**
   * Waits until all are here.
   *
   * @throws IllegalStateException if they do not come in time, or something failed
   */
  synchronized Delays await(Duration timeout) throws InterruptedException {
    long deadlineNanos = System.nanoTime() + timeout.toNanos();
    while (problem == null && seen.cardinality() < schedule.count()) {
      long leftMs = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
      if (leftMs <= 0) {
        fail(
            "changes: found %d after %s, expected %d"
                .formatted(seen.cardinality(), timeout, schedule.count()));
      } else {
        wait(leftMs);
      }
    }
    if (problem != null) {
      throw new IllegalStateException(problem);
    }
    return new Delays(
        nanos.getValueAtPercentile(50),
        nanos.getValueAtPercentile(99),
        nanos.getValueAtPercentile(99.9));
  }
}
