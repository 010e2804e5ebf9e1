// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.warmup.plan;

import dev.freshet.coordinator.warmup.note.Counts;
import dev.freshet.coordinator.warmup.note.Note;
import dev.freshet.coordinator.warmup.world.JobRef;
import dev.freshet.events.avro.EndpointKeys;
import dev.freshet.events.avro.ListKeys;
import dev.freshet.events.avro.LoadKeys;
import dev.freshet.events.avro.LogOffset;
import dev.freshet.events.avro.QueryKeys;
import dev.freshet.events.avro.Warmed;
import dev.freshet.events.avro.WarmupRun;
import dev.freshet.events.avro.WarmupTask;
import dev.freshet.rules.job.JobDefinition;
import dev.freshet.rules.job.KeySource;
import java.time.Duration;
import java.util.List;

/** Runs and tasks as others read them. Stateless. */
final class Forms {
  private Forms() {}

  static WarmupRun run(Run run, String planner) {
    Note.Identity identity = run.identity();
    Note.Progress progress = run.progress();
    Counts counts = run.counts();
    int inFlight = run.tasksInFlight();
    return WarmupRun.newBuilder()
        .setRun(identity.run())
        .setRuleSet(identity.job().ruleSet())
        .setJob(identity.job().job())
        .setRegion(identity.region())
        .setService(progress.service())
        .setPriority(identity.priority())
        .setTrigger(identity.trigger())
        .setCause(identity.cause())
        .setState(progress.state())
        .setReason(progress.reason())
        .setDueAtMs(identity.dueAtMs())
        .setPlannedAtMs(identity.plannedAtMs())
        .setStartedAtMs(progress.startedAtMs())
        .setEndedAtMs(progress.endedAtMs())
        .setTasks(counts.tasksDone() + counts.tasksFailed() + inFlight + waiting(run))
        .setTasksInFlight(inFlight)
        .setTasksDone(counts.tasksDone())
        .setTasksFailed(counts.tasksFailed())
        .setKeys(counts.keys())
        .setPresent(counts.present())
        .setLoaded(counts.loaded())
        .setAbsent(counts.absent())
        .setRefused(counts.refused())
        .setFailed(counts.failed())
        .setLeftOut(counts.leftOut())
        .setRejected(counts.rejected())
        .setRetries(counts.retries())
        .setSourceTimeMs(counts.sourceTimeMs())
        .setErrors(run.errors())
        .setPlanner(planner)
        .build();
  }

  /** How many tasks the keys that wait will make. */
  private static int waiting(Run run) {
    long batch = Math.max(1, run.batch());
    return (int) Math.min(Integer.MAX_VALUE, (run.waiting().size() + batch - 1) / batch);
  }

  static Warmed warmed(Run run) {
    return new Warmed(
        run.identity().region(),
        run.job().job(),
        run.id(),
        run.counts().loaded(),
        run.counts().failed());
  }

  static WarmupTask task(Run run, OpenTask task, JobDefinition job, long nowMs) {
    JobRef ref = run.job();
    JobDefinition.Retry retry = job.work().retry();
    return WarmupTask.newBuilder()
        .setRun(run.id())
        .setNumber(task.number())
        .setAttempt(task.note().attempt())
        .setRuleSet(ref.ruleSet())
        .setJob(ref.job())
        .setRegion(run.identity().region())
        .setWork(work(task, job))
        .setBehind(behind(run))
        .setConcurrency(job.work().concurrency())
        .setTimeoutMs(task.note().timeoutMs())
        .setAttempts(retry.attempts())
        .setBackoffMs(retry.backoff().toMillis())
        .setMaxBackoffMs(retry.maxBackoff().toMillis())
        .setKeysPerSecond(task.note().keysPerSecond())
        .setTtlJitter(job.ttlJitter().isPresent() ? (Double) job.ttlJitter().getAsDouble() : null)
        .setLifeMs(Lives.of(task.note()).map(Duration::toMillis).orElse(null))
        .setPlannedAtMs(nowMs)
        .build();
  }

  private static Object work(OpenTask task, JobDefinition job) {
    if (!task.isListing()) {
      return new LoadKeys(task.note().keys());
    }
    Object source =
        job.keys() instanceof KeySource.Jdbc jdbc
            ? new QueryKeys(jdbc.dataSource(), jdbc.query().text())
            : job.keys() instanceof KeySource.Http http
                ? new EndpointKeys(http.endpoint(), http.path())
                : null;
    if (source == null) {
      throw new IllegalStateException(
          "job " + JobRef.of(job) + ": found no source that lists keys, expected jdbc or http");
    }
    return new ListKeys(source, job.work().maxKeys());
  }

  private static List<LogOffset> behind(Run run) {
    return run.identity().behind().entrySet().stream()
        .map(each -> new LogOffset(each.getKey(), each.getValue()))
        .toList();
  }
}
