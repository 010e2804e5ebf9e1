// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker;

import static dev.freshet.events.avro.WarmupPriority.HIGH;
import static dev.freshet.events.avro.WarmupPriority.LOW;
import static dev.freshet.events.avro.WarmupPriority.MEDIUM;
import static dev.freshet.worker.NodeHarness.PATIENCE;
import static dev.freshet.worker.StandInPlanner.header;
import static dev.freshet.worker.StandInPlanner.keys;
import static dev.freshet.worker.StandInPlanner.task;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.cache.BulkLoader;
import dev.freshet.cache.EntryKey;
import dev.freshet.cache.Region;
import dev.freshet.events.avro.KeysListed;
import dev.freshet.events.avro.ListKeys;
import dev.freshet.events.avro.QueryKeys;
import dev.freshet.events.avro.TaskOutcome;
import dev.freshet.events.avro.TaskReport;
import dev.freshet.events.values.Target;
import dev.freshet.worker.source.Sources;
import dev.freshet.worker.warmup.WarmupSettings;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Each test has a service of its own; all share an environment. */
class WarmupRunnerIT {
  private static final NodeHarness cluster = new NodeHarness();

  @AfterAll
  static void close() {
    cluster.close();
  }

  @Test
  void shouldListAndLoadKeysAndLeaveTheValuesInL2() throws Exception {
    try (StandInPlanner planner = new StandInPlanner(cluster, "users")) {
      FreshetNode other = cluster.node("u2");
      other.invalidate(new Target.Tag("user:3"));
      try (FreshetNode node = worker("users", "u1", builder -> builder.sources(fiveUsers()))) {
        node.bulkRegion("profile", String.class, WarmupRunnerIT::texts);
        planner.handOut(
            MEDIUM, task("list", 0, new ListKeys(new QueryKeys("users", "select 1"), 4L)));
        planner.handOut(HIGH, task("load", 0, keys(0, 100)));
        TaskReport first = planner.reports("load", 1).get(0);
        planner.handOut(HIGH, task("load", 1, keys(50, 150)));
        TaskReport second = planner.reports("load", 2).get(1);
        KeysListed listed = planner.listed("list");

        assertEquals(100, first.getLoaded());
        assertEquals("users/u1", first.getWorker());
        assertEquals(50, second.getLoaded());
        assertEquals(50, second.getPresent());
        assertEquals(List.of("profile:0", "profile:1", "profile:2", "profile:3"), listed.getKeys());
        assertEquals(1, listed.getLeftOut());
        Region<String> there = NodeHarness.profiles(other);
        assertEquals("profile:149", there.getIfPresent(Map.of("userId", 149)));
      }
    }
  }

  @Test
  void shouldLeaveATaskThatWasStoredTooLongAgo() throws Exception {
    Set<String> loaded = ConcurrentHashMap.newKeySet();
    MeterRegistry meters = new SimpleMeterRegistry();
    try (StandInPlanner planner = new StandInPlanner(cluster, "away")) {
      planner.handOut(HIGH, task("old", 0, keys(8_000, 8_005)).setLifeMs(0L));
      // Stored later, and heard before any task is taken.
      cluster.node("a2").invalidate(new Target.Tag("user:1"));
      try (FreshetNode node = worker("away", "a1", builder -> builder.meters(meters))) {
        node.bulkRegion(
            "profile",
            String.class,
            keys -> {
              keys.forEach(key -> loaded.add(key.text()));
              return texts(keys);
            });
        await().atMost(PATIENCE).until(() -> expired(meters) == 1);
        planner.handOut(HIGH, task("new", 0, keys(8_005, 8_006)).setLifeMs(600_000L));
        planner.reports("new", 1);

        assertEquals(Set.of("profile:8005"), loaded);
        assertEquals(1, expired(meters));
      }
    }
  }

  private static double expired(MeterRegistry meters) {
    return meters.find("freshet.warmup.tasks").tag("outcome", "expired").counters().stream()
        .mapToDouble(Counter::count)
        .sum();
  }

  @Test
  void shouldTakeHighBeforeLowAndStarveNobody() throws Exception {
    BlockingQueue<String> loaded = new LinkedBlockingQueue<>();
    MeterRegistry meters = new SimpleMeterRegistry();
    try (StandInPlanner planner = new StandInPlanner(cluster, "busy")) {
      for (int i = 0; i < 24; i++) {
        planner.handOut(LOW, task("low", i, keys(1_000 + i, 1_001 + i)));
        planner.handOut(HIGH, task("high", i, keys(2_000 + i, 2_001 + i)));
      }
      try (FreshetNode node =
          worker(
              "busy",
              "b1",
              builder -> builder.warmup(WarmupSettings.DEFAULT.withTasks(1)).meters(meters))) {
        node.bulkRegion(
            "profile",
            String.class,
            keys -> {
              if (loaded.isEmpty()) {
                // Until two lanes of each priority have given eight tasks.
                await()
                    .atMost(PATIENCE)
                    .until(() -> meters.get("freshet.warmup.tasks.waiting").gauge().value() > 30);
              }
              LockSupport.parkNanos(Duration.ofMillis(3).toNanos()); // what a source takes
              keys.forEach(key -> loaded.add(key.text()));
              return texts(keys);
            });
        planner.reports("high", 24);
        planner.reports("low", 24);

        long ofHigh =
            loaded.stream().skip(1).limit(18).filter(key -> key.startsWith("profile:2")).count();
        assertTrue(ofHigh >= 14 && ofHigh <= 17, () -> "found " + loaded);
      }
    }
  }

  @Test
  void shouldKeepATaskForLongerThanItsLock() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    CountDownLatch never = new CountDownLatch(1);
    try (StandInPlanner planner = new StandInPlanner(cluster, "slow")) {
      planner.lock(Duration.ofSeconds(4));
      BulkLoader<String> slow =
          keys -> {
            calls.incrementAndGet();
            boolean unused = never.await(5, TimeUnit.SECONDS);
            return texts(keys);
          };
      try (FreshetNode one = worker("slow", "s1", builder -> builder);
          FreshetNode two = worker("slow", "s2", builder -> builder)) {
        one.bulkRegion("profile", String.class, slow);
        two.bulkRegion("profile", String.class, slow);
        planner.handOut(HIGH, task("slow", 0, keys(3_000, 3_005)));

        TaskReport report = planner.reports("slow", 1).get(0);

        assertEquals(5, report.getLoaded());
        assertTrue(report.getTookMs() >= 5_000, () -> "found " + report);
        assertEquals(1, calls.get(), "nobody else got it");
      }
    }
  }

  @Test
  void shouldBuryWhatNobodyCanDo() throws Exception {
    try (StandInPlanner planner = new StandInPlanner(cluster, "poison");
        FreshetNode node = worker("poison", "p1", builder -> builder)) {
      node.bulkRegion(
          "profile",
          String.class,
          keys -> {
            if (keys.stream().anyMatch(key -> key.text().endsWith("7"))) {
              throw new IllegalStateException("seven is broken");
            }
            return texts(keys);
          });
      planner.handOut(HIGH, "no task".getBytes(UTF_8));
      planner.handOut(HIGH, task("nowhere", 0, keys(0, 3)).setRegion("session"));
      planner.handOut(HIGH, task("seven", 0, keys(4_000, 4_010)));

      TaskReport seven = planner.reports("seven", 1).get(0);
      TaskReport nowhere = planner.reports("nowhere", 1).get(0);
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                planner.hear();
                return planner.deadLetters.size() >= 3;
              });

      assertEquals(TaskOutcome.DONE, seven.getOutcome());
      assertEquals(List.of("profile:4007"), seven.getFailedKeys());
      assertEquals(9, seven.getLoaded() + seven.getPresent());
      assertEquals(TaskOutcome.FAILED, nowhere.getOutcome());
      assertEquals(3, nowhere.getFailed());
      assertEquals(
          Set.of("warmup-task-unreadable", "warmup-keys-failed", "warmup-task-failed"),
          planner.deadLetters.stream()
              .map(letter -> header(letter, "freshet_reason"))
              .collect(Collectors.toSet()));
      assertEquals(
          "region session: is not open with a loader here, expected it to be",
          planner.deadLetters.stream()
              .filter(letter -> header(letter, "freshet_reason").equals("warmup-task-failed"))
              .map(letter -> header(letter, "freshet_message"))
              .findFirst()
              .orElseThrow());
    }
  }

  @Test
  void shouldHandOnItsTasksWhenItIsClosed() throws Exception {
    CountDownLatch began = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    try (StandInPlanner planner = new StandInPlanner(cluster, "moving")) {
      FreshetNode leaving =
          worker(
              "moving",
              "m1",
              builder -> builder.warmup(new WarmupSettings(true, 2, Duration.ofMillis(100))));
      leaving.bulkRegion(
          "profile",
          String.class,
          keys -> {
            began.countDown();
            never.await();
            return texts(keys);
          });
      for (int i = 0; i < 4; i++) {
        planner.handOut(HIGH, task("moving", i, keys(5_000 + i, 5_001 + i)));
      }
      assertTrue(began.await(PATIENCE.toSeconds(), TimeUnit.SECONDS));

      leaving.close();
      try (FreshetNode staying = worker("moving", "m2", builder -> builder)) {
        staying.bulkRegion("profile", String.class, WarmupRunnerIT::texts);

        List<TaskReport> reports = planner.reports("moving", 4);

        assertEquals(
            Set.of("moving/m2"),
            reports.stream().map(TaskReport::getWorker).collect(Collectors.toSet()));
        assertEquals(4, reports.stream().mapToLong(TaskReport::getLoaded).sum());
      }
    }
  }

  private static Map<EntryKey, String> texts(Set<EntryKey> keys) {
    return keys.stream().collect(Collectors.toMap(key -> key, EntryKey::text));
  }

  private static Sources fiveUsers() {
    return Sources.builder()
        .dataSource(
            "users",
            query ->
                (columns, most, rows) -> {
                  for (int i = 0; i < most; i++) {
                    rows.accept(Map.of("userId", i));
                  }
                  return 5 - most;
                })
        .build();
  }

  private static FreshetNode worker(
      String service, String name, UnaryOperator<FreshetNode.Builder> more)
      throws TimeoutException, InterruptedException {
    return cluster.node(name, builder -> more.apply(builder.service(service)));
  }
}
