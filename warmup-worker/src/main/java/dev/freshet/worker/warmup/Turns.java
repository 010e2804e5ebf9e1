// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.warmup;

import dev.freshet.events.avro.WarmupPriority;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * Whose turn it is when tasks of several priorities wait: of twelve turns eight are high, three
 * medium and one low, spread evenly, so that none starves. Smooth weighted round robin, as nginx
 * spreads requests over servers. For one thread.
 */
final class Turns {
  private static final Map<WarmupPriority, Integer> WEIGHTS =
      Map.of(WarmupPriority.HIGH, 8, WarmupPriority.MEDIUM, 3, WarmupPriority.LOW, 1);

  /** What each has saved up by waiting. */
  private final Map<WarmupPriority, Integer> savings = new EnumMap<>(WarmupPriority.class);

  /** Takes a turn among those that wait, of which there is at least one. */
  WarmupPriority next(Set<WarmupPriority> waiting) {
    int spent = 0;
    WarmupPriority next = waiting.iterator().next();
    for (WarmupPriority each : WarmupPriority.values()) {
      if (waiting.contains(each)) {
        spent += weight(each);
        savings.merge(each, weight(each), Integer::sum);
        next = saved(each) > saved(next) ? each : next;
      }
    }
    savings.merge(next, -spent, Integer::sum);
    return next;
  }

  private static int weight(WarmupPriority priority) {
    return WEIGHTS.getOrDefault(priority, 1);
  }

  private int saved(WarmupPriority priority) {
    return savings.getOrDefault(priority, 0);
  }
}
