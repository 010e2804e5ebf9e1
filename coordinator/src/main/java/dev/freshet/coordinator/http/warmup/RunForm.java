// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.warmup;

import dev.freshet.coordinator.http.warmup.KnownRuns.Known;
import dev.freshet.coordinator.warmup.view.RunStates;
import dev.freshet.events.avro.RunTrigger;
import dev.freshet.events.avro.WarmupPriority;
import dev.freshet.events.avro.WarmupRun;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Locale;

/** Runs as the API shows them: the schemas {@code WarmupRun} and {@code LastRun}. Pure. */
final class RunForm {
  private static final double MS_PER_SECOND = 1_000.0;
  private static final double TENTH = 10.0;

  private RunForm() {}

  /**
   * A run; one that planners have not told of yet is {@code ordered}, and the rest is not known.
   */
  static JsonObject of(Known known, Instant now) {
    WarmupRun run = known.run();
    JsonObject json =
        new JsonObject()
            .put("run", run.getRun())
            .put("ruleSet", run.getRuleSet())
            .put("job", run.getJob())
            .put("region", run.getRegion());
    run.getService().ifPresent(service -> json.put("service", service));
    json.put("priority", word(run.getPriority())).put("trigger", trigger(run.getTrigger()));
    run.getCause().ifPresent(cause -> json.put("cause", cause));
    json.put("state", known.isPlanned() ? RunStates.text(run.getState()) : "ordered");
    run.getReason().ifPresent(reason -> json.put("reason", reason));
    return known.isPlanned() ? counts(times(json, run), run, now) : json;
  }

  /** The same, of one that planners have told of. */
  static JsonObject of(WarmupRun run, Instant now) {
    return of(new Known(run, true), now);
  }

  /** The least that tells how it went. */
  static JsonObject brief(WarmupRun run) {
    JsonObject json =
        new JsonObject()
            .put("run", run.getRun())
            .put("state", RunStates.text(run.getState()))
            .put("plannedAt", time(run.getPlannedAtMs()));
    run.getEndedAtMs().ifPresent(at -> json.put("endedAt", time(at)));
    return json.put("keys", run.getKeys()).put("failed", run.getFailed());
  }

  private static JsonObject times(JsonObject json, WarmupRun run) {
    json.put("dueAt", time(run.getDueAtMs())).put("plannedAt", time(run.getPlannedAtMs()));
    run.getStartedAtMs().ifPresent(at -> json.put("startedAt", time(at)));
    run.getEndedAtMs().ifPresent(at -> json.put("endedAt", time(at)));
    return json;
  }

  private static JsonObject counts(JsonObject json, WarmupRun run, Instant now) {
    json.put(
            "tasks",
            new JsonObject()
                .put("known", run.getTasks())
                .put("inFlight", run.getTasksInFlight())
                .put("done", run.getTasksDone())
                .put("failed", run.getTasksFailed()))
        .put(
            "keys",
            new JsonObject()
                .put("known", run.getKeys())
                .put("done", RunStates.keysDone(run))
                .put("present", run.getPresent())
                .put("loaded", run.getLoaded())
                .put("absent", run.getAbsent())
                .put("refused", run.getRefused())
                .put("failed", run.getFailed())
                .put("leftOut", run.getLeftOut())
                .put("rejected", run.getRejected()))
        .put("retries", run.getRetries())
        .put("sourceTimeMs", run.getSourceTimeMs());
    run.getStartedAtMs().ifPresent(at -> pace(json, run, at, now));
    return json.put("errors", new JsonArray(run.getErrors())).put("planner", run.getPlanner());
  }

  /** Over all of its time; the planner's clock may be ahead of ours. */
  private static void pace(JsonObject json, WarmupRun run, long startedAtMs, Instant now) {
    long took = run.getEndedAtMs().orElse(now.toEpochMilli()) - startedAtMs;
    if (took > 0) {
      double perSecond = RunStates.keysDone(run) * MS_PER_SECOND / took;
      json.put("keysPerSecond", Math.round(perSecond * TENTH) / TENTH);
    }
  }

  static String word(WarmupPriority priority) {
    return priority.name().toLowerCase(Locale.ROOT);
  }

  private static String trigger(RunTrigger trigger) {
    return switch (trigger) {
      case EVERY -> "every";
      case CRON -> "cron";
      case AFTER -> "after";
      case ON_DEMAND -> "onDemand";
      case RETRY -> "retry";
    };
  }

  private static String time(long ms) {
    return Instant.ofEpochMilli(ms).toString();
  }
}
