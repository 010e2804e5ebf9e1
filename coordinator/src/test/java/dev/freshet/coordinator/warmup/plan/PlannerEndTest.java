// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.warmup.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.freshet.coordinator.warmup.TestJobs;
import dev.freshet.events.avro.RunState;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Each run ends, whatever becomes of those who could do it. */
class PlannerEndTest {
  private static final String DEMAND =
      "id: demand, region: user, onDemand: true, keys: {list: [user:1, user:2]}";

  @Test
  void shouldEndRunOfWhichAllIsDoneWhenNobodyIsLeft() {
    Planning plan = new Planning(DEMAND);
    plan.start("r1", "demand");
    plan.members = TestJobs.members();
    plan.tick();
    assertEquals(RunState.WAITING, plan.run("r1").getState());

    plan.done();

    assertEquals(RunState.DONE, plan.run("r1").getState());
    assertEquals(2, plan.run("r1").getLoaded());
  }

  @Test
  void shouldFailRunWhoseTopicsAreNeverMade() {
    Planning plan = new Planning(DEMAND);
    plan.ready.clear();
    plan.members = TestJobs.members();
    plan.start("r1", "demand");
    plan.pass(Duration.ofMinutes(9));
    plan.members = TestJobs.members(TestJobs.loader("shop", "a"));
    plan.pass(Duration.ofMinutes(9));
    assertEquals(RunState.WAITING, plan.run("r1").getState());

    plan.pass(Duration.ofMinutes(2));

    assertEquals(RunState.FAILED, plan.run("r1").getState());
    assertEquals(
        "the topics of service shop are being made since 10 minutes",
        plan.run("r1").getReason().orElseThrow());
  }
}
