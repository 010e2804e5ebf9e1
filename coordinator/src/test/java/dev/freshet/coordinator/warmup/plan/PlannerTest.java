// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.warmup.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.coordinator.warmup.TestJobs;
import dev.freshet.events.avro.CancelRun;
import dev.freshet.events.avro.MemberStatus;
import dev.freshet.events.avro.RetryRun;
import dev.freshet.events.avro.RunState;
import dev.freshet.events.avro.RunTrigger;
import dev.freshet.events.avro.TaskOutcome;
import dev.freshet.events.avro.Warmed;
import dev.freshet.events.avro.WarmupRun;
import dev.freshet.events.avro.WarmupTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** When runs begin, how their tasks are handed out, and how they end. */
class PlannerTest {
  private static final String LIST = "keys: {list: [user:1, user:2, user:3]}";
  private static final String EVERY = "id: every, region: user, every: 10m, " + LIST;
  private static final String DEMAND = "id: demand, region: user, onDemand: true, " + LIST;

  @Test
  void shouldHandOutTasksAndCountThem() {
    Planning plan = new Planning(DEMAND + ", batchSize: 2, priority: high");

    plan.start("r1", "demand");
    assertEquals(2, plan.tasks.size());
    WarmupTask first = plan.done();
    assertEquals(List.of("user:1", "user:2"), Planning.keys(first));
    plan.done();

    WarmupRun run = plan.run("r1");
    assertEquals(RunState.DONE, run.getState());
    assertEquals(3, run.getKeys());
    assertEquals(3, run.getLoaded());
    assertEquals(2, run.getTasksDone());
    assertEquals(2, run.getTasks());
    assertEquals("shop", run.getService().orElseThrow());
    assertEquals("by ann: a test", run.getCause().orElseThrow());
    assertEquals(List.of(new Warmed("user", "demand", "r1", 3L, 0L)), plan.warmed);
  }

  @Test
  void shouldHandOutNoMoreThanWindow() {
    Planning plan =
        new Planning(
            "id: demand, region: user, onDemand: true, batchSize: 1, keys: {hottest: 1000}");
    plan.hot("a", "user", Planning.keys("user:", 900));

    plan.start("r1", "demand");

    assertEquals(4 * 8, plan.tasks.size());
    assertEquals(900, plan.figures().keysWaiting() + plan.tasks.size());
    plan.done();
    assertEquals(4 * 8, plan.tasks.size());
    plan.allDone();
    assertEquals(900, plan.run("r1").getLoaded());
  }

  @Test
  void shouldRunAtOnceAndThenOnItsGrid() {
    Planning plan = new Planning(EVERY + ", timeout: 1h");

    plan.pass(Duration.ofMinutes(25));

    assertEquals(
        List.of(
            "shop.every.20300101T120000.500Z",
            "shop.every.20300101T121000.500Z",
            "shop.every.20300101T122000.500Z"),
        List.copyOf(plan.runs.keySet()));
    assertEquals(
        List.of(RunState.RUNNING, RunState.SKIPPED, RunState.SKIPPED),
        plan.runs.values().stream().map(WarmupRun::getState).toList());
    WarmupRun skipped = plan.run("shop.every.20300101T121000.500Z");
    assertEquals(
        "run shop.every.20300101T120000.500Z was still under way",
        skipped.getReason().orElseThrow());
    assertEquals(RunTrigger.EVERY, skipped.getTrigger());
  }

  @Test
  void shouldRunByCalendar() {
    Planning plan = new Planning("id: cron, region: user, cron: '30 12 * * *', " + LIST);

    plan.pass(Duration.ofMinutes(29));
    assertTrue(plan.runs.isEmpty());
    plan.pass(Duration.ofMinutes(2));

    assertEquals("shop.cron.20300101T123000Z", plan.run().getRun());
    plan.takenOver();
    plan.allDone();
    plan.pass(Duration.ofHours(1));
    assertEquals(1, plan.runs.size());
  }

  @Test
  void shouldRunOnceForAllThatWasMissedOrNotAtAll() {
    Planning plan = new Planning(EVERY, EVERY.replace("id: every", "id: skips, misfire: skip"));
    plan.tick();
    plan.allDone();
    assertEquals(2, plan.runs.size());

    plan.gap(Duration.ofMinutes(65));
    plan.takenOver();
    plan.tick();

    plan.allDone();
    assertEquals(
        Set.of(
            "shop.every.20300101T120000Z",
            "shop.skips.20300101T120000Z",
            "shop.every.20300101T130000Z"),
        plan.runs.keySet());
    assertEquals(1, plan.changes.stream().filter(PlanChange.Missed.class::isInstance).count());
    plan.pass(Duration.ofMinutes(6));
    assertTrue(plan.runs.containsKey("shop.skips.20300101T131000Z"));
  }

  @Test
  void shouldNotRepeatWhatWasDueWhenClockIsTurnedBack() {
    Planning plan = new Planning(EVERY);
    plan.tick();
    plan.allDone();

    plan.wall = plan.wall.minus(Duration.ofHours(1));
    plan.pass(Duration.ofMinutes(65));
    assertEquals(1, plan.runs.size());
    plan.pass(Duration.ofMinutes(6));

    assertEquals(2, plan.runs.size());
  }

  @Test
  void shouldNotTakeOverTheTimeOfClockThatWasFarAhead() {
    Planning plan = new Planning(EVERY);
    plan.tick();
    plan.allDone();
    plan.wall = plan.wall.plus(Duration.ofDays(3650));
    plan.tick();
    plan.allDone();
    plan.wall = plan.wall.minus(Duration.ofDays(3650));
    plan.tick();
    assertEquals(2, plan.runs.size());

    plan.gap(Duration.ofMinutes(11));
    plan.takenOver();
    plan.tick();

    assertEquals(3, plan.runs.size());
  }

  @Test
  void shouldWaitForJobsThatItDependsOn() {
    Planning plan = new Planning(DEMAND, EVERY + ", dependsOn: [demand]");
    plan.tick();
    WarmupRun waiting = plan.run();
    assertEquals(RunState.WAITING, waiting.getState());
    assertEquals("job shop/demand was never done", waiting.getReason().orElseThrow());

    plan.start("r1", "demand");
    plan.pass(Duration.ofSeconds(1));
    assertEquals(
        "job shop/demand is under way", plan.run(waiting.getRun()).getReason().orElseThrow());
    plan.takenOver();
    plan.done();

    plan.pass(Duration.ofSeconds(1));
    assertEquals(RunState.RUNNING, plan.run(waiting.getRun()).getState());
  }

  @Test
  void shouldMakeTasksThatAreNotTooLarge() {
    Planning plan = new Planning(DEMAND + ", batchSize: 10000");
    String[] keys = Planning.keys("user:" + "x".repeat(1_000), 1_000);

    plan.start("r1", "demand", keys);
    plan.takenOver();

    assertTrue(plan.tasks.size() > 2);
    assertEquals(1_000, plan.tasks.stream().mapToInt(task -> Planning.keys(task).size()).sum());
    assertTrue(
        plan.tasks.stream()
            .allMatch(task -> String.join("", Planning.keys(task)).length() < 400_000));
  }

  @Test
  void shouldCancelAndCountWhatWasUnderWay() {
    Planning plan = new Planning(DEMAND + ", batchSize: 2");
    plan.start("r1", "demand");

    plan.say(new CancelRun("r1", "bob", "too early"));
    plan.say(new CancelRun("r2", null, null));
    plan.done();
    plan.pass(Duration.ofSeconds(1));

    WarmupRun run = plan.run("r1");
    assertEquals(RunState.CANCELLED, run.getState());
    assertEquals("by bob: too early", run.getReason().orElseThrow());
    assertEquals(2, run.getLoaded());
    assertEquals(1, run.getTasksInFlight());
    assertEquals(List.of(PlanChange.Reason.UNKNOWN_RUN), reasons(plan));
  }

  private static List<PlanChange.Reason> reasons(Planning plan) {
    return plan.rejected.stream().map(PlanChange.Rejected::reason).toList();
  }

  @Test
  void shouldRetryWhatHasFailed() {
    Planning plan = new Planning(DEMAND);
    plan.start("r1", "demand");
    plan.say(
        Planning.report(plan.tasks.removeFirst())
            .setLoaded(1)
            .setFailed(2)
            .setFailedKeys(List.of("user:2", "user:3"))
            .setError("source is away")
            .build());
    assertEquals(RunState.DONE, plan.run("r1").getState());
    plan.takenOver();

    plan.say(new RetryRun("r1", "r2", "ann", null));

    assertEquals(List.of("user:2", "user:3"), Planning.keys(plan.done()));
    assertEquals(RunTrigger.RETRY, plan.run("r2").getTrigger());
    plan.say(new RetryRun("r2", "r3", null, null));
    assertEquals("no key of run r2 has failed", plan.run("r3").getReason().orElseThrow());
    plan.say(new RetryRun("nothing", "r4", null, null));
    assertEquals(RunState.FAILED, plan.run("r4").getState());
    plan.say(new RetryRun("r1", "r2", "ann", null));
    assertTrue(plan.tasks.isEmpty());
  }

  @Test
  void shouldFailIfNoKeyCouldBeLoaded() {
    Planning plan = new Planning(DEMAND);
    plan.start("r1", "demand");
    plan.say(
        Planning.report(plan.tasks.removeFirst())
            .setOutcome(TaskOutcome.FAILED)
            .setLoaded(0)
            .setError("poison")
            .build());

    assertEquals(RunState.FAILED, plan.run("r1").getState());
    assertEquals(3, plan.run("r1").getFailed());
    assertEquals("no key could be loaded: poison", plan.run("r1").getReason().orElseThrow());
  }

  @Test
  void shouldRefuseOrdersThatCannotBeCarriedOut() {
    Planning plan = new Planning(DEMAND);

    plan.start("r1", "nonsense");
    plan.start(" ", "demand");
    plan.start("r2", "demand");
    plan.start("r3", "demand");
    plan.start("r4", "demand", "user:9");
    plan.start("r2", "demand");

    assertEquals("no job is named shop/nonsense", plan.run("r1").getReason().orElseThrow());
    assertEquals(RunState.FAILED, plan.run("r1").getState());
    assertEquals(RunState.SKIPPED, plan.run("r3").getState());
    assertEquals(RunState.RUNNING, plan.run("r4").getState());
    assertEquals(2, plan.tasks.size());
    assertEquals(List.of(PlanChange.Reason.ILLEGAL_RUN), reasons(plan));
  }

  @Test
  void shouldChooseServiceAndWaitForOne() {
    Planning plan = new Planning(DEMAND);
    plan.members = TestJobs.members(TestJobs.loader("shop", "a", MemberStatus.DRAINING, 9, null));
    plan.start("r1", "demand");
    assertEquals(RunState.WAITING, plan.run("r1").getState());
    assertEquals("no live member can load region user", plan.run("r1").getReason().orElseThrow());

    plan.members =
        TestJobs.members(
            TestJobs.loader("a", "1"),
            TestJobs.loader("shop", "1", MemberStatus.UP, 5, null),
            TestJobs.loader("other", "1", MemberStatus.UP, 5, null));
    plan.tick();

    assertEquals("other", plan.run("r1").getService().orElseThrow());
    plan.start("r2", "demand", "user:4");
    plan.ready.clear();
    plan.start("r3", "demand", "user:5");
    assertEquals(
        "the topics of service other are being made", plan.run("r3").getReason().orElseThrow());
    assertTrue(plan.changes.contains(new PlanChange.TopicsWanted("other")));
  }

  @Test
  void shouldHaveTopicsMadeBeforeTheFirstRun() {
    Planning plan = new Planning(DEMAND);
    plan.ready.remove("shop");

    plan.tick();
    assertEquals(List.of(new PlanChange.TopicsWanted("shop")), plan.changes);

    plan.changes.clear();
    plan.ready.add("shop");
    plan.tick();
    assertEquals(List.of(), plan.changes);
  }

  @Test
  void shouldFailRunThatNobodyCanDo() {
    Planning plan = new Planning(DEMAND + ", batchSize: 1");
    plan.start("r1", "demand");
    plan.members = TestJobs.members();
    plan.pass(Duration.ofMinutes(9));
    assertEquals(RunState.WAITING, plan.run("r1").getState());
    plan.pass(Duration.ofMinutes(2));

    assertEquals(RunState.FAILED, plan.run("r1").getState());
    assertEquals(
        "no live member can load region user since 10 minutes",
        plan.run("r1").getReason().orElseThrow());
  }

  @Test
  void shouldFailIfJobOrRegionIsGone() {
    String sessions = "id: demand, region: session, onDemand: true, keys: {hottest: 1}";
    Planning plan = new Planning(DEMAND, sessions.replace("id: demand", "id: other"));
    plan.start("r1", "demand");
    plan.start("r2", "other", "session:1:1");
    plan.jobs = TestJobs.jobs(sessions);

    plan.pass(Duration.ofSeconds(1));

    assertEquals("job shop/other is gone", plan.run("r2").getReason().orElseThrow());
    assertEquals(
        "job shop/demand warms region session now", plan.run("r1").getReason().orElseThrow());
    assertTrue(plan.runs.values().stream().allMatch(run -> run.getState() == RunState.FAILED));
  }

  @Test
  void shouldHandOutTasksThatAreLostAndGiveUpAtLast() {
    Planning plan = new Planning(DEMAND + ", timeout: 10s, retry: {attempts: 1}");
    plan.start("r1", "demand");
    List<Integer> attempts = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      attempts.add(plan.tasks.removeFirst().getAttempt());
      plan.pass(Duration.ofSeconds(109));
      assertTrue(plan.tasks.isEmpty());
      plan.pass(Duration.ofSeconds(1));
      plan.pass(Duration.ofSeconds(plan.tasks.isEmpty() ? 1 : 0));
    }

    assertEquals(List.of(1, 2, 3), attempts);
    assertEquals(RunState.FAILED, plan.run("r1").getState());
    assertEquals(3, plan.run("r1").getFailed());
    assertEquals(List.of("task 0: no worker has reported on it"), plan.run("r1").getErrors());
  }

  @Test
  void shouldCountLateReportOfEarlierAttempt() {
    Planning plan = new Planning(DEMAND + ", timeout: 10s, retry: {attempts: 1}");
    plan.start("r1", "demand");
    WarmupTask first = plan.tasks.removeFirst();
    plan.pass(Duration.ofSeconds(112));
    WarmupTask second = plan.tasks.removeFirst();
    assertEquals(2, second.getAttempt());

    plan.done(first);
    plan.done(second);

    assertEquals(RunState.DONE, plan.run("r1").getState());
    assertEquals(3, plan.run("r1").getLoaded());
  }

  @Test
  void shouldNeverGiveNumberOfTaskToAnotherOverCrashes() {
    Planning plan = new Planning(DEMAND + ", batchSize: 1");
    plan.ready.clear();
    plan.start("r1", "demand");
    Map<String, byte[]> beforeTasks = Map.copyOf(plan.notes);
    plan.ready.add("shop");
    Set<Integer> numbers = new HashSet<>();
    for (int i = 0; i < 3; i++) {
      plan.gap(Duration.ofMillis(10));
      plan.tick();
      plan.tasks.forEach(task -> numbers.add(task.getNumber()));
      plan.tasks.clear();
      plan.notes.clear();
      plan.notes.putAll(beforeTasks);
      plan.takenOver();
    }

    assertEquals(9, numbers.size());
  }

  @Test
  void shouldNotTakeTasksForLostWhileWorkersAreBusyWithOthers() {
    Planning plan = new Planning(DEMAND + ", batchSize: 1, timeout: 10s, retry: {attempts: 1}");
    plan.start("r1", "demand");
    plan.pass(Duration.ofSeconds(100));
    plan.done();
    plan.pass(Duration.ofSeconds(100));

    assertTrue(plan.tasks.stream().allMatch(task -> task.getAttempt() == 1));
    plan.pass(Duration.ofSeconds(12));
    assertTrue(plan.tasks.stream().anyMatch(task -> task.getAttempt() == 2));
  }

  @Test
  void shouldKeepToLimitOverAllRunsOfRegion() {
    Planning plan =
        new Planning(
            DEMAND + ", priority: low, ratePerSecond: 40, batchSize: 1",
            DEMAND.replace("id: demand", "id: urgent, priority: high"));
    plan.start("r1", "demand", Planning.keys("user:", 200));
    plan.start("r2", "urgent", Planning.keys("user:x", 10));
    assertEquals(40, pace(plan.tasks), 1e-6);
    assertTrue(plan.tasks.stream().allMatch(task -> task.getRun().equals("r1")));

    plan.done();
    plan.pass(Duration.ofSeconds(1));

    assertEquals("r1", plan.tasks.getFirst().getRun());
    assertTrue(pace(plan.tasks) <= 40 + 1e-6);
    plan.say(new CancelRun("r1", null, null));
    plan.pass(Duration.ofSeconds(1));
    assertTrue(pace(plan.tasks) <= 40 + 1e-6);
    while (plan.run("r2").getState() != RunState.DONE) {
      plan.done();
      assertTrue(pace(plan.tasks) <= 40 + 1e-6);
    }
  }

  private static double pace(Iterable<WarmupTask> tasks) {
    double sum = 0;
    for (WarmupTask task : tasks) {
      sum += task.getKeysPerSecond().orElse(0.0);
    }
    return sum;
  }

  @Test
  void shouldForgetRunsAndAllTheirNotes() {
    Planning plan = new Planning(DEMAND);
    for (int i = 0; i < Runs.KEPT + 5; i++) {
      plan.start("r" + i, "demand", "user:" + i);
      plan.say(
          Planning.report(plan.tasks.removeFirst())
              .setLoaded(0)
              .setFailed(1)
              .setFailedKeys(List.of("user:" + i))
              .build());
      plan.gap(Duration.ofMillis(1));
    }
    plan.pass(Duration.ofSeconds(11));
    assertEquals(Runs.KEPT, plan.runs.size());
    assertTrue(plan.runs.containsKey("r" + (Runs.KEPT + 4)));

    plan.gap(Duration.ofDays(8));
    plan.jobs = TestJobs.jobs();
    plan.pass(Duration.ofSeconds(11));
    plan.pass(Duration.ofSeconds(11));

    assertEquals(Map.of(), plan.runs);
    assertEquals(Set.of(), plan.notes.keySet());
  }
}
