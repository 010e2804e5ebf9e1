// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.warmup.plan;

import dev.freshet.coordinator.warmup.note.Counts;
import dev.freshet.coordinator.warmup.note.Note;
import dev.freshet.coordinator.warmup.plan.PlanChange.TaskEnd;
import dev.freshet.coordinator.warmup.world.JobRef;
import dev.freshet.coordinator.warmup.world.Members.Loader;
import dev.freshet.coordinator.warmup.world.Window;
import dev.freshet.events.avro.RunState;
import dev.freshet.rules.job.JobDefinition;
import dev.freshet.rules.job.Trigger;
import dev.freshet.rules.yaml.Scalar;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes runs further: from waiting to their end, and their tasks to the workers. No more than a
 * window of tasks of a run is handed out, so that a run is cancelled by handing out no more, and
 * the source of a region is asked for no more than it bears: the paces of all tasks of all runs
 * that are out add up to no more.
 */
final class Dispatch {
  /** How long a run waits for somebody who can do it. */
  static final Duration PATIENCE = Duration.ofMinutes(10);

  /** How often a task is handed out. */
  static final int ATTEMPTS = 3;

  /**
   * How much longer than it takes a task without an end may stand in its topic while workers are
   * busy.
   */
  private static final int BUSY = 10;

  /** Of what adds up to a limit. */
  private static final double ROUNDING = 1 + 1e-9;

  private final Ledger ledger;
  private final Runs runs;
  private final Timetable timetable;
  private final KeyFinding finding;

  Dispatch(Ledger ledger, Runs runs, Timetable timetable, KeyFinding finding) {
    this.ledger = ledger;
    this.runs = runs;
    this.timetable = timetable;
    this.finding = finding;
  }

  /** Takes all runs as far as they go, those of high priority first. */
  void advance(Situation now) {
    Set<String> full = new HashSet<>();
    for (Run run : runs.active()) {
      if (!run.isEnded()) {
        advance(run, full, now);
      }
    }
  }

  private void advance(Run run, Set<String> full, Situation now) {
    JobDefinition job = now.world().jobs().find(run.job()).orElse(null);
    String gone = gone(run, job, now);
    if (job == null || gone != null) {
      runs.end(run, RunState.FAILED, String.valueOf(gone), now);
      return;
    }
    if (run.isWorkedOff()) {
      endIfDone(run, job, now);
      return;
    }
    String needed = run.hasStarted() ? null : needed(job, run, now);
    if (needed != null) {
      run.waitFor(needed);
      return;
    }
    Loader loader = loader(run, now);
    if (loader == null) {
      waitForLoader(run, now);
    } else if (now.world().ready().contains(loader.service())) {
      run.helped();
      work(run, job, loader, full, now);
    } else {
      waitForTopics(run, loader.service(), now);
    }
  }

  /** What the run cannot do without and is gone, for people; or null. */
  private static @Nullable String gone(Run run, @Nullable JobDefinition job, Situation now) {
    String region = run.identity().region();
    if (job == null) {
      return "job " + run.job() + " is gone";
    } else if (!job.region().text().equals(region)) {
      return "job " + run.job() + " warms region " + job.region().text() + " now";
    }
    return now.world().jobs().region(region).isEmpty() ? "region " + region + " is gone" : null;
  }

  /** What the run waits for before it begins, for people; or null. */
  private @Nullable String needed(JobDefinition job, Run run, Situation now) {
    for (Scalar id : job.dependsOn()) {
      JobRef other = run.job().sibling(id.text());
      if (isDoneByNodes(other, now)) {
        continue;
      }
      if (runs.isUnderWay(other)) {
        return "job " + other + " is under way";
      } else if (!timetable.hasFinished(other)) {
        return "job " + other + " was never done";
      }
    }
    return null;
  }

  /** Nodes that join do their jobs alone: there are no runs. */
  private static boolean isDoneByNodes(JobRef job, Situation now) {
    return now.world()
        .jobs()
        .find(job)
        .filter(found -> found.trigger() instanceof Trigger.OnJoin)
        .isPresent();
  }

  /** Whoever has worked on the run, as long as it can. */
  private static @Nullable Loader loader(Run run, Situation now) {
    String region = run.identity().region();
    return Optional.ofNullable(run.progress().service())
        .flatMap(service -> now.world().members().of(region, service))
        .or(() -> now.world().members().best(region))
        .orElse(null);
  }

  private void waitForLoader(Run run, Situation now) {
    String nobody = "no live member can load region " + run.identity().region();
    if (isPatient(run, nobody, now)) {
      run.waitFor(nobody);
    }
  }

  /** Whether a run goes on waiting; else it ends. */
  private boolean isPatient(Run run, String why, Situation now) {
    if (run.helpless(why, now.uptime()).compareTo(PATIENCE) < 0) {
      return true;
    }
    String reason = why + " since " + PATIENCE.toMinutes() + " minutes";
    runs.end(run, RunState.FAILED, reason, now);
    return false;
  }

  /** A run that has begun does not stop because another planner goes on with it. */
  private void waitForTopics(Run run, String service, Situation now) {
    String why = "the topics of service " + service + " are being made";
    if (!isPatient(run, why, now)) {
      return;
    }
    if (!run.hasStarted()) {
      run.waitFor(why);
    }
    ledger.add(new PlanChange.TopicsWanted(service));
  }

  /** Has topics made before they are needed: workers look for them, and join their groups. */
  void prepare(Situation now) {
    for (String region : now.world().jobs().worked()) {
      for (String service : now.world().members().services(region)) {
        if (!now.world().ready().contains(service)) {
          ledger.add(new PlanChange.TopicsWanted(service));
        }
      }
    }
  }

  private void work(Run run, JobDefinition job, Loader loader, Set<String> full, Situation now) {
    run.servedBy(loader.service());
    if (!run.waiting().isComplete()) {
      if (KeyFinding.isListed(job.keys())) {
        list(run, job, loader, now);
        return;
      }
      runs.take(run, finding.now(job, now), job.work().maxKeys());
      run.waiting().complete();
    }
    run.at(RunState.RUNNING);
    handOut(run, job, loader, full, now);
    endIfDone(run, job, now);
  }

  private void list(Run run, JobDefinition job, Loader loader, Situation now) {
    run.at(RunState.LISTING);
    if (run.open().isEmpty()) {
      Note.OfTask note =
          new Note.OfTask(
              1,
              loader.service(),
              null,
              job.work().timeout().toMillis(),
              Note.Listing.NONE,
              List.of());
      send(run, run.handOut(note, now), job, now);
    }
  }

  private void handOut(Run run, JobDefinition job, Loader loader, Set<String> full, Situation now) {
    String region = run.identity().region();
    OptionalDouble limit = now.world().limit(region);
    Window window = Window.of(job.work(), loader.workers(), limit);
    run.batch(window.keys());
    if (run.waiting().size() == 0 || full.contains(region)) {
      return;
    }
    double pace = limit.isPresent() ? paceInFlight(region) : 0;
    int inFlight = run.tasksInFlight();
    while (run.waiting().size() > 0 && inFlight < window.tasks() && !full.contains(region)) {
      double more = window.keysPerSecond().orElse(0);
      if (limit.isPresent() && pace + more > limit.getAsDouble() * ROUNDING) {
        // Whoever comes behind must not take piece by piece what this one needs at once.
        full.add(region);
      } else {
        load(run, job, loader, window, now);
        pace += more;
        inFlight++;
      }
    }
  }

  private double paceInFlight(String region) {
    return runs.active().stream()
        .filter(run -> run.identity().region().equals(region))
        .mapToDouble(Run::paceInFlight)
        .sum();
  }

  private void load(Run run, JobDefinition job, Loader loader, Window window, Situation now) {
    List<String> keys = run.waiting().take(window.keys());
    OptionalDouble pace = window.keysPerSecond();
    Note.OfTask note =
        new Note.OfTask(
            1,
            loader.service(),
            pace.isPresent() ? (Double) pace.getAsDouble() : null,
            window.timeout(job.work(), keys.size()).toMillis(),
            null,
            keys);
    OpenTask task = run.handOut(note, now);
    run.waiting().dropTaken();
    send(run, task, job, now);
  }

  private void send(Run run, OpenTask task, JobDefinition job, Situation now) {
    ledger.add(
        new PlanChange.HandedOut(
            task.note().service(),
            run.identity().priority(),
            Forms.task(run, task, job, now.nowMs())));
  }

  private void endIfDone(Run run, JobDefinition job, Situation now) {
    if (run.waiting().size() > 0 || !run.open().isEmpty()) {
      return;
    }
    Counts counts = run.counts();
    if (counts.keys() > 0 && counts.failed() >= counts.keys()) {
      List<String> errors = run.errors();
      String last = errors.isEmpty() ? "" : ": " + errors.get(errors.size() - 1);
      runs.end(run, RunState.FAILED, "no key could be loaded" + last, now);
    } else {
      String reason = counts.keys() == 0 ? KeyFinding.noKeys(job.keys()) : null;
      runs.end(run, RunState.DONE, reason, now);
      timetable.finished(run.job());
    }
  }

  /** Looks for tasks of which nothing is heard any more. */
  void findLost(Situation now) {
    for (Run run : runs.active()) {
      JobDefinition job = now.world().jobs().find(run.job()).orElse(null);
      boolean isHelpless = job != null && loader(run, now) == null;
      for (OpenTask task : run.open()) {
        if (isHelpless && Lives.of(task.note()).isEmpty()) {
          // It stands in its topic until somebody comes, who will need his time for it.
          run.excuse(task, now.uptime());
        } else if (!isHelpless && isLost(run, task, now.uptime())) {
          lost(run, task, job, now);
        }
      }
    }
  }

  /**
   * A task with a life is over when that is. Another may stand in the topic for as long as workers
   * are busy with others, which they report; not for ever, since the others may have come later.
   */
  private boolean isLost(Run run, OpenTask task, Duration now) {
    Duration longest = Lives.longest(task.note());
    Duration age = now.minus(task.since());
    if (Lives.of(task.note()).isPresent()) {
      return age.compareTo(longest) >= 0;
    }
    Duration heard = runs.heard(task.note().service(), run.identity().priority());
    Duration silence = heard.compareTo(task.since()) > 0 ? now.minus(heard) : age;
    return silence.compareTo(longest) >= 0 || age.compareTo(longest.multipliedBy(BUSY)) >= 0;
  }

  private void lost(Run run, OpenTask task, @Nullable JobDefinition job, Situation now) {
    boolean open = !run.isEnded() && job != null && isOf(task, job);
    if (open && job != null && task.note().attempt() < ATTEMPTS) {
      Loader loader = loader(run, now);
      if (loader != null) {
        ledger.add(new PlanChange.TaskEnded(TaskEnd.LOST));
        OpenTask again = task.again(loader.service(), now.uptime());
        run.put(again);
        send(run, again, job, now);
      }
      return;
    }
    giveUp(run, task, now);
  }

  /** Whether it is still a task of the job: keys may be declared otherwise now. */
  private static boolean isOf(OpenTask task, JobDefinition job) {
    return !task.isListing() || KeyFinding.isListed(job.keys());
  }

  private void giveUp(Run run, OpenTask task, Situation now) {
    ledger.add(new PlanChange.TaskEnded(TaskEnd.LOST));
    run.error("task " + task.number() + ": no worker has reported on it");
    if (task.isListing()) {
      run.close(task.number());
      if (!run.isEnded()) {
        runs.end(run, RunState.FAILED, "keys cannot be listed: no worker has reported", now);
      }
    } else {
      run.failed(task.number(), task.note().keys());
      run.count(run.counts().andLost(task.note().keys().size()));
      run.close(task.number());
    }
  }
}
