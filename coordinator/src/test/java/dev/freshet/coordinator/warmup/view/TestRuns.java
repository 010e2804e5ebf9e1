// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.warmup.view;

import dev.freshet.events.avro.RunState;
import dev.freshet.events.avro.RunTrigger;
import dev.freshet.events.avro.WarmupPriority;
import dev.freshet.events.avro.WarmupRun;
import java.util.List;

/** Runs as tests need them. */
public final class TestRuns {
  private TestRuns() {}

  /** A run of {@code shop/carts} that has just been planned. */
  public static WarmupRun.Builder run(String id, RunState state, long plannedAtMs) {
    return WarmupRun.newBuilder()
        .setRun(id)
        .setRuleSet("shop")
        .setJob("carts")
        .setRegion("cart")
        .setPriority(WarmupPriority.HIGH)
        .setTrigger(RunTrigger.EVERY)
        .setState(state)
        .setDueAtMs(plannedAtMs)
        .setPlannedAtMs(plannedAtMs)
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
        .setPlanner("coordinator-1");
  }

  /** All of them. */
  public static Runs of(WarmupRun... runs) {
    Runs all = new Runs(100);
    List.of(runs).forEach(all::put);
    return all;
  }
}
