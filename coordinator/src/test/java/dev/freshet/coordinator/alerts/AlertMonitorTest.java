// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.alerts;

import static dev.freshet.coordinator.alerts.Nodes.NOON;
import static dev.freshet.coordinator.alerts.Nodes.node;
import static dev.freshet.coordinator.alerts.Nodes.snapshot;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.freshet.events.avro.AlertRaised;
import dev.freshet.events.avro.AlertResolved;
import dev.freshet.events.avro.CircuitStatus;
import dev.freshet.events.avro.ObserverStatus;
import dev.freshet.registry.RegistrySnapshot;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AlertMonitorTest {
  private static final String NAME = "redis-down/payments/p-1";

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final List<String> told = new ArrayList<>();
  private Optional<RegistrySnapshot> members = Optional.empty();

  private AlertMonitor monitor(String origin) {
    return AlertMonitor.idle(
        new AlertMonitor.Parts(
            () -> members,
            AlertThresholds.DEFAULT,
            origin,
            (subject, details) -> told.add(text(subject, details)),
            () -> NOON,
            meters));
  }

  private static String text(String subject, Object details) {
    if (details instanceof AlertRaised raised) {
      return "raised " + raised.getSeverity() + " " + subject;
    }
    return "resolved " + ((AlertResolved) details).getAlert();
  }

  private void look(AlertMonitor monitor, long seconds, CircuitStatus circuit) {
    members = Optional.of(snapshot(node("p-1", seconds, beat -> beat.setCircuit(circuit))));
    monitor.look();
  }

  @Test
  void shouldTellWhatIsRaisedAndResolvedOnce() {
    AlertMonitor monitor = monitor(Nodes.KEEPER);

    look(monitor, 0, CircuitStatus.OPEN);
    assertEquals("pending", monitor.alerts().get(0).get("state"));
    look(monitor, 5, CircuitStatus.OPEN);
    look(monitor, 10, CircuitStatus.OPEN);
    assertEquals("raised", monitor.alerts().get(0).get("state"));
    assertEquals(1, meters.get("freshet.alerts.raised").tag("alert", "redis-down").gauge().value());
    look(monitor, 15, CircuitStatus.CLOSED);
    look(monitor, 20, CircuitStatus.CLOSED);
    look(monitor, 25, CircuitStatus.CLOSED);

    assertEquals(List.of("raised critical " + NAME, "resolved " + NAME), told);
    assertEquals(List.of(), monitor.alerts());
  }

  @Test
  void shouldLeaveTellingToWhoKeepsTheRegistryAndTakeItOver() {
    AlertMonitor monitor = monitor("coordinator-2");

    look(monitor, 0, CircuitStatus.OPEN);
    look(monitor, 5, CircuitStatus.OPEN);
    assertEquals(1, monitor.raised());
    assertEquals(List.of(), told);
    RegistrySnapshot last = members.orElseThrow();
    members =
        Optional.of(
            new RegistrySnapshot(
                last.members(), Optional.of(new ObserverStatus("coordinator-2", false, 0L, ""))));
    monitor.look();
    monitor.look();

    assertEquals(List.of("raised critical " + NAME), told);
  }

  @Test
  void shouldLetAlertsStandWhileTheRegistryCannotBeRead() {
    AlertMonitor monitor = monitor(Nodes.KEEPER);
    look(monitor, 0, CircuitStatus.OPEN);
    look(monitor, 5, CircuitStatus.OPEN);

    members = Optional.empty();
    monitor.look();
    monitor.look();

    assertEquals(1, monitor.raised());
  }
}
