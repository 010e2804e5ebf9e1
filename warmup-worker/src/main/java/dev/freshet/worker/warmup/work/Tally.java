// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.warmup.work;

import dev.freshet.cache.Warmed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What came of the keys of a task so far. For one thread. */
final class Tally {
  long present;
  long loaded;
  long absent;
  long refused;
  long retries;
  Duration sourceTime = Duration.ZERO;
  final List<String> failedKeys = new ArrayList<>();
  @Nullable String error;

  void add(Warmed warmed) {
    warmed
        .outcomes()
        .forEach(
            (key, outcome) -> {
              if (warmed.unstored().contains(key)) {
                failed(key.text(), "L2 has not stored the value");
              } else {
                count(outcome);
              }
            });
  }

  private void count(Warmed.Outcome outcome) {
    switch (outcome) {
      case PRESENT -> present++;
      case LOADED -> loaded++;
      case ABSENT -> absent++;
      case REFUSED -> refused++;
    }
  }

  void failed(String key, String problem) {
    failedKeys.add(key);
    error = problem;
  }

  /** Whether keys failed and none came through. */
  boolean isAllFailed() {
    return !failedKeys.isEmpty() && present + loaded + absent + refused == 0;
  }
}
