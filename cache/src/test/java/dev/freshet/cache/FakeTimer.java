// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A timer without a thread: what is due runs in the thread that lets time pass, in the order in
 * which it is due. Takes single tasks alone. Safe for any thread.
 */
final class FakeTimer extends ScheduledThreadPoolExecutor {
  private final AtomicLong nanos;

  /** Guarded by itself. */
  private final PriorityQueue<Task<?>> tasks =
      new PriorityQueue<>(
          Comparator.comparingLong((Task<?> task) -> task.dueNanos)
              .thenComparingLong(task -> task.number));

  private long scheduled;

  /** A timer that moves {@code nanos}. */
  FakeTimer(AtomicLong nanos) {
    super(0);
    this.nanos = nanos;
  }

  private final class Task<T> extends FutureTask<T> implements ScheduledFuture<T> {
    private final long dueNanos;
    private final long number;

    Task(Callable<T> task, long dueNanos, long number) {
      super(task);
      this.dueNanos = dueNanos;
      this.number = number;
    }

    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(dueNanos - nanos.get(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
      return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
    }
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
    return schedule(Executors.callable(command), delay, unit);
  }

  @Override
  public <T> ScheduledFuture<T> schedule(Callable<T> callable, long delay, TimeUnit unit) {
    synchronized (tasks) {
      Task<T> task = new Task<>(callable, nanos.get() + unit.toNanos(delay), scheduled++);
      tasks.add(task);
      return task;
    }
  }

  /** Lets time pass up to each task that is due meanwhile, and runs it. */
  void pass(Duration duration) {
    long untilNanos = nanos.get() + duration.toNanos();
    for (Task<?> task = next(untilNanos); task != null; task = next(untilNanos)) {
      nanos.set(Math.max(nanos.get(), task.dueNanos));
      task.run();
    }
    nanos.set(untilNanos);
  }

  private @Nullable Task<?> next(long untilNanos) {
    synchronized (tasks) {
      Task<?> first = tasks.peek();
      return first == null || first.dueNanos > untilNanos ? null : tasks.poll();
    }
  }

  /** How many tasks wait that were not cancelled. */
  long waiting() {
    synchronized (tasks) {
      return tasks.stream().filter(task -> !task.isCancelled()).count();
    }
  }
}
