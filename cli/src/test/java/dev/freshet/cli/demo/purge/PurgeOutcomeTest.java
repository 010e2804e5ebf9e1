// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.demo.purge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.cli.demo.purge.HitRates.Reads;
import dev.freshet.events.avro.RunState;
import dev.freshet.events.avro.RunTrigger;
import dev.freshet.events.avro.WarmupPriority;
import dev.freshet.events.avro.WarmupRun;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PurgeOutcomeTest {
  private static PurgeOutcome outcome(RunState state, long loaded, long stale) {
    WarmupRun run =
        WarmupRun.newBuilder()
            .setRun("demo.prices-again.1")
            .setRuleSet("demo")
            .setJob("prices-again")
            .setRegion("demo:price")
            .setService("dev")
            .setPriority(WarmupPriority.HIGH)
            .setTrigger(RunTrigger.AFTER)
            .setCause("demo/prices-changed: t|demo:shop:1")
            .setState(state)
            .setReason(state == RunState.DONE ? null : "because")
            .setDueAtMs(0)
            .setPlannedAtMs(0)
            .setTasks(10)
            .setTasksInFlight(0)
            .setTasksDone(10)
            .setTasksFailed(0)
            .setKeys(1_000)
            .setPresent(60)
            .setLoaded(loaded)
            .setAbsent(0)
            .setRefused(0)
            .setFailed(0)
            .setLeftOut(0)
            .setRejected(0)
            .setRetries(0)
            .setSourceTimeMs(0)
            .setErrors(List.of())
            .setPlanner("here")
            .build();
    Reads reads = new Reads(100, 3);
    return new PurgeOutcome(5_000, 1, run, 412, reads, reads, new Reads(2_000, 0), stale);
  }

  @Test
  void shouldBeRightIfAllIsWarmAndNothingWasStale() {
    PurgeOutcome outcome = outcome(RunState.DONE, 940, 0);

    assertEquals(Optional.empty(), outcome.problem());
    assertEquals(
        "{purgedKeys=5000, warmedKeys=1000, warmUpMs=412, waitedAfterWarmUp=0}",
        outcome.toMap().toString());
    assertTrue(
        outcome.toTable().contains("5,000 keys stale by 1 command, 1,000 warm again after 412 ms"),
        outcome::toTable);
  }

  @Test
  void shouldSayWhatIsWrong() {
    assertEquals(
        Optional.of("found 2 stale reads of prices, expected none"),
        outcome(RunState.DONE, 940, 2).problem());
    assertEquals(
        Optional.of(
            "warm-up run demo.prices-again.1: found it failed with 60 of 1,000 keys warm, expected"
                + " all of them: because"),
        outcome(RunState.FAILED, 0, 0).problem());
    assertTrue(outcome(RunState.DONE, 939, 0).problem().isPresent());
  }
}
