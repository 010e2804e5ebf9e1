// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.warmup.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.events.avro.CancelRun;
import dev.freshet.events.avro.RunState;
import dev.freshet.events.avro.WarmupRun;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Whatever happens, in whatever order, and whenever planners crash, some things hold. */
class PlannerPropertyTest {
  private static final double LIMIT = 50;
  private static final String[] JOBS = {
    "id: every, region: user, every: 7m, batchSize: 3, timeout: 10s, ratePerSecond: 50,"
        + " keys: {list: [user:1, user:2, user:3, user:4, user:5, user:6, user:7]}",
    "id: cron, region: user, cron: '*/5 * * * *', misfire: skip, batchSize: 2, timeout: 10s,"
        + " priority: high, keys: {list: [user:1, user:2, user:3, user:8]}",
    "id: after, region: user, after: {rule: user-updated}, timeout: 10s, batchSize: 2,"
        + " keys: {invalidated: true}",
    "id: free, region: session, onDemand: true, batchSize: 1, timeout: 10s, keys: {hottest: 9}",
    "id: query, region: session, onDemand: true, batchSize: 2, timeout: 10s,"
        + " keys: {jdbc: {dataSource: db, query: 'select a as \"sessionId\", b as \"userId\" from s'}}"
  };

  private enum Kind {
    PASS,
    GAP,
    JUMP,
    FIRE,
    START,
    QUERY,
    CANCEL,
    WORK,
    DIE,
    COMMIT,
    CRASH
  }

  /** Something that happens. */
  private record Act(Kind kind, int amount) {}

  @Provide
  Arbitrary<List<Act>> acts() {
    return Combinators.combine(
            Arbitraries.frequency(
                Tuple.of(8, Kind.PASS),
                Tuple.of(1, Kind.GAP),
                Tuple.of(1, Kind.JUMP),
                Tuple.of(5, Kind.FIRE),
                Tuple.of(2, Kind.START),
                Tuple.of(2, Kind.QUERY),
                Tuple.of(1, Kind.CANCEL),
                Tuple.of(12, Kind.WORK),
                Tuple.of(1, Kind.DIE),
                Tuple.of(6, Kind.COMMIT),
                Tuple.of(2, Kind.CRASH)),
            Arbitraries.integers().between(0, 100))
        .as(Act::new)
        .list()
        .ofMinSize(10)
        .ofMaxSize(80);
  }

  @Property(tries = 150)
  void shouldKeepWhatItPromises(@ForAll("acts") List<Act> acts) {
    Cluster cluster = new Cluster(JOBS);

    for (int i = 0; i < acts.size(); i++) {
      act(cluster, acts.get(i), i);
      cluster.assertPaceWithin(LIMIT);
    }

    cluster.comeToRest();
    cluster.assertPaceWithin(LIMIT);
    assertNoKeyIsLost(cluster);
    assertEachTimeRanOnce(cluster);
  }

  /** Between any two things that are stored. */
  @Example
  void shouldLoseNothingWhereverItCrashes() {
    boolean allKept = false;
    for (int kept = 0; !allKept; kept++) {
      Cluster cluster = new Cluster(JOBS);
      cluster.pass(Duration.ofSeconds(1));
      cluster.start("start-0", "free", "session:1:1", "session:2:2", "session:3:3");
      cluster.commit();
      cluster.fired("k|user:77");
      cluster.start("query-0", "query");
      cluster.start("start-1", "free", "session:4:4", "session:5:5", "session:6:6");
      for (int i = 0; i < 12; i++) {
        cluster.work(i);
      }
      cluster.pass(Duration.ofSeconds(1));

      allKept = cluster.crash(kept);

      cluster.comeToRest();
      assertNoKeyIsLost(cluster);
      assertEachTimeRanOnce(cluster);
    }
  }

  /** That a job was due is stored behind its run. */
  @Example
  void shouldMissNoTimeWhereverItCrashes() {
    boolean allKept = false;
    for (int kept = 0; !allKept; kept++) {
      Cluster cluster = new Cluster(JOBS);
      cluster.pass(Duration.ofSeconds(1));

      allKept = cluster.crash(kept);

      cluster.comeToRest();
      assertEquals(1, cluster.dueTimes().getOrDefault("every", List.of()).size());
    }
  }

  private static void act(Cluster cluster, Act act, int index) {
    switch (act.kind()) {
      case PASS -> cluster.pass(Duration.ofSeconds(1 + act.amount() / 4));
      case GAP -> cluster.gap(Duration.ofMinutes(act.amount()));
      case JUMP -> cluster.jump(Duration.ofMinutes(act.amount() - 50));
      case FIRE -> cluster.fired("k|user:" + act.amount());
      case START ->
          cluster.start("start-" + index, "free", "session:1:" + act.amount(), "session:2:2");
      case QUERY -> cluster.start("query-" + index, "query");
      case CANCEL -> cluster.say(new CancelRun("start-" + (index - act.amount() % 5), null, null));
      case WORK -> cluster.work(act.amount());
      case DIE -> cluster.die(act.amount());
      case COMMIT -> cluster.commit();
      case CRASH -> {
        var unused = cluster.crash(act.amount());
      }
    }
  }

  /** What is said to be done was done: every key of a run was in a task that a worker has ended. */
  private static void assertNoKeyIsLost(Cluster cluster) {
    for (WarmupRun run : cluster.runs.values()) {
      assertTrue(run.getEndedAtMs().isPresent(), () -> "still under way: " + run);
      assertEquals(0, run.getTasksInFlight(), () -> "in flight: " + run);
      if (run.getState() == RunState.DONE) {
        assertTrue(run.getLoaded() + run.getFailed() >= run.getKeys(), () -> "counts of " + run);
        assertTrue(
            cluster.keysDone(run.getRun()).size() >= run.getKeys() - run.getFailed(),
            () -> "found " + cluster.keysDone(run.getRun()) + " done of " + run);
      }
    }
    cluster.assertFiredWereWarmed();
  }

  /** No two runs of a job have one time, and time goes on. */
  private static void assertEachTimeRanOnce(Cluster cluster) {
    for (Map.Entry<String, List<Long>> job : cluster.dueTimes().entrySet()) {
      assertEquals(
          List.copyOf(new TreeSet<>(job.getValue())), job.getValue(), () -> "job " + job.getKey());
    }
  }
}
