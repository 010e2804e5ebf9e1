// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.warmup.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.coordinator.warmup.TestJobs;
import dev.freshet.events.avro.LogOffset;
import dev.freshet.events.avro.MemberStatus;
import dev.freshet.events.avro.RunState;
import dev.freshet.events.avro.WarmupRun;
import dev.freshet.events.avro.WarmupTask;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which keys are warmed, and who says so. */
class PlannerKeysTest {
  private static final String AFTER =
      "id: after, region: user, after: {rule: user-updated}, keys: {invalidated: true}";
  private static final String SESSIONS =
      "id: after, region: session, after: {rule: user-updated}, keys: {invalidated: true}";
  private static final String QUERY =
      "id: query, region: user, onDemand: true,"
          + " keys: {jdbc: {dataSource: db, query: 'select id as \"userId\" from u'}}";

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
      plan.hot("n" + node, "user", Planning.keys("user:" + node + "-", 1_000));
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
}
