// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.warmup;

import dev.freshet.events.avro.WarmupPriority;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/**
 * Tasks that wait, and which of them is next: by turns of the priorities, within a priority the one
 * that came first of those whose job and region have room. For one thread.
 */
final class Board {
  private final Turns turns = new Turns();
  private final Map<WarmupPriority, Deque<TaskRun>> waiting = new EnumMap<>(WarmupPriority.class);
  private final Map<String, Integer> ofJob = new HashMap<>();
  private final Map<String, Integer> ofRegion = new HashMap<>();
  private final ToIntFunction<String> mostOfRegion;

  /** A board for regions with room for so many tasks each. */
  Board(ToIntFunction<String> mostOfRegion) {
    this.mostOfRegion = mostOfRegion;
  }

  void add(TaskRun run) {
    waiting.computeIfAbsent(run.lane.priority(), priority -> new ArrayDeque<>()).add(run);
  }

  /** Takes the next one of those that are ready. */
  Optional<TaskRun> next(Predicate<TaskRun> isReady) {
    Map<WarmupPriority, TaskRun> first = new EnumMap<>(WarmupPriority.class);
    waiting.forEach(
        (priority, runs) ->
            runs.stream()
                .filter(run -> hasRoom(run) && isReady.test(run))
                .findFirst()
                .ifPresent(run -> first.put(priority, run)));
    if (first.isEmpty()) {
      return Optional.empty();
    }
    TaskRun next = first.get(turns.next(first.keySet()));
    if (next != null) {
      remove(next);
      ofJob.merge(next.job(), 1, Integer::sum);
      ofRegion.merge(next.task.getRegion(), 1, Integer::sum);
    }
    return Optional.ofNullable(next);
  }

  private boolean hasRoom(TaskRun run) {
    String region = run.task.getRegion();
    return ofJob.getOrDefault(run.job(), 0) < Math.max(1, run.task.getConcurrency())
        && ofRegion.getOrDefault(region, 0) < mostOfRegion.applyAsInt(region);
  }

  /** One that {@link #next} gave is not worked on any more. */
  void ended(TaskRun run) {
    ofJob.computeIfPresent(run.job(), (job, count) -> count == 1 ? null : count - 1);
    ofRegion.computeIfPresent(
        run.task.getRegion(), (region, count) -> count == 1 ? null : count - 1);
  }

  void remove(TaskRun run) {
    waiting.values().forEach(runs -> runs.remove(run));
  }

  /** All that wait. */
  List<TaskRun> all() {
    List<TaskRun> all = new ArrayList<>();
    waiting.values().forEach(all::addAll);
    return all;
  }

  void clear() {
    waiting.clear();
    ofJob.clear();
    ofRegion.clear();
  }
}
