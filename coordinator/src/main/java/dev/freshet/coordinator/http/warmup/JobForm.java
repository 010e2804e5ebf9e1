// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.warmup;

import dev.freshet.coordinator.http.terms.Durations;
import dev.freshet.coordinator.warmup.view.Runs;
import dev.freshet.events.avro.RunTrigger;
import dev.freshet.events.avro.WarmupRun;
import dev.freshet.rules.job.JobDefinition;
import dev.freshet.rules.job.JobDefinition.HoldReady;
import dev.freshet.rules.job.JobDefinition.Work;
import dev.freshet.rules.job.JobSchedule;
import dev.freshet.rules.job.KeySource;
import dev.freshet.rules.job.Trigger;
import dev.freshet.rules.yaml.Scalar;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Jobs as the API shows them: the schema {@code WarmupJob}. Pure. */
final class JobForm {
  private final Runs runs;
  private final Instant now;

  /**
   * Shows jobs with what became of them.
   *
   * @param runs the runs there are
   */
  JobForm(Runs runs, Instant now) {
    this.runs = runs;
    this.now = now;
  }

  /** A job as a line of a list. */
  JsonObject brief(JobDefinition job) {
    JsonObject json = new JsonObject().put("ruleSet", job.ruleSet()).put("id", job.id().text());
    put(json, "description", job.description());
    json.put("region", job.region().text())
        .put("priority", word(job.priority()))
        .put("trigger", JobTexts.trigger(job.trigger()))
        .put("keys", JobTexts.keys(job.keys()))
        .put("limits", limits(job.work()));
    runs.of(job.ruleSet(), job.id().text())
        .findFirst()
        .ifPresent(run -> json.put("lastRun", RunForm.brief(run)));
    nextDue(job).ifPresent(due -> json.put("nextDue", due.toString()));
    return json;
  }

  /** A job with all that its rule file says. */
  JsonObject full(JobDefinition job) {
    JsonObject json = brief(job).put("misfire", word(job.misfire()));
    if (job.keys() instanceof KeySource.Jdbc jdbc) {
      put(json, "query", jdbc.query());
    } else if (job.keys() instanceof KeySource.Listed listed) {
      json.put("keyList", texts(listed.keys()));
    }
    json.put("retry", retry(job.work().retry())).put("dependsOn", texts(job.dependsOn()));
    job.ttlJitter().ifPresent(share -> json.put("ttlJitter", share));
    HoldReady hold = job.holdReady();
    if (hold != null) {
      json.put(
          "holdReady",
          new JsonObject().put("share", hold.share()).put("atMost", Durations.text(hold.atMost())));
    }
    Map<String, Object> labels = new LinkedHashMap<>(job.labels());
    return json.put("labels", new JsonObject(labels));
  }

  static JsonObject limits(Work work) {
    JsonObject json =
        new JsonObject().put("batchSize", work.batchSize()).put("concurrency", work.concurrency());
    if (work.keysPerSecond() > 0) {
      json.put("keysPerSecond", work.keysPerSecond());
    }
    return json.put("timeout", Durations.text(work.timeout())).put("maxKeys", work.maxKeys());
  }

  private static JsonObject retry(JobDefinition.Retry retry) {
    return new JsonObject()
        .put("attempts", retry.attempts())
        .put("backoff", Durations.text(retry.backoff()))
        .put("maxBackoff", Durations.text(retry.maxBackoff()));
  }

  /** A grid begins with a run that it made; before there is one, planners alone know. */
  private Optional<Instant> nextDue(JobDefinition job) {
    Optional<Instant> start =
        job.trigger() instanceof Trigger.Every
            ? runs.of(job.ruleSet(), job.id().text())
                .filter(run -> run.getTrigger() == RunTrigger.EVERY)
                .findFirst()
                .map(WarmupRun::getDueAtMs)
                .map(Instant::ofEpochMilli)
            : Optional.of(now);
    return start.flatMap(from -> JobSchedule.next(job.trigger(), from, now));
  }

  private static void put(JsonObject json, String name, @Nullable Scalar text) {
    if (text != null) {
      json.put(name, text.text());
    }
  }

  private static JsonArray texts(List<Scalar> texts) {
    JsonArray all = new JsonArray();
    texts.forEach(text -> all.add(text.text()));
    return all;
  }

  /** {@code RUN_ONCE} as {@code run-once}. */
  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
