// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.warmup.plan;

import dev.freshet.coordinator.warmup.note.Note;
import dev.freshet.coordinator.warmup.world.JobRef;
import dev.freshet.events.avro.RunState;
import dev.freshet.events.avro.Warmed;
import dev.freshet.events.avro.WarmupPriority;
import dev.freshet.events.avro.WarmupRun;
import dev.freshet.events.avro.WarmupTask;

/** What a planner wants done after something came in. Immutable. */
public sealed interface PlanChange {

  /**
   * A task is for a worker.
   *
   * @param service whose workers
   */
  record HandedOut(String service, WarmupPriority priority, WarmupTask task)
      implements PlanChange {}

  /** A run stands otherwise than before. */
  record Written(WarmupRun run) implements PlanChange {}

  /** A run is forgotten. */
  record Forgotten(String run) implements PlanChange {}

  /** Something is to be known after a restart. */
  record Stored(String key, Note note) implements PlanChange {}

  /** Something need not be known any more. */
  record Dropped(String key) implements PlanChange {}

  /**
   * A run has ended, which consumers may want to hear of.
   *
   * @param subject the run
   */
  record Reported(String subject, Warmed warmed) implements PlanChange {}

  /** Runs wait until a service has topics for its tasks. */
  record TopicsWanted(String service) implements PlanChange {}

  /** A run has ended, for the books. */
  record RunEnded(JobRef job, RunState state) implements PlanChange {}

  /** A task has ended, or is taken to be lost, for the books. */
  record TaskEnded(TaskEnd end) implements PlanChange {}

  /** How a task went. */
  enum TaskEnd {
    DONE,
    FAILED,
    LOST
  }

  /** Runs that were due while nobody was there, of a job that wants them left out. */
  record Missed(JobRef job) implements PlanChange {}

  /**
   * Something that came in was not taken.
   *
   * @param message what is wrong, for people
   */
  record Rejected(Reason reason, String message) implements PlanChange {}

  /** Why something was rejected. */
  enum Reason {
    /** No run of that name is known. */
    UNKNOWN_RUN("unknown-run"),
    /** A run cannot be called so. */
    ILLEGAL_RUN("illegal-run"),
    /** What a rule is said to have invalidated is no target. */
    MALFORMED_TARGET("malformed-target");

    private final String code;

    Reason(String code) {
      this.code = code;
    }

    /** Stable, for metrics and logs. */
    public String code() {
      return code;
    }
  }
}
