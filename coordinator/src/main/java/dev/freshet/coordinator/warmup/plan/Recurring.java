// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.warmup.plan;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Something to be done again and again, the first time at once. */
final class Recurring {
  private final Duration distance;
  private @Nullable Duration done;

  Recurring(Duration distance) {
    this.distance = distance;
  }

  /** Whether it is time; then it counts as done. */
  boolean isDue(Duration now) {
    if (done != null && now.minus(done).compareTo(distance) < 0) {
      return false;
    }
    done = now;
    return true;
  }
}
