// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.warmup;

import dev.freshet.events.avro.RunState;
import dev.freshet.events.avro.RunTrigger;
import dev.freshet.events.avro.WarmupPriority;
import dev.freshet.events.avro.WarmupRun;
import java.time.Instant;
import java.util.List;

/** Runs before planners know of them. Pure. */
final class Expected {
  private Expected() {}

  /** What is run. */
  record Job(String ruleSet, String id, String region, WarmupPriority priority) {}

  /** A run of which nothing is known but that it was ordered. */
  static WarmupRun run(Job job, String run, RunTrigger trigger, Asked asked, Instant now) {
    return WarmupRun.newBuilder()
        .setRun(run)
        .setRuleSet(job.ruleSet())
        .setJob(job.id())
        .setRegion(job.region())
        .setPriority(job.priority())
        .setTrigger(trigger)
        .setCause(asked.text())
        .setState(RunState.WAITING)
        .setDueAtMs(now.toEpochMilli())
        .setPlannedAtMs(now.toEpochMilli())
        .setTasks(0)
        .setTasksInFlight(0)
        .setTasksDone(0)
        .setTasksFailed(0)
        .setKeys(0)
        .setPresent(0)
        .setLoaded(0)
        .setAbsent(0)
        .setRefused(0)
        .setFailed(0)
        .setLeftOut(0)
        .setRejected(0)
        .setRetries(0)
        .setSourceTimeMs(0)
        .setErrors(List.of())
        .setPlanner("")
        .build();
  }
}
