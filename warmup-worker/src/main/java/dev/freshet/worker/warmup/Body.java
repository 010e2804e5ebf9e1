// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.warmup;

import dev.freshet.worker.warmup.work.Outcome;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The work on a task, in a thread of its own. Tells how it ended exactly once. */
final class Body implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Body.class);

  /** What is to be done. */
  @FunctionalInterface
  interface Work {
    Outcome run(BooleanSupplier isStopped) throws InterruptedException;
  }

  private final Work work;
  private final Consumer<Outcome> ended;

  /** Guarded by this, so that nobody interrupts the thread after it has left. */
  private @Nullable Thread thread;

  private boolean isStopped;

  Body(Work work, Consumer<Outcome> ended) {
    this.work = work;
    this.ended = ended;
  }

  @Override
  public void run() {
    Outcome outcome = new Outcome.Stopped();
    if (enter()) {
      try {
        outcome = work.run(this::isStopped);
      } catch (InterruptedException e) {
        LOG.debug("warm-up task stopped", e);
      } catch (RuntimeException | Error e) {
        LOG.warn("warm-up task failed unexpectedly", e);
        outcome = new Outcome.Unable(String.valueOf(e));
      } finally {
        leave();
      }
    }
    ended.accept(outcome);
  }

  private synchronized boolean enter() {
    thread = Thread.currentThread();
    return !isStopped;
  }

  private synchronized void leave() {
    thread = null;
    // An interrupt that came too late must not hit the thread's next task.
    boolean unused = Thread.interrupted();
  }

  private synchronized boolean isStopped() {
    return isStopped;
  }

  /** Has it end soon; for any thread. */
  synchronized void stop() {
    isStopped = true;
    if (thread != null) {
      thread.interrupt();
    }
  }
}
