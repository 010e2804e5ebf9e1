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
   * Whether it must not be done before all that was to be stored up to it is safe. Otherwise
   * whoever takes over would not know of what others have heard: of a run that is said to be under
   * way, or of a task that asks a source which has a limit.
   */
  default boolean waitsForCommit() {
    return false;
  }

  /**
   * A task is for a worker.
   *
   * @param service whose workers
   */
  record HandedOut(String service, WarmupPriority priority, WarmupTask task) implements PlanChange {
    /** One without a pace may be handed out twice. */
    @Override
    public boolean waitsForCommit() {
      return task.getKeysPerSecond().isPresent();
    }
  }

  /** A run stands otherwise than before. */
  record Written(WarmupRun run) implements PlanChange {
    @Override
    public boolean waitsForCommit() {
      return true;
    }
  }

  /** A run is forgotten. */
  record Forgotten(String run) implements PlanChange {
    @Override
    public boolean waitsForCommit() {
      return true;
    }
  }

  /** Something is to be known after a restart. */
  record Stored(String key, Note note) implements PlanChange {}

  /** Something need not be known any more. */
  record Dropped(String key) implements PlanChange {}

  /**
   * A run has ended, which consumers may want to hear of.
   *
   * @param subject the run
   */
  record Reported(String subject, Warmed warmed) implements PlanChange {
    @Override
    public boolean waitsForCommit() {
      return true;
    }
  }

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
