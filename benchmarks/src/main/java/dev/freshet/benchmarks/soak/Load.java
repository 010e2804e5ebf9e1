// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.soak;

import dev.freshet.benchmarks.harness.Pace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Readers on each node and a writer, until they are stopped. Each thread of theirs does what it
 * does in bursts and rests in between: they are not to take the processor from what they look at.
 */
final class Load implements AutoCloseable {
  private static final int READERS = 2;
  private static final Duration PAUSE = Duration.ofMillis(10);
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicBoolean isOver = new AtomicBoolean();
  private final List<Future<?>> running = new ArrayList<>();
  private final Writer writer;

  private Load(Rig rig) {
    this.writer = new Writer(rig);
    for (int node = 0; node < Rig.NODES; node++) {
      for (int reader = 0; reader < READERS; reader++) {
        Reader made = new Reader(rig, node);
        running.add(threads.submit(repeated(made::burst)));
      }
    }
    running.add(threads.submit(repeated(writer::change)));
  }

  static Load start(Rig rig) {
    return new Load(rig);
  }

  private interface Step {
    void run() throws Exception;
  }

  private Callable<Void> repeated(Step step) {
    return () -> {
      while (!isOver.get()) {
        step.run();
        Pace.rest(PAUSE);
      }
      return null;
    };
  }

  /** Fails if a reader or the writer has; they never end by themselves. */
  void check() throws ExecutionException, InterruptedException {
    for (Future<?> each : running) {
      if (each.isDone()) {
        each.get();
      }
    }
  }

  /**
   * Ends it; blocks until all that was changed is stored.
   *
   * @return how many changes there were
   */
  long stop() throws ExecutionException, InterruptedException, TimeoutException {
    isOver.set(true);
    for (Future<?> each : running) {
      each.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }
    writer.awaitStored(PATIENCE);
    return writer.changes();
  }

  @Override
  public void close() {
    isOver.set(true);
    threads.shutdownNow();
  }
}
