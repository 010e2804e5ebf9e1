// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.warmup;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks from time to time for the topics of the tasks, until they are there: coordinators make them
 * when a job can be done, and a consumer of topics that do not exist complains several times a
 * second. Never blocks. For one thread.
 */
final class TaskTopics {
  private static final long LOOK_EVERY_NANOS = Duration.ofSeconds(2).toNanos();

  private final Supplier<CompletableFuture<?>> asking;
  private @Nullable CompletableFuture<?> answer;
  private long askedNanos;
  private boolean isFound;

  /**
   * Has not looked yet.
   *
   * @param asking asks the cluster; fails if a topic does not exist, or the cluster does not say
   */
  TaskTopics(Supplier<CompletableFuture<?>> asking) {
    this.asking = asking;
  }

  /** Whether they are there, as far as is known. */
  boolean areThere(long nowNanos) {
    CompletableFuture<?> asked = answer;
    if (isFound) {
      return true;
    }
    if (asked != null && asked.isDone() && !asked.isCompletedExceptionally()) {
      isFound = true;
    } else if (asked == null || (asked.isDone() && nowNanos - askedNanos >= LOOK_EVERY_NANOS)) {
      askedNanos = nowNanos;
      answer = asking.get();
    }
    return isFound;
  }

  /** Whether they were there. */
  boolean areFound() {
    return isFound;
  }
}
