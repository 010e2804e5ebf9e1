// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.warmup.plan;

import dev.freshet.coordinator.warmup.note.Note;
import dev.freshet.events.topics.WarmupTopics;
import java.time.Duration;
import java.util.Optional;

/**
 * How long tasks live. One that has a share of a source's limit is not begun any more when its life
 * is over, so that there is a time after which nobody can be at work on it, wherever its record
 * still stands: before, its share must not be given to others. Stateless.
 */
final class Lives {
  /** Two locks of a share group: one that is lost, and one that is renewed to the end. */
  private static final Duration LOCKS = Duration.ofSeconds(60);

  /** As long as a producer tries: only then is a task stored, and its life begins. */
  private static final Duration SENDING = Duration.ofMinutes(2);

  /** What workers know of the brokers' time lags behind it. */
  private static final Duration LAG = Duration.ofSeconds(10);

  private Lives() {}

  /** For how long after the broker has stored it a task may be begun; none: for ever. */
  static Optional<Duration> of(Note.OfTask task) {
    return task.keysPerSecond() == null ? Optional.empty() : Optional.of(deliveries(task));
  }

  /**
   * The time after which a task that was handed out, and of which nothing is heard, is not worked
   * on. Without a life it is the longest that workers take who do: what is handed out again before
   * would ask the source twice.
   */
  static Duration longest(Note.OfTask task) {
    return of(task)
        .map(life -> SENDING.plus(life).plus(LAG).plus(timeout(task)).plus(LOCKS))
        .orElse(deliveries(task));
  }

  /** Each worker may give it back when its time is over. */
  private static Duration deliveries(Note.OfTask task) {
    return timeout(task).multipliedBy(WarmupTopics.DELIVERIES).plus(LOCKS);
  }

  private static Duration timeout(Note.OfTask task) {
    return Duration.ofMillis(task.timeoutMs());
  }
}
