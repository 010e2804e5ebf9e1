// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.region;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A blocking load as a future: done when the load is; cancelling it interrupts the thread that
 * loads. For one run.
 */
final class LoadTask<T> extends CompletableFuture<T> implements Runnable {
  private final Callable<T> load;

  /** Guarded by {@link #lock}: an interrupt must not hit what the thread does next. */
  private @Nullable Thread runner;

  private final Object lock = new Object();

  LoadTask(Callable<T> load) {
    this.load = load;
  }

  @Override
  public void run() {
    synchronized (lock) {
      if (isDone()) {
        return;
      }
      runner = Thread.currentThread();
    }
    try {
      complete(load.call());
    } catch (InterruptedException e) {
      // Meant for the load, not for the executor: cancel() sends it.
      completeExceptionally(e);
    } catch (Exception | Error e) {
      completeExceptionally(e);
    } finally {
      synchronized (lock) {
        runner = null;
        // An interrupt that came after the load's last look at it.
        boolean unused = Thread.interrupted();
      }
    }
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    boolean cancelled = super.cancel(mayInterruptIfRunning);
    synchronized (lock) {
      if (runner != null) {
        runner.interrupt();
      }
    }
    return cancelled;
  }
}
