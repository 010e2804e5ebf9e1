// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.health;

import static dev.freshet.coordinator.alerts.Nodes.NOON;
import static dev.freshet.coordinator.alerts.Nodes.node;
import static dev.freshet.coordinator.alerts.Nodes.region;
import static dev.freshet.coordinator.alerts.Nodes.snapshot;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.freshet.events.avro.CircuitStatus;
import dev.freshet.events.avro.MemberStatus;
import dev.freshet.events.avro.SourceApplied;
import dev.freshet.http.management.Health;
import dev.freshet.registry.RegistrySnapshot;
import dev.freshet.registry.view.ViewHealth;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class HealthViewsTest {
  private static final TopicPartition PARTITION = new TopicPartition("events", 0);
  private static final ViewHealth SOUND =
      new ViewHealth(Optional.of(NOON), Optional.of(Duration.ZERO), Optional.empty(), Map.of());
  private static final ViewHealth BLIND =
      new ViewHealth(Optional.empty(), Optional.empty(), Optional.of("no broker"), Map.of());
  private static final Health RUNS =
      new Health(true, true, List.of(new Health.Check("streams", true, "RUNNING")));

  private static String status(RegistrySnapshot snapshot, ViewHealth view, Health self) {
    return CacheHealth.of(snapshot, view, self).status().name();
  }

  @Test
  void shouldTellWhatIsDownFromWhatIsDegraded() {
    RegistrySnapshot well = snapshot(node("p-1", 0, beat -> beat));

    assertEquals("UP", status(well, SOUND, RUNS));
    assertEquals("UP", status(snapshot(), SOUND, RUNS));
    assertEquals("DOWN", status(well, BLIND, RUNS));
    assertEquals("DOWN", status(well, SOUND, new Health(true, false, RUNS.checks())));
    assertEquals(
        "DEGRADED",
        status(
            well,
            SOUND,
            new Health(
                true,
                true,
                List.of(
                    new Health.Check("streams", true, "RUNNING"),
                    new Health.Check("mapping", true, "paused by ana")))));
    assertEquals(
        "DEGRADED",
        status(snapshot(node("p-1", 0, beat -> beat.setCircuit(CircuitStatus.OPEN))), SOUND, RUNS));
    assertEquals(
        "DEGRADED", status(new RegistrySnapshot(well.members(), Optional.empty()), SOUND, RUNS));
  }

  @Test
  void shouldBeDownWhenNoNodeAnswers() {
    var silent = node("p-1", MemberStatus.SUSPECT, "first", 0, beat -> beat);
    var up = node("p-2", 0, beat -> beat);

    assertEquals("DOWN", status(snapshot(silent), SOUND, RUNS));
    assertEquals("DEGRADED", status(snapshot(silent, up), SOUND, RUNS));
    JsonObject nodes =
        CacheHealth.of(snapshot(silent, up), SOUND, RUNS)
            .toJson()
            .getJsonObject("components")
            .getJsonObject("nodes");
    assertEquals(1, nodes.getInteger("up"));
    assertEquals(2, nodes.getInteger("of"));
  }

  @Test
  void shouldSayHowFarTheSlowestNodeIs() {
    RegistrySnapshot snapshot =
        snapshot(
            node("p-1", 0, beat -> beat),
            node("p-2", 0, beat -> beat.setApplied(List.of(new SourceApplied("events", 0, 3L)))),
            node("p-3", 0, beat -> beat.setWatermarks(List.of()).setApplied(List.of())));

    JsonObject behind =
        SourceProgress.of(Map.of(PARTITION, 9L), snapshot).get(0).toJson(NOON.plusSeconds(1));
    JsonObject done =
        SourceProgress.of(Map.of(PARTITION, 3L), snapshot).get(0).toJson(NOON.plusSeconds(1));

    assertEquals(3, behind.getLong("applied"));
    assertEquals(6, behind.getLong("lagRecords"));
    assertEquals(1.2, behind.getDouble("lagSeconds"));
    assertEquals("payments/p-2", behind.getString("slowest"));
    assertEquals(0, done.getLong("lagRecords"));
    assertFalse(done.containsKey("slowest"));
    assertFalse(
        SourceProgress.of(Map.of(PARTITION, 9L), snapshot())
            .get(0)
            .toJson(NOON)
            .containsKey("applied"));
  }

  @Test
  void shouldAddUpRegionsOfAllNodes() {
    RegistrySnapshot snapshot =
        snapshot(
            node("p-1", 0, region(30, 10, 8, 2, 50)), node("p-2", 0, region(30, 30, 30, 0, 350)));

    JsonObject region = CacheMetrics.regions(snapshot).getJsonObject(0);
    JsonObject total = CacheMetrics.total(snapshot);

    assertEquals(2, region.getInteger("nodes"));
    assertEquals(0.6, region.getDouble("hitRate"));
    assertEquals(0.05, region.getDouble("errorRate"));
    assertEquals(10.0, region.getDouble("meanLoadMs"));
    assertEquals(60, total.getInteger("hits"));
    assertFalse(CacheMetrics.total(snapshot()).containsKey("hitRate"));
  }

  @Test
  void shouldCountWhatWasDoneInTheLastMinute() {
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    AtomicLong nanos = new AtomicLong();
    Rates rates = new Rates(meters, nanos::get);
    meters.counter("freshet.events", "type", "a").increment(50);
    meters.counter("freshet.events", "type", "b").increment(50);

    nanos.addAndGet(Duration.ofSeconds(50).toNanos());
    assertEquals(2.0, rates.toJson().getDouble("eventsPerSecond"));
    rates.sample();
    nanos.addAndGet(Duration.ofSeconds(50).toNanos());
    rates.sample();

    assertEquals(0.0, rates.toJson().getDouble("eventsPerSecond"));
  }
}
