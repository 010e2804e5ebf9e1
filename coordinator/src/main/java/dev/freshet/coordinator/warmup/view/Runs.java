// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.warmup.view;

import dev.freshet.events.avro.RunState;
import dev.freshet.events.avro.WarmupRun;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

/**
 * Warm-up runs by their last word, as many as there is room for: of more the oldest are dropped.
 * One thread writes, any may read, and sees each run as it was at some moment.
 */
public final class Runs {
  private final int most;
  private final ConcurrentHashMap<String, WarmupRun> byId = new ConcurrentHashMap<>();
  private final ConcurrentSkipListMap<RunPlace, WarmupRun> inOrder = new ConcurrentSkipListMap<>();

  /** No runs yet. */
  Runs(int most) {
    this.most = most;
  }

  void put(WarmupRun run) {
    WarmupRun before = byId.put(run.getRun(), run);
    inOrder.put(RunPlace.of(run), run);
    if (before != null && before.getPlannedAtMs() != run.getPlannedAtMs()) {
      inOrder.remove(RunPlace.of(before));
    }
    while (byId.size() > most) {
      remove(inOrder.lastKey().run());
    }
  }

  void remove(String run) {
    WarmupRun gone = byId.remove(run);
    if (gone != null) {
      inOrder.remove(RunPlace.of(gone));
    }
  }

  /** A run by its id. */
  public Optional<WarmupRun> find(String run) {
    return Optional.ofNullable(byId.get(run));
  }

  /** All of them, the newest first; a view that changes with them. */
  public NavigableMap<RunPlace, WarmupRun> newestFirst() {
    return Collections.unmodifiableNavigableMap(inOrder);
  }

  /** Those of a job, the newest first. */
  public Stream<WarmupRun> of(String ruleSet, String job) {
    return inOrder.values().stream()
        .filter(run -> run.getJob().equals(job) && run.getRuleSet().equals(ruleSet));
  }

  /** How many runs are in each state that one is in. */
  public Map<RunState, Long> states() {
    Map<RunState, Long> states = new EnumMap<>(RunState.class);
    inOrder.values().forEach(run -> states.merge(run.getState(), 1L, Long::sum));
    return states;
  }
}
