// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.diff;

import dev.freshet.rules.job.JobDefinition;
import dev.freshet.rules.job.JobDefinition.Work;
import dev.freshet.rules.job.KeySource;
import dev.freshet.rules.job.Trigger;
import dev.freshet.rules.yaml.Scalar;

/** The facts of warm-up jobs. Stateless. */
final class JobFacts {
  private JobFacts() {}

  static Facts of(JobDefinition job) {
    Facts facts =
        new Facts()
            .text("description", job.description())
            .text("region", job.region())
            .word("priority", job.priority());
    trigger(job.trigger(), facts);
    keys(job.keys(), facts);
    work(job.work(), facts);
    facts
        .share("ttlJitter", job.ttlJitter())
        .word("misfire", job.misfire())
        .items("dependsOn", job.dependsOn().stream().map(Scalar::text));
    if (job.holdReady() != null) {
      facts
          .text("holdReady.share", Units.share(job.holdReady().share()))
          .time("holdReady.atMost", job.holdReady().atMost());
    }
    return facts.labels(job.labels());
  }

  private static void trigger(Trigger trigger, Facts facts) {
    if (trigger instanceof Trigger.Every every) {
      facts.time("every", every.distance());
    } else if (trigger instanceof Trigger.Cron cron) {
      facts.text("cron", cron.text().text().strip().replaceAll(" +", " "));
    } else if (trigger instanceof Trigger.After after) {
      facts
          .text("after.rule", after.ruleSet() + "/" + after.ruleId())
          .time("after.delay", after.delay());
    } else {
      facts.text(trigger instanceof Trigger.OnJoin ? "onJoin" : "onDemand", true);
    }
  }

  private static void keys(KeySource keys, Facts facts) {
    if (keys instanceof KeySource.Listed listed) {
      facts.items("keys.list", listed.keys().stream().map(Scalar::text));
    } else if (keys instanceof KeySource.Jdbc jdbc) {
      facts.text("keys.jdbc.dataSource", jdbc.dataSource());
      facts.text("keys.jdbc.query", jdbc.query());
    } else if (keys instanceof KeySource.Http http) {
      facts.text("keys.http.endpoint", http.endpoint()).text("keys.http.path", http.path());
    } else if (keys instanceof KeySource.Hottest hottest) {
      facts.text("keys.hottest", hottest.count());
    } else if (keys instanceof KeySource.Predicted predicted) {
      facts.text("keys.predicted", predicted.count());
    } else {
      facts.text(keys instanceof KeySource.Peers ? "keys.peers" : "keys.invalidated", true);
    }
  }

  private static void work(Work work, Facts facts) {
    facts
        .text("batchSize", work.batchSize())
        .text("concurrency", work.concurrency())
        .text("ratePerSecond", work.keysPerSecond() == 0 ? null : work.keysPerSecond())
        .time("timeout", work.timeout())
        .text("retry.attempts", work.retry().attempts())
        .time("retry.backoff", work.retry().backoff())
        .time("retry.maxBackoff", work.retry().maxBackoff())
        .text("maxKeys", work.maxKeys());
  }
}
