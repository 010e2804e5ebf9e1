// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.warmup.plan;

import dev.freshet.events.avro.RunState;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;

/**
 * How much there is to do. Immutable.
 *
 * @param runs that have not ended, by their state
 * @param tasksInFlight that are handed out
 * @param keysWaiting that are not handed out yet
 * @param longestWait for how long the run waits that has waited longest; zero if none does
 */
public record Figures(
    Map<RunState, Integer> runs, int tasksInFlight, long keysWaiting, Duration longestWait) {
  /** Nothing is to be done. */
  public static final Figures NOTHING = new Figures(Map.of(), 0, 0, Duration.ZERO);

  public Figures {
    runs = Map.copyOf(runs);
  }

  static Figures of(Collection<Run> active, long keysWaiting, Instant now) {
    Map<RunState, Integer> states = new EnumMap<>(RunState.class);
    int tasks = 0;
    Duration longest = Duration.ZERO;
    for (Run run : active) {
      tasks += run.tasksInFlight();
      if (!run.isEnded()) {
        states.merge(run.state(), 1, Integer::sum);
      }
      if (run.state() == RunState.WAITING) {
        Duration wait = Duration.between(Instant.ofEpochMilli(run.identity().plannedAtMs()), now);
        longest = wait.compareTo(longest) > 0 ? wait : longest;
      }
    }
    return new Figures(states, tasks, keysWaiting, longest);
  }
}
