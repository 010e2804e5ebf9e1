// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.warmup.work;

import dev.freshet.cache.EntryKey;
import dev.freshet.cache.Warmed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What came of the keys of a task so far. For one thread. */
final class Tally {
  /** Said of keys that may be tried again. */
  static final String UNSTORED = "L2 has not stored the value";

  private static final String UNTAKEN =
      "L2 does not take the value: it is too large, or has no form in bytes";

  long present;
  long loaded;
  long absent;
  long refused;
  long retries;
  Duration sourceTime = Duration.ZERO;
  final List<String> failedKeys = new ArrayList<>();
  @Nullable String error;

  /** What came of keys that L2 had not stored: it may only have answered late. */
  private final Map<EntryKey, Warmed.Outcome> unstored = new HashMap<>();

  /** Returns those that are to be tried again, which are not counted yet. */
  Set<EntryKey> add(Warmed warmed) {
    Set<EntryKey> again = new LinkedHashSet<>(warmed.unstored());
    again.removeAll(warmed.untaken());
    warmed
        .outcomes()
        .forEach(
            (key, outcome) -> {
              if (warmed.untaken().contains(key)) {
                failed(key.text(), UNTAKEN);
              } else if (again.contains(key)) {
                unstored.putIfAbsent(key, outcome);
              } else {
                Warmed.Outcome first = unstored.remove(key);
                count(first != null && outcome == Warmed.Outcome.PRESENT ? first : outcome);
              }
            });
    return again;
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
