// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker;

import static dev.freshet.worker.NodeHarness.PATIENCE;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.cache.store.ResilienceSettings;
import dev.freshet.stack.EmbeddedRedis;
import dev.freshet.stack.Placement;
import dev.freshet.testkit.RedisWithSentinel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What nodes serve when their Redis dies, hangs, or comes back with values from before. */
class RedisFaultsIT {
  private static final int ROWS = 200;

  /**
   * What a call may take on the slowest machine; L2 is waited for a quarter of a second. Without
   * that wait's end it would be more than this.
   */
  private static final Duration BOUND = Duration.ofSeconds(20);

  private final CountedSource source = new CountedSource();
  private final NodeHarness cluster = new NodeHarness();
  private final StandInCoordinator coordinator = new StandInCoordinator(cluster, source);
  private final Deque<AutoCloseable> servers = new ArrayDeque<>();

  @AfterEach
  void close() throws Exception {
    coordinator.close();
    cluster.close();
    while (!servers.isEmpty()) {
      servers.pop().close();
    }
  }

  private <T extends AutoCloseable> T opened(T server) {
    servers.push(server);
    return server;
  }

  @Test
  void shouldServeWhatIsRightWhileRedisIsDeadAndShareItAgainAfterwards() throws Exception {
    EmbeddedRedis first = opened(EmbeddedRedis.start());
    Rows here = node("n1", first.url());
    Rows there = node("n2", first.url());
    here.getAll(ROWS);
    long loadedBefore = source.loads();

    first.process().kill9();
    change(0, ROWS / 2, here, there);

    assertEquals(List.of(), here.stale(ROWS));
    assertEquals(List.of(), there.stale(ROWS));
    report("Redis killed", loadedBefore, here, there);
    assertEquals(
        ROWS / 2 + ROWS,
        source.loads() - loadedBefore,
        "one had the rest in L1, the other nothing");
    opened(EmbeddedRedis.start(Placement.temporary().onPort(first.port())));
    awaitShared(here, there);
  }

  @Test
  void shouldServeWhatIsRightInTimeWhileRedisHangs() throws Exception {
    int changed = 10;
    EmbeddedRedis redis = opened(EmbeddedRedis.start());
    Rows here = node("n1", redis.url());
    Rows there = node("n2", redis.url());
    here.getAll(ROWS);
    there.getAll(ROWS);
    long loadedBefore = source.loads();

    redis.process().pause();
    change(0, changed, here, there);

    assertEquals(List.of(), here.stale(ROWS));
    assertEquals(List.of(), there.stale(ROWS));
    report("Redis paused", loadedBefore, here, there);
    assertEquals(2L * changed, source.loads() - loadedBefore, "each node loads what changed");
    redis.process().resume();
    awaitShared(here, there);
    assertEquals(List.of(), here.stale(ROWS), "nor later, when late writes arrive");
  }

  @Test
  void shouldRefuseWhatAReplicaThatLaggedBringsBack() throws Exception {
    RedisWithSentinel redis = opened(RedisWithSentinel.start());
    Rows writer = patientNode("n1", redis.url());
    Rows reader = patientNode("n2", redis.url());
    Rows watcher = patientNode("n0", redis.url());
    writer.getAll(ROWS);
    await().atMost(PATIENCE).until(() -> redis.isInStep() && redis.keysOfReplica() == ROWS);

    redis.cutReplication();
    change(0, ROWS, writer, reader, watcher);
    writer.getAll(ROWS);
    // What is on its way would go to the next master.
    await().atMost(PATIENCE).until(() -> IntStream.range(0, ROWS).allMatch(watcher::has));
    redis.killMaster();
    await().atMost(PATIENCE).until(redis::isFailedOver);
    await().atMost(PATIENCE).until(() -> !reader.has(0) && refused(reader) > 0 && reader.asksL2());
    double refusedBefore = refused(reader);
    long loadedBefore = source.loads();

    assertEquals(List.of(), reader.stale(ROWS));
    assertEquals(ROWS, refused(reader) - refusedBefore, "every old value came back");
    assertEquals(ROWS, source.loads() - loadedBefore);
    report("Redis failed over, old values refused: " + (int) refused(reader), loadedBefore, reader);
    Rows later = patientNode("n3", redis.url());
    await().atMost(PATIENCE).until(() -> IntStream.range(0, ROWS).allMatch(later::has));
    assertEquals(List.of(), later.stale(ROWS));
    assertEquals(ROWS, source.loads() - loadedBefore, "and the new ones are shared");
  }

  /** A node that waits for Redis for no longer than those of services do. */
  private Rows node(String name, String redis) throws TimeoutException, InterruptedException {
    return cluster.rows(
        name,
        source,
        builder ->
            builder
                .redis(redis)
                .l2Timeout(Duration.ofMillis(250))
                .resilience(ResilienceSettings.DEFAULT));
  }

  /** A node of which each value gets to Redis, and each read back, however slow the machine. */
  private Rows patientNode(String name, String redis)
      throws TimeoutException, InterruptedException {
    return cluster.rows(name, source, builder -> builder.redis(NodeHarness.patient(redis)));
  }

  private void change(int from, int to, Rows... nodes) {
    IntStream.range(from, to).forEach(coordinator::change);
    coordinator.awaitApplied(PATIENCE, nodes);
  }

  /** One node loads, the other has it, sooner or later: rows that the tests do not read. */
  private void awaitShared(Rows from, Rows to) {
    AtomicInteger row = new AtomicInteger(ROWS);
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              from.get(row.incrementAndGet());
              return to.has(row.get()) || to.has(row.get() - 1);
            });
  }

  private static double refused(Rows rows) {
    return rows.counted("freshet.stale.rejections");
  }

  private void report(String fault, long loadedBefore, Rows... nodes) {
    for (Rows each : nodes) {
      System.out.printf(
          "Freshet faults: %s: node %s 0 stale, %d reloads in all, slowest get %d ms%n",
          fault, each.node().name(), source.loads() - loadedBefore, each.slowest().toMillis());
      assertTrue(each.slowest().compareTo(BOUND) < 0, () -> "found " + each.slowest());
    }
  }
}
