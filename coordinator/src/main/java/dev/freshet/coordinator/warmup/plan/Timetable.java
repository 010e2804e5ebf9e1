// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.warmup.plan;

import dev.freshet.coordinator.warmup.note.Note;
import dev.freshet.coordinator.warmup.note.NoteKeys;
import dev.freshet.coordinator.warmup.world.JobRef;
import dev.freshet.events.avro.RunState;
import dev.freshet.events.avro.RunTrigger;
import dev.freshet.events.avro.WarmupPriority;
import dev.freshet.rules.job.JobDefinition;
import dev.freshet.rules.job.Trigger;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * When jobs are due by the clock, and what is known of jobs besides. The last time at which each
 * was due is stored, and a run is called after its time, so none begins twice: not when a planner
 * begins again, nor when a clock is turned back.
 */
final class Timetable {
  private final Ledger ledger;
  private final Runs runs;
  private final Map<JobRef, Note.OfJob> jobs = new HashMap<>();

  Timetable(Ledger ledger, Runs runs) {
    this.ledger = ledger;
    this.runs = runs;
  }

  void restore(JobRef job, Note.OfJob note) {
    jobs.put(job, note);
  }

  /** A run that was planned was due, even if that is all that is left of it. */
  void restore(Note.Identity run) {
    boolean scheduled = run.trigger() == RunTrigger.EVERY || run.trigger() == RunTrigger.CRON;
    Note.OfJob note = jobs.getOrDefault(run.job(), Note.OfJob.NEW);
    Long start = note.startMs();
    Long last = note.lastDueMs();
    if (scheduled && (last == null || last < run.dueAtMs())) {
      put(
          run.job(),
          new Note.OfJob(
              start == null ? (Long) run.dueAtMs() : start, run.dueAtMs(), note.finished()));
    }
  }

  /** Whether a run of the job was ever done. */
  boolean hasFinished(JobRef job) {
    return jobs.getOrDefault(job, Note.OfJob.NEW).finished();
  }

  /** A run of the job is done. */
  void finished(JobRef job) {
    Note.OfJob note = jobs.getOrDefault(job, Note.OfJob.NEW);
    if (!note.finished()) {
      put(job, new Note.OfJob(note.startMs(), note.lastDueMs(), true));
    }
  }

  /** Plans the runs that are due. */
  void tick(Situation now) {
    for (JobDefinition job : now.world().jobs().all()) {
      if (job.trigger() instanceof Trigger.Every || job.trigger() instanceof Trigger.Cron) {
        plan(job, now);
      }
    }
  }

  private void plan(JobDefinition job, Situation now) {
    JobRef ref = JobRef.of(job);
    Note.OfJob note = jobs.getOrDefault(ref, Note.OfJob.NEW);
    Due due = Due.at(job, note, now.wall());
    due.run().ifPresent(at -> run(job, at, now));
    if (due.missed()) {
      ledger.add(new PlanChange.Missed(ref));
    }
    // Behind the run: one that is planned again is known by its id, one that never was is lost.
    if (!due.note().equals(note)) {
      put(ref, due.note());
    }
  }

  private void put(JobRef job, Note.OfJob note) {
    jobs.put(job, note);
    ledger.store(NoteKeys.job(job), note);
  }

  private void run(JobDefinition job, Instant at, Situation now) {
    JobRef ref = JobRef.of(job);
    String id = Runs.id(ref, at);
    if (runs.find(id) != null) {
      return;
    }
    Run before = runs.underWay(ref);
    Note.Identity identity =
        new Note.Identity(
            id,
            ref,
            job.region().text(),
            WarmupPriority.valueOf(job.priority().name()),
            job.trigger() instanceof Trigger.Cron ? RunTrigger.CRON : RunTrigger.EVERY,
            null,
            at.toEpochMilli(),
            now.nowMs(),
            Map.of(),
            /* selected= */ false,
            /* whole= */ before == null);
    Run run = runs.add(identity, job.work().batchSize(), null, job.work().maxKeys());
    if (before != null) {
      runs.end(run, RunState.SKIPPED, "run " + before.id() + " was still under way", now);
    }
  }

  /** Forgets jobs that are gone, with all their runs. */
  void tidy(Situation now) {
    Set<JobRef> known = new HashSet<>();
    runs.all().forEach(run -> known.add(run.job()));
    for (JobRef job : List.copyOf(jobs.keySet())) {
      if (now.world().jobs().find(job).isEmpty() && !known.contains(job)) {
        jobs.remove(job);
        ledger.drop(NoteKeys.job(job));
      }
    }
  }
}
