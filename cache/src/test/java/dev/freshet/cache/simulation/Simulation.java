// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.simulation;

import dev.freshet.cache.fence.Fences;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Runs schedules by their seeds, as many at a time as there are processors. */
final class Simulation implements AutoCloseable {
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "actor");
            thread.setDaemon(true);
            return thread;
          });
  private final Fences fences;

  Simulation(Fences fences) {
    this.fences = fences;
  }

  /** The first of some seeds whose schedule breaks the promise. */
  OptionalLong findBroken(long firstSeed, long count) {
    return LongStream.range(firstSeed, firstSeed + count)
        .parallel()
        .filter(seed -> run(seed, /* story= */ null) != null)
        .findAny();
  }

  /**
   * What went wrong under a seed, with everything that happened; for whoever has to find out why.
   */
  String explain(long seed) {
    StringBuilder story = new StringBuilder();
    Throwable failure = run(seed, story);
    return "seed " + seed + ": " + failure + "\n" + story;
  }

  private @Nullable Throwable run(long seed, @Nullable StringBuilder story) {
    Schedule schedule = new Schedule(seed, threads, story != null);
    World world = new World(schedule, fences);
    Throwable failure = schedule.run();
    if (failure == null) {
      try {
        world.checkAtRest();
      } catch (StaleReadException e) {
        failure = e;
      }
    }
    if (story != null) {
      schedule.trace().forEach(line -> story.append("  ").append(line).append('\n'));
    }
    return failure;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
