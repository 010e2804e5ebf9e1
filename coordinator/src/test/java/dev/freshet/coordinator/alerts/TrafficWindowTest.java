// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.alerts;

import static dev.freshet.coordinator.alerts.Nodes.node;
import static dev.freshet.coordinator.alerts.Nodes.region;
import static dev.freshet.coordinator.alerts.Nodes.snapshot;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.freshet.events.avro.MemberStatus;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrafficWindowTest {
  private final TrafficWindow window = new TrafficWindow(Duration.ofSeconds(20));

  @Test
  void shouldCountWhatWasDoneWithinTheWindow() {
    window.observe(snapshot(node("p-1", 0, region(100, 0, 0, 0, 0))));
    window.observe(snapshot(node("p-1", 10, region(110, 0, 0, 0, 0))));
    assertEquals(10, hits());

    window.observe(snapshot(node("p-1", 30, region(115, 0, 0, 0, 0))));
    assertEquals(5, hits());
  }

  @Test
  void shouldBeginAgainWithEachIncarnation() {
    window.observe(snapshot(node("p-1", 0, region(100, 0, 0, 0, 0))));
    window.observe(snapshot(node("p-1", MemberStatus.UP, "second", 5, region(7, 0, 0, 0, 0))));
    assertEquals(0, hits());

    window.observe(snapshot(node("p-1", MemberStatus.UP, "second", 10, region(9, 0, 0, 0, 0))));
    assertEquals(2, hits());
  }

  @Test
  void shouldForgetMembersThatAreForgotten() {
    window.observe(snapshot(node("p-1", 0, region(100, 0, 0, 0, 0))));

    window.observe(snapshot());

    assertEquals(Map.of(), window.traffic());
  }

  @Test
  void shouldTakeTheSameHeartbeatOnce() {
    window.observe(snapshot(node("p-1", 0, region(1, 0, 0, 0, 0))));
    window.observe(snapshot(node("p-1", 0, region(1, 0, 0, 0, 0))));

    assertEquals(Map.of("payments/history", Traffic.NONE), window.traffic());
  }

  private long hits() {
    return window.traffic().values().stream().mapToLong(Traffic::hits).sum();
  }
}
