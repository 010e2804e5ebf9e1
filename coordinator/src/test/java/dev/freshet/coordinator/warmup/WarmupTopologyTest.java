// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.warmup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.events.avro.HotKeys;
import dev.freshet.events.avro.LoadKeys;
import dev.freshet.events.avro.LogOffset;
import dev.freshet.events.avro.RunState;
import dev.freshet.events.avro.StartRun;
import dev.freshet.events.avro.Warmed;
import dev.freshet.events.avro.WarmupPriority;
import dev.freshet.events.avro.WarmupTask;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WarmupTopologyTest {
  private static final String AFTER =
      "id: after, region: user, after: {rule: user-updated}, keys: {invalidated: true},"
          + " priority: high";
  private static final String EVERY =
      "id: every, region: user, every: 10m, batchSize: 1, keys: {list: [user:1, user:2]}";
  private static final Duration SOON = Duration.ofSeconds(1);

  private WarmupDriver driver = new WarmupDriver(AFTER);

  @AfterEach
  void close() {
    driver.close();
  }

  private void with(String... jobs) {
    driver.close();
    driver = new WarmupDriver(jobs);
  }

  @Test
  void shouldWarmAfterRulesFromCommandToEvent() {
    driver.command("k|user:0", null);
    driver.command("k|user:1", "shop/user-updated");
    driver.command("k|user:2", "shop/another");
    driver.pass(SOON);

    List<WarmupTask> tasks = driver.tasks(WarmupPriority.HIGH);
    assertEquals(1, tasks.size());
    assertEquals(new LoadKeys(List.of("user:1")), tasks.get(0).getWork());
    assertEquals(List.of(new LogOffset(0, 1L)), tasks.get(0).getBehind());
    driver.done(tasks.get(0));
    driver.pass(SOON);

    assertEquals(RunState.DONE, driver.run(tasks.get(0).getRun()).getState());
    assertTrue(driver.events().get(0).getDetails() instanceof Warmed);
    assertEquals(1, planned("handed-out"));
    assertEquals(1, planned("done"));
    assertEquals(
        1,
        driver
            .meters
            .get("freshet.warmup.runs.ended")
            .tags("job", "shop/after", "state", "done")
            .counter()
            .count());
  }

  private double planned(String outcome) {
    return driver
        .meters
        .get("freshet.warmup.planned.tasks")
        .tag("outcome", outcome)
        .counter()
        .count();
  }

  @Test
  void shouldGoOnAfterTakeover() {
    with(EVERY);
    driver.pass(SOON);
    List<WarmupTask> tasks = driver.tasks(WarmupPriority.MEDIUM);
    String run = tasks.get(0).getRun();
    assertEquals(2, tasks.size());
    driver.done(tasks.get(0));

    WarmupDriver first = driver;
    driver = new WarmupDriver(first.clock, first.stored(), EVERY);
    first.close();
    driver.pass(SOON);

    assertEquals(Set.of(run), driver.runs().keySet());
    assertEquals(RunState.RUNNING, driver.run(run).getState());
    assertEquals(List.of(), driver.tasks(WarmupPriority.MEDIUM));
    driver.done(tasks.get(1));
    driver.done(tasks.get(0));
    driver.pass(SOON);
    assertEquals(RunState.DONE, driver.run(run).getState());
    assertEquals(2, driver.run(run).getLoaded());
    driver.pass(Duration.ofMinutes(10));
    assertEquals(2, driver.runs().size());
  }

  @Test
  void shouldHandOutTasksWithPaceBehindCommit() {
    with(EVERY + ", ratePerSecond: 2");
    driver.pass(WarmupStep.TICK);
    assertEquals(List.of(), driver.tasks(WarmupPriority.MEDIUM));

    driver.pass(WarmupStep.TICK);

    assertEquals(2, driver.tasks(WarmupPriority.MEDIUM).size());
  }

  @Test
  void shouldWaitForTopics() {
    with(EVERY);
    driver.ready.clear();
    driver.pass(SOON);
    assertEquals(Set.of("shop"), driver.wanted);
    assertEquals(1, gauge("freshet.warmup.runs", "state", "waiting"));
    assertTrue(gauge("freshet.warmup.longest.wait.seconds") > 0);

    driver.ready.add("shop");
    driver.pass(SOON);

    assertEquals(2, driver.tasks(WarmupPriority.MEDIUM).size());
    assertEquals(2, gauge("freshet.warmup.tasks.out"));
  }

  private double gauge(String name, String... tags) {
    return driver.meters.get(name).tags(tags).gauge().value();
  }

  @Test
  void shouldTakeHotKeysAndTheirWithdrawal() {
    with("id: hot, region: user, onDemand: true, keys: {hottest: 5}");
    hot("a", "user:1");
    hot("b", "user:2");
    driver.write(WarmupDriver.TOPICS.hotKeys(), "shop/b/user", null);

    driver.say(new StartRun("r1", "shop", "hot", List.of(), null, null));

    assertEquals(
        List.of(new LoadKeys(List.of("user:1"))),
        driver.tasks(WarmupPriority.MEDIUM).stream().map(WarmupTask::getWork).toList());
  }

  private void hot(String instance, String key) {
    HotKeys hot = new HotKeys("shop", instance, "user", 0L, List.of(key), true);
    driver.write(
        WarmupDriver.TOPICS.hotKeys(),
        "shop/" + instance + "/user",
        driver.codec.encode(WarmupDriver.TOPICS.hotKeys(), hot));
  }

  @Test
  void shouldGoOnBehindPoison() {
    with(EVERY);
    driver.write(WarmupDriver.TOPICS.warmupInbox(), "x", new byte[] {42});
    driver.write(WarmupDriver.TOPICS.hotKeys(), "x", new byte[] {42});
    driver.pass(SOON);

    List<TestRecord<byte[], byte[]>> letters = driver.read(WarmupDriver.TOPICS.deadLetters());
    assertEquals(
        List.of("not-avro", "not-avro"),
        letters.stream()
            .map(letter -> new String(letter.headers().lastHeader("freshet_reason").value(), UTF_8))
            .toList());
    assertEquals(2, driver.tasks(WarmupPriority.MEDIUM).size());
  }

  @Test
  void shouldLeaveOutNoteThatCannotBeRead() {
    WarmupDriver first = driver;
    driver =
        new WarmupDriver(
            first.clock,
            Map.of("job|shop/every", new byte[] {42}, "nonsense|1", new byte[] {'{', '}'}),
            EVERY);
    first.close();

    driver.pass(SOON);

    assertEquals(1, driver.runs().size());
    assertTrue(driver.stored().keySet().stream().noneMatch(key -> key.startsWith("nonsense")));
  }
}
