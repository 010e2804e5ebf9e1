// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.preload;

import dev.freshet.cache.EntryKey;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Works on batches side by side, on each for no longer than it may. For one thread. */
final class Batches implements AutoCloseable {
  private final ExecutorService threads;
  private final ScheduledThreadPoolExecutor timer;

  /**
   * How batches are worked on.
   *
   * @param concurrency how many at a time
   * @param timeout after which one is given up: its thread is interrupted
   */
  record Manner(int concurrency, Duration timeout) {}

  /** The work on one batch. */
  @FunctionalInterface
  interface Step<T> {
    T of(List<EntryKey> batch) throws Exception;
  }

  Batches(String node) {
    ThreadFactory daemons =
        task -> {
          Thread made = new Thread(task, "freshet-preload-" + node + "-batch");
          made.setDaemon(true);
          return made;
        };
    this.threads = Executors.newCachedThreadPool(daemons);
    this.timer = new ScheduledThreadPoolExecutor(1, daemons);
    timer.setRemoveOnCancelPolicy(true);
  }

  /**
   * Works on all of them; returns when none is worked on any more.
   *
   * @param done takes what came of a batch; called by any thread
   * @param failed takes a batch of which nothing came, and why; called by any thread
   */
  <T> void run(
      List<List<EntryKey>> batches,
      Manner manner,
      Step<T> step,
      Consumer<T> done,
      BiConsumer<List<EntryKey>, String> failed)
      throws InterruptedException {
    Semaphore room = new Semaphore(manner.concurrency());
    for (List<EntryKey> batch : batches) {
      room.acquire();
      One<T> one = new One<>(batch, step, done, failed, room);
      one.giveUp =
          timer.schedule(() -> one.cancel(true), manner.timeout().toNanos(), TimeUnit.NANOSECONDS);
      threads.execute(one);
    }
    room.acquire(manner.concurrency());
  }

  private static final class One<T> extends FutureTask<T> {
    private final List<EntryKey> batch;
    private final Consumer<T> taken;
    private final BiConsumer<List<EntryKey>, String> failed;
    private final Semaphore room;

    /** Set before it is run. */
    @Nullable ScheduledFuture<?> giveUp;

    One(
        List<EntryKey> batch,
        Step<T> step,
        Consumer<T> taken,
        BiConsumer<List<EntryKey>, String> failed,
        Semaphore room) {
      super(() -> step.of(batch));
      this.batch = batch;
      this.taken = taken;
      this.failed = failed;
      this.room = room;
    }

    @Override
    protected void done() {
      try {
        ScheduledFuture<?> end = giveUp;
        if (end != null) {
          end.cancel(false);
        }
        taken.accept(get());
      } catch (CancellationException e) {
        failed.accept(batch, "took longer than it may");
      } catch (ExecutionException e) {
        failed.accept(batch, String.valueOf(e.getCause()));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        room.release();
      }
    }
  }

  /**
   * What comes of a single step.
   *
   * @throws TimeoutException if it takes longer; its thread is interrupted
   * @throws ExecutionException with what it threw
   */
  <T> T within(Duration timeout, Callable<T> step)
      throws TimeoutException, ExecutionException, InterruptedException {
    Future<T> running = threads.submit(step);
    try {
      return running.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } finally {
      running.cancel(true);
    }
  }

  /** Interrupts what runs; does not wait for it. */
  @Override
  public void close() {
    threads.shutdownNow();
    timer.shutdownNow();
  }
}
