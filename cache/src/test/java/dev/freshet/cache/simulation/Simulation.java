// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.simulation;

import dev.freshet.cache.fence.Fences;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs schedules by their seeds, some at a time. One run at a time; close it to end its threads.
 */
final class Simulation implements AutoCloseable {
  /** More than processors: while one schedule hands its baton over, another one goes on. */
  private static final int RUNNERS = 2 * Runtime.getRuntime().availableProcessors();

  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "actor");
            thread.setDaemon(true);
            return thread;
          });
  private final Fences fences;
  private final Coverage coverage = new Coverage();

  /**
   * How a run went.
   *
   * @param schedules how many were run
   * @param stale how many of them broke the promise
   * @param firstStale the first seed that did
   */
  record Result(long schedules, long stale, OptionalLong firstStale) {}

  /**
   * How a schedule went.
   *
   * @param failure what was thrown; null if the promise was kept
   * @param choices all choices that were made
   * @param planned how many of them were made before anything happened
   */
  record Outcome(@Nullable Throwable failure, int[] choices, int planned, List<String> trace) {
    boolean failsLike(Outcome other) {
      return failure != null
          && other.failure != null
          && failure.getClass().equals(other.failure.getClass());
    }
  }

  Simulation(Fences fences) {
    this.fences = fences;
  }

  /** What happened in all schedules so far. */
  Coverage coverage() {
    return coverage;
  }

  /** Runs until a schedule breaks the promise; the first of the seeds whose schedule does. */
  OptionalLong findBroken(long firstSeed, long count) {
    return run(firstSeed, count, /* untilStale= */ true, done -> {}).firstStale();
  }

  /**
   * Runs the schedules of some seeds.
   *
   * @param untilStale whether to leave out the rest once one has broken the promise
   * @param progress told now and then how many schedules were run, by any thread
   */
  Result run(long firstSeed, long count, boolean untilStale, LongConsumer progress) {
    AtomicLong next = new AtomicLong(firstSeed);
    AtomicLong end = new AtomicLong(firstSeed + count);
    AtomicLong first = new AtomicLong(Long.MAX_VALUE);
    AtomicLong done = new AtomicLong();
    AtomicLong stale = new AtomicLong();
    inAllRunners(
        () -> {
          // Seeds are handed out in order: whatever is below the first stale one was run.
          for (long seed = next.getAndIncrement();
              seed < end.get();
              seed = next.getAndIncrement()) {
            if (run(Choices.of(seed), /* traced= */ false).failure() != null) {
              long found = seed;
              stale.incrementAndGet();
              first.accumulateAndGet(found, Math::min);
              end.updateAndGet(before -> untilStale ? Math.min(before, found) : before);
            }
            progress.accept(done.incrementAndGet());
          }
        });
    long found = first.get();
    return new Result(
        done.get(),
        stale.get(),
        found == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(found));
  }

  /**
   * What goes wrong under a seed, in the simplest schedule that could be made of it; for whoever
   * has to find out why.
   */
  String explain(long seed) {
    int[] simplest =
        new Shrinker(choices -> run(choices, /* traced= */ false)).shrink(Choices.of(seed));
    Outcome outcome = run(Choices.of(simplest), /* traced= */ true);
    StringBuilder story = new StringBuilder();
    story.append("seed ").append(seed).append(", shrunk: ").append(outcome.failure()).append('\n');
    outcome.trace().forEach(line -> story.append("  ").append(line).append('\n'));
    return story
        .append("again: benchmarks/simulate --schedules 1 --seed ")
        .append(seed)
        .append(fences == Fences.SOUND ? "" : " --fence " + fences)
        .append('\n')
        .toString();
  }

  private Outcome run(Choices choices, boolean traced) {
    Schedule schedule = new Schedule(choices, threads, traced);
    World world = new World(schedule, fences, coverage);
    Throwable failure = schedule.run();
    if (failure == null) {
      try {
        world.checkAtRest();
      } catch (StaleReadException e) {
        failure = e;
      }
    }
    return new Outcome(failure, choices.made(), schedule.planned(), schedule.trace());
  }

  private void inAllRunners(Runnable runner) {
    List<Future<?>> runners = new ArrayList<>();
    for (int i = 0; i < RUNNERS; i++) {
      runners.add(threads.submit(runner));
    }
    try {
      for (Future<?> running : runners) {
        running.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("simulation: found " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("simulation: interrupted", e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
