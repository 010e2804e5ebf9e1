// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.preload;

import dev.freshet.cache.EntryKey;
import dev.freshet.events.avro.LoadKeys;
import dev.freshet.events.avro.WarmupTask;
import dev.freshet.rules.job.JobDefinition;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;

/** Tasks of a job that a node hands to itself. Safe for any thread. */
final class JobTasks {
  private final JobDefinition job;
  private final AtomicInteger numbers = new AtomicInteger();

  JobTasks(JobDefinition job) {
    this.job = job;
  }

  WarmupTask load(List<EntryKey> keys) {
    return of(new LoadKeys(keys.stream().map(EntryKey::text).toList()));
  }

  /** With some work; not limited, because the limit of a source is one over all workers. */
  WarmupTask of(Object work) {
    JobDefinition.Work limits = job.work();
    OptionalDouble jitter = job.ttlJitter();
    return WarmupTask.newBuilder()
        .setRun("join")
        .setNumber(numbers.getAndIncrement())
        .setAttempt(1)
        .setRuleSet(job.ruleSet())
        .setJob(job.id().text())
        .setRegion(job.region().text())
        .setWork(work)
        .setBehind(List.of())
        .setConcurrency(limits.concurrency())
        .setTimeoutMs(limits.timeout().toMillis())
        .setAttempts(limits.retry().attempts())
        .setBackoffMs(limits.retry().backoff().toMillis())
        .setMaxBackoffMs(limits.retry().maxBackoff().toMillis())
        .setTtlJitter(jitter.isPresent() ? jitter.getAsDouble() : null)
        .setPlannedAtMs(0)
        .build();
  }
}
