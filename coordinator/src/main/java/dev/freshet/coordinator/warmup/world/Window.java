// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.warmup.world;

import dev.freshet.rules.job.JobDefinition.Work;
import java.time.Duration;
import java.util.OptionalDouble;

/**
 * How many tasks of a run are handed out at a time, and how large they are.
 *
 * <p>Without a limit of the source there are enough to keep all workers busy while reports are on
 * their way. With one, each task gets an equal share of the limit as its pace, and keeps to it on
 * its own; so the source is never asked for more, without a clock or a counter that workers share.
 * Shares are such that a task takes about two seconds: what passes between a report and the next
 * task is lost. Immutable.
 *
 * @param tasks most in flight
 * @param keys most in one task
 * @param keysPerSecond the pace of each task, if the source has a limit
 */
public record Window(int tasks, int keys, OptionalDouble keysPerSecond) {
  static final int LEAST = 16;
  static final int MOST = 256;
  private static final int DEPTH = 4;
  private static final double TASK_SECONDS = 2;

  /**
   * The window of a run.
   *
   * @param workers how many share its work; at least one
   * @param limit most keys a second over all tasks
   */
  public static Window of(Work work, int workers, OptionalDouble limit) {
    int atWork = (int) Math.min(MOST, (long) work.concurrency() * workers);
    if (limit.isEmpty()) {
      int tasks = Math.min(MOST, Math.max(LEAST, DEPTH * atWork));
      return new Window(tasks, work.batchSize(), limit);
    }
    double longest = seconds(work.timeout()) / 2;
    double shares = limit.getAsDouble() * Math.min(TASK_SECONDS, longest) / work.batchSize();
    int tasks = (int) Math.max(1, Math.min(shares, atWork));
    double pace = limit.getAsDouble() / tasks;
    int keys = (int) Math.max(1, Math.min(work.batchSize(), pace * longest));
    return new Window(tasks, keys, OptionalDouble.of(pace));
  }

  /** The time that a task of so many keys may take; one that is slowed down gets what it needs. */
  public Duration timeout(Work work, int size) {
    double paced = keysPerSecond.isPresent() ? 2 * size / keysPerSecond.getAsDouble() : 0;
    return paced <= seconds(work.timeout())
        ? work.timeout()
        : Duration.ofMillis((long) Math.ceil(paced * 1_000));
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1_000.0;
  }
}
