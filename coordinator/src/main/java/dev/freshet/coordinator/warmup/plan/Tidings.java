// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.warmup.plan;

import dev.freshet.coordinator.warmup.note.Note;
import dev.freshet.coordinator.warmup.plan.PlanChange.TaskEnd;
import dev.freshet.events.avro.KeysListed;
import dev.freshet.events.avro.RunState;
import dev.freshet.events.avro.TaskOutcome;
import dev.freshet.events.avro.TaskReport;
import dev.freshet.rules.job.JobDefinition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What workers say of tasks. A task may be worked on more than once, by several workers at a time:
 * the first report of it counts, from whichever attempt; what comes later is known already.
 */
final class Tidings {
  private final Ledger ledger;
  private final Runs runs;

  Tidings(Ledger ledger, Runs runs) {
    this.ledger = ledger;
    this.runs = runs;
  }

  /** A task has ended. */
  void reported(TaskReport report, Situation now) {
    Run run = runs.find(report.getRun());
    OpenTask task = run == null ? null : run.task(report.getNumber());
    if (run == null || task == null) {
      return;
    }
    runs.heard(task.note().service(), run.identity().priority(), now.uptime());
    String error = report.getError().orElse(null);
    if (error != null) {
      run.error(error);
    }
    if (task.isListing()) {
      if (report.getOutcome() == TaskOutcome.FAILED) {
        run.close(task.number());
        notListed(run, error, now);
      }
      return;
    }
    boolean done = report.getOutcome() == TaskOutcome.DONE;
    int size = task.note().keys().size();
    List<String> failed = report.getFailedKeys();
    if (!done || report.getFailed() > 0) {
      run.failed(task.number(), failed.isEmpty() && !done ? task.note().keys() : failed);
    }
    run.count(run.counts().and(report, size));
    run.close(task.number());
    ledger.add(new PlanChange.TaskEnded(done ? TaskEnd.DONE : TaskEnd.FAILED));
  }

  private void notListed(Run run, @Nullable String error, Situation now) {
    ledger.add(new PlanChange.TaskEnded(TaskEnd.FAILED));
    if (!run.isEnded()) {
      runs.end(
          run,
          RunState.FAILED,
          "keys cannot be listed: " + (error == null ? "the worker does not say why" : error),
          now);
    }
  }

  /**
   * A page of keys. Pages of one attempt of one worker belong together; whoever begins again makes
   * void what came before, as the source may have changed.
   */
  void listed(KeysListed page, Situation now) {
    Run run = runs.find(page.getRun());
    OpenTask task = run == null ? null : run.task(page.getNumber());
    Note.Listing listing = task == null ? null : task.note().listing();
    if (run == null || task == null || listing == null) {
      return;
    }
    if (run.isEnded() || run.waiting().isComplete()) {
      if (page.getLast()) {
        run.close(task.number());
      }
      return;
    }
    boolean follows =
        page.getAttempt() == listing.attempt()
            && page.getWorker().equals(listing.worker())
            && page.getPage() == listing.nextPage();
    if (page.getPage() == 0) {
      run.waiting().clear();
      run.count(run.counts().withoutKeys());
    } else if (!follows) {
      return;
    }
    take(run, task, page, now);
  }

  private void take(Run run, OpenTask task, KeysListed page, Situation now) {
    long maxKeys =
        now.world()
            .jobs()
            .find(run.job())
            .map(JobDefinition::work)
            .map(w -> w.maxKeys())
            .orElse(0L);
    runs.take(run, page.getKeys(), maxKeys);
    String error = page.getError().orElse(null);
    if (error != null) {
      run.error(error);
    }
    if (!page.getLast()) {
      run.put(
          task.listed(
              new Note.Listing(page.getAttempt(), page.getWorker(), page.getPage() + 1),
              now.uptime()));
      return;
    }
    run.count(
        run.counts()
            .andKeys(0, page.getLeftOut())
            .andListed(page.getRejected(), page.getSourceTimeMs()));
    complete(run, task, page, now);
  }

  /** An error without rows that are no keys says why there are no more keys. */
  private void complete(Run run, OpenTask task, KeysListed page, Situation now) {
    String error = page.getError().orElse(null);
    boolean nothing = page.getRejected() > 0 && run.counts().keys() == 0;
    if (nothing || (error != null && page.getRejected() == 0)) {
      run.close(task.number());
      notListed(run, error, now);
      return;
    }
    run.waiting().complete();
    run.at(RunState.RUNNING);
    run.close(task.number());
    ledger.add(new PlanChange.TaskEnded(TaskEnd.DONE));
  }
}
