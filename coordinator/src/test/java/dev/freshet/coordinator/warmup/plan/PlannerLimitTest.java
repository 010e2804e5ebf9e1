// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.warmup.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.coordinator.warmup.TestJobs;
import dev.freshet.events.avro.CancelRun;
import dev.freshet.events.avro.MemberStatus;
import dev.freshet.events.avro.WarmupTask;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a source is asked for at most, when the world does not stay as it was. */
class PlannerLimitTest {
  private static final String DEMAND =
      "id: demand, region: user, onDemand: true, batchSize: 1, timeout: 10s, keys: {hottest: 1}";
  private static final String LIMITED = DEMAND + ", ratePerSecond: 40";

  private static String[] keys(int count) {
    return IntStream.range(0, count).mapToObj(i -> "user:" + i).toArray(String[]::new);
  }

  private static double pace(Planning plan) {
    return plan.tasks.stream().mapToDouble(task -> task.getKeysPerSecond().orElse(1e9)).sum();
  }

  @Test
  void shouldWaitForTasksFromBeforeTheSourceHadLimit() {
    Planning plan = new Planning(DEMAND);
    plan.start("r1", "demand", keys(200));
    List<WarmupTask> free = List.copyOf(plan.tasks);
    plan.tasks.clear();
    plan.members = TestJobs.members(TestJobs.loader("shop", "a", MemberStatus.UP, 0, 10.0));

    for (WarmupTask task : free) {
      plan.pass(Duration.ofSeconds(1));
      assertTrue(plan.tasks.isEmpty(), () -> "found " + plan.tasks);
      plan.done(task);
    }

    assertFalse(plan.tasks.isEmpty());
    assertTrue(pace(plan) <= 10 + 1e-6);
  }

  @Test
  void shouldLeaveTasksWithoutPaceInTheirTopicUntilSomebodyComes() {
    Planning plan = new Planning(DEMAND);
    plan.start("r1", "demand", keys(10));
    int out = plan.tasks.size();
    plan.members = TestJobs.members();
    plan.pass(Duration.ofMinutes(9));
    plan.members = TestJobs.members(TestJobs.loader("shop", "a"));

    plan.pass(Duration.ofSeconds(100));
    assertEquals(out, plan.tasks.size());
    plan.pass(Duration.ofSeconds(20));

    assertEquals(2 * out, plan.tasks.size());
    assertEquals(2, plan.tasks.getLast().getAttempt());
  }

  @Test
  void shouldGiveThePaceOfTasksToOthersOnceNobodyCanBeginThem() {
    Planning plan = new Planning(LIMITED);
    plan.start("r1", "demand", keys(200));
    int out = plan.tasks.size();
    plan.members = TestJobs.members();
    plan.pass(Duration.ofMinutes(5));
    plan.members = TestJobs.members(TestJobs.loader("other", "b"));

    plan.pass(Duration.ofSeconds(9));
    assertEquals(out, plan.tasks.size(), "shop may still come back and begin them");
    plan.pass(Duration.ofSeconds(2));

    assertEquals(2 * out, plan.tasks.size());
    assertEquals(2, plan.tasks.getLast().getAttempt());
  }

  @Test
  void shouldHandOutAtOnceWhatGrewTooOldWhileNobodyWasThere() {
    Planning plan = new Planning(LIMITED);
    plan.start("r1", "demand", keys(200));
    int out = plan.tasks.size();
    plan.members = TestJobs.members();
    plan.pass(Duration.ofMinutes(9));
    plan.members = TestJobs.members(TestJobs.loader("shop", "a"));

    plan.pass(Duration.ofSeconds(2));

    assertEquals(2 * out, plan.tasks.size());
  }

  /** Busy workers report others all the while. */
  @Test
  void shouldNotWaitForTasksThatNobodyCanBegin() {
    Planning plan = new Planning(LIMITED);
    plan.start("r1", "demand", keys(200));
    WarmupTask old = plan.tasks.removeFirst();

    for (int i = 0; i < 62; i++) {
      plan.done();
      plan.pass(Duration.ofSeconds(5));
    }
    plan.pass(Duration.ofSeconds(1));

    assertTrue(
        plan.tasks.stream()
            .anyMatch(task -> task.getNumber() == old.getNumber() && task.getAttempt() == 2),
        () -> "found " + plan.tasks);
  }

  @Test
  void shouldGiveTasksThatHaveAPaceALife() {
    Planning limited = new Planning(LIMITED);
    limited.start("r1", "demand", keys(1));
    Planning free = new Planning(DEMAND);
    free.start("r1", "demand", keys(1));

    assertEquals(Optional.of(110_000L), limited.tasks.getFirst().getLifeMs());
    assertEquals(Optional.empty(), free.tasks.getFirst().getLifeMs());
  }

  @Test
  void shouldCountTasksOfRunThatEndedUntilSomebodyCanHaveDoneThem() {
    Planning plan = new Planning(LIMITED);
    plan.start("r1", "demand", keys(200));
    plan.say(new CancelRun("r1", null, null));
    plan.members = TestJobs.members();
    plan.pass(Duration.ofMinutes(20));
    plan.members = TestJobs.members(TestJobs.loader("shop", "a"));

    plan.start("r2", "demand", keys(200));
    assertTrue(pace(plan) <= 40 + 1e-6);
    plan.tasks.clear();
    plan.pass(Duration.ofMinutes(2));

    assertEquals("r2", plan.tasks.getFirst().getRun());
    assertTrue(pace(plan) <= 40 + 1e-6);
  }

  @Test
  void shouldGiveWorkersTheTimeOfAllDeliveries() {
    Planning plan = new Planning(DEMAND.replace("10s", "2m, retry: {attempts: 1}"));
    plan.start("r1", "demand", keys(1));

    plan.pass(Duration.ofMinutes(10));
    assertEquals(1, plan.tasks.size());
    plan.pass(Duration.ofMinutes(1).plusSeconds(1));

    assertEquals(2, plan.tasks.size());
  }
}
