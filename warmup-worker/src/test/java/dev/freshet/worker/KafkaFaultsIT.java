// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker;

import static dev.freshet.worker.NodeHarness.PATIENCE;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.testkit.ChildKafka;
import dev.freshet.testkit.KafkaBehindProxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node serves when its way to Kafka, or Kafka itself, goes away and comes back. */
class KafkaFaultsIT {
  private static final Duration CUT = Duration.ofSeconds(5);

  private final CountedSource source = new CountedSource();

  @Test
  void shouldServeNothingStaleAndReloadLittleElseAfterACut() throws Exception {
    int rows = 10_000;
    int changed = 1_000;
    try (KafkaBehindProxy kafka = KafkaBehindProxy.start();
        NodeHarness cluster = new NodeHarness(kafka.directServers());
        StandInCoordinator coordinator = new StandInCoordinator(cluster, source)) {
      Rows here = cluster.rows("n1", source, builder -> builder.kafka(kafka.proxiedServers()));
      Rows connected = cluster.rows("n2", source);
      here.getAll(rows);
      coordinator.awaitApplied(PATIENCE, here);
      long loadedBefore = source.loads();

      kafka.proxy().cut();
      Instant cutAt = Instant.now();
      new Random(5).ints(0, rows).distinct().limit(changed).forEach(coordinator::change);
      coordinator.awaitApplied(PATIENCE, connected);
      Instant changedAt = Instant.now();
      await().until(() -> Instant.now().isAfter(cutAt.plus(CUT)));
      int staleWhileCut = here.stale(rows).size();
      Instant closedWhileCut = here.node().closedTime().orElseThrow();
      kafka.proxy().heal();
      coordinator.awaitApplied(PATIENCE, here);
      Duration healing = Duration.between(cutAt.plus(CUT), Instant.now());

      assertEquals(List.of(), here.stale(rows));
      long reloads = source.loads() - loadedBefore;
      System.out.printf(
          "Freshet faults: cut of %s, %d of %d changed: 0 stale, %d reloads, closed %d ms later%n",
          CUT, changed, rows, reloads, healing.toMillis());
      assertTrue(
          reloads >= changed && reloads <= 1.1 * changed,
          () -> "found " + reloads + " reloads, expected " + changed + " and a tenth at the most");
      assertEquals(changed, staleWhileCut, "it was cut off");
      assertFalse(closedWhileCut.isAfter(changedAt), "and knew it");
    }
  }

  @Test
  void shouldServeNothingStaleAfterTheBrokerWasKilledUnderLoad(@TempDir Path data)
      throws Exception {
    int rows = 3_000;
    ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor();
    ScheduledExecutorService reader = Executors.newSingleThreadScheduledExecutor();
    try (ChildKafka kafka = ChildKafka.start(data);
        NodeHarness cluster = new NodeHarness(kafka.bootstrapServers());
        StandInCoordinator coordinator = new StandInCoordinator(cluster, source)) {
      Rows first = cluster.rows("n1", source);
      Rows second = cluster.rows("n2", source);
      // One after the other: a later change would hide that the command of an earlier one was lost.
      AtomicInteger next = new AtomicInteger();
      Future<?> changes = repeat(writer, () -> coordinator.change(next.getAndIncrement() % rows));
      Future<?> reads =
          repeat(reader, () -> List.of(first, second).forEach(each -> each.getAll(rows)));
      awaitChanges(coordinator, 200);
      coordinator.awaitApplied(PATIENCE, first, second);

      kafka.kill9();
      awaitChanges(coordinator, 200);
      kafka.restart();
      awaitChanges(coordinator, 200);
      assertFalse(changes.isDone() || reads.isDone(), "neither readers nor writers saw a failure");
      // Also the change that is under way: what follows must not be told later.
      writer.shutdown();
      assertTrue(writer.awaitTermination(1, TimeUnit.MINUTES));
      coordinator.awaitApplied(PATIENCE, first, second);

      long loadedBefore = source.loads();
      assertEquals(List.of(), first.stale(rows));
      assertEquals(List.of(), second.stale(rows));
      System.out.printf(
          "Freshet faults: broker killed during %d changes: 0 stale, %d loads, %d of them after%n",
          coordinator.changes(), source.loads(), source.loads() - loadedBefore);
    } finally {
      writer.shutdownNow();
      reader.shutdownNow();
    }
  }

  private static Future<?> repeat(ScheduledExecutorService load, Runnable step) {
    return load.scheduleWithFixedDelay(step, 0, 5, TimeUnit.MILLISECONDS);
  }

  private static void awaitChanges(StandInCoordinator coordinator, int more) {
    long before = coordinator.changes();
    await().atMost(PATIENCE).until(() -> coordinator.changes() >= before + more);
  }
}
