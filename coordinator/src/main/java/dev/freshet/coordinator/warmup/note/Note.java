// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.warmup.note;

import dev.freshet.coordinator.warmup.history.AccessHistory;
import dev.freshet.coordinator.warmup.world.JobRef;
import dev.freshet.events.avro.RunState;
import dev.freshet.events.avro.RunTrigger;
import dev.freshet.events.avro.WarmupPriority;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that a planner has to know after a restart. Each stands under a text of its own, which
 * begins with its kind; {@link NoteKeys} makes them. Immutable.
 */
public sealed interface Note {

  /**
   * Of a job.
   *
   * @param startMs when it was first seen, where its grid begins; null if it has no times
   * @param lastDueMs the last time at which it was due; null likewise
   * @param finished whether a run of it was ever done
   */
  record OfJob(@Nullable Long startMs, @Nullable Long lastDueMs, boolean finished) implements Note {
    public static final OfJob NEW = new OfJob(null, null, false);
  }

  /**
   * Of a target that a rule has invalidated, for a job that runs after it.
   *
   * @param partition of the last command for it
   * @param offset of that
   * @param keys that are to be warmed because of it, as far as no other target named them
   */
  record OfTarget(int partition, long offset, List<String> keys) implements Note {}

  /**
   * Of a run.
   *
   * @param counts as in its status
   * @param ended numbers of tasks that are counted, and whose notes may still stand
   */
  record OfRun(
      Identity identity,
      Progress progress,
      Counts counts,
      List<String> errors,
      Waiting waiting,
      List<Integer> ended)
      implements Note {}

  /**
   * What never changes of a run.
   *
   * @param behind offsets of commands by partition, before which it must not begin
   * @param selected whether its keys were selected when it was planned, not as its job says
   * @param whole whether it does all that its job is for, so that it would overlap another
   */
  record Identity(
      String run,
      JobRef job,
      String region,
      WarmupPriority priority,
      RunTrigger trigger,
      @Nullable String cause,
      long dueAtMs,
      long plannedAtMs,
      Map<Integer, Long> behind,
      boolean selected,
      boolean whole) {}

  /**
   * Where a run is in its life.
   *
   * @param nextNumber of its next task
   */
  record Progress(
      RunState state,
      @Nullable String reason,
      @Nullable String service,
      @Nullable Long startedAtMs,
      @Nullable Long endedAtMs,
      int nextNumber) {}

  /**
   * Which keys of a run wait.
   *
   * @param complete whether all keys are known
   * @param firstPage number of the first page that is left
   * @param used how many keys of that are handed out
   * @param batch the size of its tasks
   */
  record Waiting(boolean complete, int firstPage, int used, int batch) {}

  /**
   * Of a task that is handed out.
   *
   * @param keysPerSecond its pace; null: as fast as it goes
   * @param listing how far a task has come that lists keys; null if it loads some
   */
  record OfTask(
      int attempt,
      String service,
      @Nullable Double keysPerSecond,
      long timeoutMs,
      @Nullable Listing listing,
      List<String> keys)
      implements Note {}

  /**
   * Which pages a task that lists keys has sent.
   *
   * @param attempt the attempt that they are of; 0: none yet
   * @param worker who sent them
   * @param nextPage the page to come
   */
  record Listing(int attempt, String worker, int nextPage) {
    public static final Listing NONE = new Listing(0, "", 0);
  }

  /** Keys of a run: some that wait, or that could not be loaded. */
  record OfKeys(List<String> keys) implements Note {}

  /** What a node has said of the hottest keys of a region. */
  record OfHotKeys(String region, List<String> keys) implements Note {}

  /** What was read in an hour of the week. */
  record OfHour(AccessHistory.Hour hour) implements Note {}
}
