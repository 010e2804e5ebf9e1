// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.warmup;

import java.time.Duration;

/**
 * How much a node warms. Immutable.
 *
 * @param enabled whether it works on tasks at all
 * @param tasks most tasks that it works on at a time, over all jobs
 * @param grace how long tasks that are under way may go on when the node is closed
 */
public record WarmupSettings(boolean enabled, int tasks, Duration grace) {

  /** Eight tasks at a time, and three seconds for them at the end. */
  public static final WarmupSettings DEFAULT = new WarmupSettings(true, 8, Duration.ofSeconds(3));

  /** For a node that leaves warming to others. */
  public static final WarmupSettings OFF = new WarmupSettings(false, 1, Duration.ZERO);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if {@code tasks} is not 1 to 256, or {@code grace} is negative
   */
  public WarmupSettings {
    if (tasks < 1 || tasks > 256) {
      throw new IllegalArgumentException("warm-up: tasks: found " + tasks + ", expected 1 to 256");
    }
    if (grace.isNegative()) {
      throw new IllegalArgumentException("warm-up: grace: found " + grace + ", expected 0 or more");
    }
  }

  /** The same with another number of tasks at a time. */
  public WarmupSettings withTasks(int value) {
    return new WarmupSettings(enabled, value, grace);
  }
}
