// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.warmup.note;

import dev.freshet.events.avro.TaskOutcome;
import dev.freshet.events.avro.TaskReport;

/** What a run has come to. Immutable; as {@link dev.freshet.events.avro.WarmupRun} has it. */
public record Counts(
    int tasksDone,
    int tasksFailed,
    long keys,
    long present,
    long loaded,
    long absent,
    long refused,
    long failed,
    long leftOut,
    long rejected,
    long retries,
    long sourceTimeMs) {
  public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  /** And a task that has ended. Keys of a failed task that it says nothing of have failed. */
  public Counts and(TaskReport report, int keysOfTask) {
    boolean done = report.getOutcome() == TaskOutcome.DONE;
    long told = report.getPresent() + report.getLoaded() + report.getAbsent() + report.getRefused();
    return plus(
        new Counts(
            done ? 1 : 0,
            done ? 0 : 1,
            0,
            report.getPresent(),
            report.getLoaded(),
            report.getAbsent(),
            report.getRefused(),
            Math.max(report.getFailed(), done ? 0 : keysOfTask - told),
            0,
            0,
            report.getRetries(),
            report.getSourceTimeMs()));
  }

  /** And a task of which nothing was heard any more. */
  public Counts andLost(int keysOfTask) {
    return plus(new Counts(0, 1, 0, 0, 0, 0, 0, keysOfTask, 0, 0, 0, 0));
  }

  /** And so many keys that are known, and others that are left out. */
  public Counts andKeys(long known, long beyond) {
    return plus(new Counts(0, 0, known, 0, 0, 0, 0, 0, beyond, 0, 0, 0));
  }

  /** And rows that are no keys, and the time that it took to list them all. */
  public Counts andListed(long noKeys, long tookMs) {
    return plus(new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0, noKeys, 0, tookMs));
  }

  /** The same before any key was known. */
  public Counts withoutKeys() {
    return new Counts(
        tasksDone,
        tasksFailed,
        0,
        present,
        loaded,
        absent,
        refused,
        failed,
        0,
        rejected,
        retries,
        sourceTimeMs);
  }

  private Counts plus(Counts more) {
    return new Counts(
        tasksDone + more.tasksDone,
        tasksFailed + more.tasksFailed,
        keys + more.keys,
        present + more.present,
        loaded + more.loaded,
        absent + more.absent,
        refused + more.refused,
        failed + more.failed,
        leftOut + more.leftOut,
        rejected + more.rejected,
        retries + more.retries,
        sourceTimeMs + more.sourceTimeMs);
  }
}
