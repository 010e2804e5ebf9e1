// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.warmup.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.coordinator.warmup.TestJobs;
import dev.freshet.events.avro.CancelRun;
import dev.freshet.events.avro.LogOffset;
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
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlannerTest {
  private static final String LIST = "keys: {list: [user:1, user:2, user:3]}";
  private static final String EVERY = "id: every, region: user, every: 10m, " + LIST;
  private static final String DEMAND = "id: demand, region: user, onDemand: true, " + LIST;
  private static final String AFTER =
      "id: after, region: user, after: {rule: user-updated}, keys: {invalidated: true}";
  private static final String SESSIONS =
      "id: after, region: session, after: {rule: user-updated}, keys: {invalidated: true}";
  private static final String QUERY =
      "id: query, region: user, onDemand: true,"
          + " keys: {jdbc: {dataSource: db, query: 'select id as \"userId\" from u'}}";

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
    plan.hot("a", "user", keys("user:", 900));

    plan.start("r1", "demand");

    assertEquals(4 * 8, plan.tasks.size());
    assertEquals(900, plan.figures().keysWaiting() + plan.tasks.size());
    plan.done();
    assertEquals(4 * 8, plan.tasks.size());
    plan.allDone();
    assertEquals(900, plan.run("r1").getLoaded());
  }

  private static String[] keys(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> prefix + i).toArray(String[]::new);
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
  void shouldWarmWhatRuleHasInvalidatedOncePerTarget() {
    Planning plan = new Planning(AFTER);

    plan.fired("k|user:1");
    plan.fired("k|user:2");
    plan.fired("k|user:1");
    plan.fired("t|u:3");
    plan.fired("r|session");
    assertTrue(plan.tasks.isEmpty());
    plan.pass(Duration.ofSeconds(1));

    WarmupTask task = plan.tasks.getFirst();
    assertEquals(List.of("user:1", "user:2", "user:3"), Planning.keys(task));
    assertEquals(List.of(new LogOffset(0, 3L)), task.getBehind());
    assertEquals("shop/user-updated: k|user:1 and 2 more", plan.run().getCause().orElseThrow());
  }

  @Test
  void shouldCollectWhileRunIsUnderWayAndOverTakeover() {
    Planning plan = new Planning(AFTER);
    plan.fired("k|user:1");
    plan.pass(Duration.ofSeconds(1));
    plan.fired("k|user:2");
    plan.pass(Duration.ofSeconds(1));
    assertEquals(1, plan.runs.size());

    plan.takenOver();
    plan.fired("k|user:3");
    plan.done();
    plan.pass(Duration.ofSeconds(1));

    assertEquals(List.of("user:2", "user:3"), Planning.keys(plan.tasks.getFirst()));
    assertEquals(2, plan.runs.size());
  }

  @Test
  void shouldWarmHotKeysThatFitWhatWasInvalidatedAsTheyWereBefore() {
    Planning plan = new Planning(SESSIONS);
    plan.hot("a", "session", "session:x:42", "session:y:7", "session:z:42");

    plan.fired("p|session|userId=42");
    plan.hot("a", "session", "session:y:7");
    plan.fired("p|session|userId=42");
    plan.pass(Duration.ofSeconds(1));

    assertEquals(List.of("session:x:42", "session:z:42"), Planning.keys(plan.tasks.getFirst()));
  }

  @Test
  void shouldWarmHottestKeysAsTheyWereBefore() {
    Planning plan =
        new Planning("id: after, region: user, after: {rule: user-updated}, keys: {hottest: 2}");
    plan.hot("a", "user", "user:1", "user:2", "user:3");
    plan.hot("b", "user", "user:2");

    plan.fired("k|user:1");
    plan.hot("a", "user", "user:9");
    plan.fired("k|user:2");
    plan.pass(Duration.ofSeconds(1));

    assertEquals(List.of("user:2", "user:1"), Planning.keys(plan.tasks.getFirst()));
  }

  @Test
  void shouldKeepManyKeysInNotesThatAreNotTooLarge() {
    Planning plan = new Planning(AFTER + ", batchSize: 10000");
    for (int node = 0; node < 5; node++) {
      plan.hot("n" + node, "user", keys("user:" + node + "-", 1_000));
    }

    plan.fired("r|user");
    plan.fired("k|user:x");
    assertTrue(plan.notes.values().stream().allMatch(note -> note.length < 50_000));
    plan.takenOver();
    plan.pass(Duration.ofSeconds(1));

    assertTrue(plan.run().getCause().orElseThrow().endsWith(" and 1 more"));
    assertEquals(5_001, plan.run().getKeys());
    assertEquals(5_001, new HashSet<>(Planning.keys(plan.tasks.getFirst())).size());
  }

  @Test
  void shouldMakeTasksThatAreNotTooLarge() {
    Planning plan = new Planning(DEMAND + ", batchSize: 10000");
    String[] keys = keys("user:" + "x".repeat(1_000), 1_000);

    plan.start("r1", "demand", keys);
    plan.takenOver();

    assertTrue(plan.tasks.size() > 2);
    assertEquals(1_000, plan.tasks.stream().mapToInt(task -> Planning.keys(task).size()).sum());
    assertTrue(
        plan.tasks.stream()
            .allMatch(task -> String.join("", Planning.keys(task)).length() < 400_000));
  }

  @Test
  void shouldWarmHotKeysInsteadOfTooManyTargets() {
    Planning plan = new Planning(AFTER + ", batchSize: 10000, maxKeys: 200000");
    plan.hot("a", "user", "user:hot");

    for (int i = 0; i < Collecting.MOST_TARGETS + 10; i++) {
      plan.fired("k|user:" + i);
    }
    plan.pass(Duration.ofSeconds(1));

    Set<String> keys = new HashSet<>();
    plan.tasks.forEach(task -> keys.addAll(Planning.keys(task)));
    assertEquals(Collecting.MOST_TARGETS + 1, keys.size());
    assertTrue(keys.contains("user:hot"));
    long last = Collecting.MOST_TARGETS + 9;
    assertEquals(List.of(new LogOffset(0, last)), plan.tasks.getFirst().getBehind());
  }

  @Test
  void shouldWarmKeysThatLivePeersHold() {
    Planning plan = new Planning("id: demand, region: user, onDemand: true, keys: {peers: true}");
    plan.hot("a", "user", "user:1");
    plan.hot("gone", "user", "user:2");
    plan.hot("b", "user", "user:3");
    plan.members =
        TestJobs.members(
            TestJobs.loader("shop", "a"),
            TestJobs.loader("shop", "b"),
            TestJobs.loader("shop", "gone", MemberStatus.GONE, 0, null));
    plan.withdrawn("shop/b/user");

    plan.start("r1", "demand");

    assertEquals(List.of("user:1"), Planning.keys(plan.tasks.getFirst()));
  }

  @Test
  void shouldPredictFromEarlierDays() {
    Planning plan = new Planning("id: demand, region: user, onDemand: true, keys: {predicted: 1}");
    plan.hot("a", "user", "user:noon", "user:2");
    plan.tick();
    plan.gap(Duration.ofHours(5));
    plan.hot("a", "user", "user:evening", "user:noon");
    plan.tick();
    plan.gap(Duration.ofHours(19).plus(Duration.ofDays(6)));
    plan.takenOver();

    plan.start("r1", "demand");

    assertEquals(List.of("user:noon"), Planning.keys(plan.tasks.getFirst()));
  }

  @Test
  void shouldSayWhenThereAreNoKeys() {
    Planning plan = new Planning("id: demand, region: user, onDemand: true, keys: {hottest: 5}");

    plan.start("r1", "demand");

    assertEquals(RunState.DONE, plan.run("r1").getState());
    assertEquals(
        "no keys: no node has said lately which keys of the region it serves",
        plan.run("r1").getReason().orElseThrow());
  }

  @Test
  void shouldHaveWorkerListKeysAndWarmEachOnce() {
    Planning plan = new Planning(QUERY + ", maxKeys: 4");

    plan.start("r1", "query");
    assertEquals(RunState.LISTING, plan.run("r1").getState());
    WarmupTask listing = plan.tasks.removeFirst();
    plan.say(Planning.page(listing, "w", 0, "user:1", "user:2").build());
    plan.takenOver();
    plan.say(Planning.page(listing, "w", 1, "user:2", "user:3").build());
    assertTrue(plan.tasks.isEmpty());
    plan.say(
        Planning.page(listing, "w", 2, "user:4", "user:5")
            .setLast(true)
            .setRejected(2)
            .setLeftOut(7)
            .setError("row 3: no userId")
            .build());

    assertEquals(
        List.of("user:1", "user:2", "user:3", "user:4"), Planning.keys(plan.tasks.getFirst()));
    plan.allDone();
    WarmupRun run = plan.run("r1");
    assertEquals(RunState.DONE, run.getState());
    assertEquals(4, run.getKeys());
    assertEquals(8, run.getLeftOut());
    assertEquals(2, run.getRejected());
    assertEquals(List.of("row 3: no userId"), run.getErrors());
  }

  @Test
  void shouldTakeListingOfOneWorkerOnly() {
    Planning plan = new Planning(QUERY);
    plan.start("r1", "query");
    WarmupTask listing = plan.tasks.removeFirst();

    plan.say(Planning.page(listing, "w1", 0, "user:1").build());
    plan.say(Planning.page(listing, "w2", 0, "user:2").build());
    plan.say(Planning.page(listing, "w1", 1, "user:3").setLast(true).build());
    assertEquals(RunState.LISTING, plan.run("r1").getState());
    plan.say(Planning.page(listing, "w2", 1, "user:4").setLast(true).build());

    assertEquals(List.of("user:2", "user:4"), Planning.keys(plan.tasks.getFirst()));
    assertEquals(2, plan.run("r1").getKeys());
  }

  @Test
  void shouldFailIfKeysCannotBeListed() {
    Planning plan = new Planning(QUERY);
    plan.start("r1", "query");
    plan.start("r2", "query", "user:7");
    plan.say(
        Planning.page(plan.tasks.removeFirst(), "w", 0)
            .setLast(true)
            .setError("no table u")
            .build());

    assertEquals(RunState.FAILED, plan.run("r1").getState());
    assertEquals("keys cannot be listed: no table u", plan.run("r1").getReason().orElseThrow());
    assertEquals(List.of("user:7"), Planning.keys(plan.tasks.getFirst()));
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
    plan.start("r1", "demand", keys("user:", 200));
    plan.start("r2", "urgent", keys("user:x", 10));
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
