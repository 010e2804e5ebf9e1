// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.alerts;

import static dev.freshet.coordinator.alerts.Nodes.NOON;
import static dev.freshet.coordinator.alerts.Nodes.node;
import static dev.freshet.coordinator.alerts.Nodes.region;
import static dev.freshet.coordinator.alerts.Nodes.snapshot;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.freshet.events.avro.CircuitStatus;
import dev.freshet.events.avro.Heartbeat;
import dev.freshet.events.avro.MemberPhase;
import dev.freshet.events.avro.MemberStatus;
import dev.freshet.events.avro.RegistryEntry;
import dev.freshet.registry.MemberView;
import dev.freshet.registry.RegistrySnapshot;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class AlertRulesTest {
  private TrafficWindow window = new TrafficWindow(Duration.ofMinutes(1));

  private List<String> look(long seconds, MemberView... members) {
    RegistrySnapshot snapshot = snapshot(members);
    window.observe(snapshot);
    return AlertRules.evaluate(snapshot, window, AlertThresholds.DEFAULT, NOON.plusSeconds(seconds))
        .stream()
        .map(Finding::name)
        .toList();
  }

  private List<String> afterFiveSeconds(UnaryOperator<Heartbeat.Builder> then) {
    window = new TrafficWindow(Duration.ofMinutes(1));
    look(0, node("p-1", 0, region(5_000, 5_000, 5_000, 0, 0)));
    return look(5, node("p-1", 5, then));
  }

  @Test
  void shouldFindNothingWrongWithNodesThatAreWell() {
    assertEquals(List.of(), afterFiveSeconds(region(5_070, 5_030, 5_030, 0, 3_000)));
  }

  @Test
  void shouldFindRegionsThatMissTooMuchLately() {
    assertEquals(
        List.of("hit-rate/payments/history"), afterFiveSeconds(region(5_069, 5_031, 5_019, 0, 0)));
  }

  @Test
  void shouldSayNothingOfFewReads() {
    assertEquals(List.of(), afterFiveSeconds(region(5_000, 5_099, 5_000, 0, 0)));
  }

  @Test
  void shouldAddUpNodesOfOneService() {
    look(0, node("p-1", 0, region(0, 0, 0, 0, 0)), node("p-2", 0, region(0, 0, 0, 0, 0)));

    assertEquals(
        List.of("hit-rate/payments/history"),
        look(5, node("p-1", 5, region(0, 60, 0, 0, 0)), node("p-2", 5, region(40, 0, 0, 0, 0))));
  }

  @Test
  void shouldFindLoadsThatFailOrAreSlow() {
    assertEquals(
        List.of("load-errors/payments/history"),
        afterFiveSeconds(region(5_000, 5_000, 5_018, 2, 0)));
    assertEquals(List.of(), afterFiveSeconds(region(5_000, 5_000, 5_019, 1, 20_000)));
    assertEquals(
        List.of("load-latency/payments/history"),
        afterFiveSeconds(region(5_000, 5_000, 5_020, 0, 20_001)));
    assertEquals(List.of(), afterFiveSeconds(region(5_000, 5_000, 5_019, 0, 90_000)));
  }

  @Test
  void shouldFindNodesShortOfMemoryOrWithoutStore() {
    assertEquals(
        List.of("memory/payments/p-1", "redis-down/payments/p-1"),
        look(
            0,
            node(
                "p-1",
                0,
                beat -> beat.setMemoryUsedBytes(81L).setCircuit(CircuitStatus.HALF_OPEN))));
    assertEquals(List.of(), look(5, node("p-1", 5, beat -> beat.setMemoryUsedBytes(80L))));
    assertEquals(
        List.of(),
        look(10, node("p-1", 10, beat -> beat.setMemoryMaxBytes(null).setCircuit(null))));
  }

  @Test
  void shouldMissSilentMembersUnlessTheySaidGoodbye() {
    MemberView suspect = node("p-1", MemberStatus.SUSPECT, "first", 0, beat -> beat);
    MemberView gone = node("p-2", MemberStatus.GONE, "first", 0, beat -> beat);
    MemberView left =
        new MemberView(
            gone.id(),
            RegistryEntry.newBuilder(gone.entry()).setEnded(List.of("first")).build(),
            gone.heard());
    MemberView neverHeard = new MemberView(gone.id(), gone.entry(), Optional.empty());

    assertEquals(
        List.of("no-heartbeat/payments/p-1", "no-heartbeat/payments/p-2"), look(20, suspect, gone));
    assertEquals(List.of(), look(25, left));
    assertEquals(List.of("no-heartbeat/payments/p-2"), look(30, neverHeard));
  }

  @Test
  void shouldFindNodesThatAreBehind() {
    assertEquals(
        List.of("apply-latency/payments/p-1"),
        look(0, node("p-1", 0, beat -> closed(beat, NOON.toEpochMilli() - 1_001))));
    assertEquals(
        List.of(), look(5, node("p-1", 5, beat -> closed(beat, NOON.toEpochMilli() + 4_000))));
  }

  private static Heartbeat.Builder closed(Heartbeat.Builder beat, long closedTimeMs) {
    return beat.setClosedTimeMs(closedTimeMs);
  }

  @Test
  void shouldFindNodesWhoseClosedTimeStands() {
    UnaryOperator<Heartbeat.Builder> stands = beat -> closed(beat, NOON.toEpochMilli());
    look(0, node("p-1", 0, stands));

    assertEquals(List.of("apply-latency/payments/p-1"), look(10, node("p-1", 10, stands)));
    assertEquals(List.of("closed-time-stands/payments/p-1"), look(15, node("p-1", 15, stands)));
    assertEquals(List.of(), look(20, node("p-1", 20, beat -> beat)));
  }

  @Test
  void shouldFindNodesThatNeverKnewTheirClosedTime() {
    UnaryOperator<Heartbeat.Builder> unknown = beat -> beat.setClosedTimeMs(null);
    look(0, node("p-1", 0, unknown));

    assertEquals(List.of("closed-time-stands/payments/p-1"), look(15, node("p-1", 15, unknown)));
  }

  @Test
  void shouldNotExpectEventsOfThoseThatStartOrHaveNoCache() {
    UnaryOperator<Heartbeat.Builder> starting =
        beat -> closed(beat, 0).setPhase(MemberPhase.STARTING);
    UnaryOperator<Heartbeat.Builder> withoutCache =
        beat -> closed(beat, 0).setWatermarks(List.of());

    assertEquals(List.of(), look(0, node("p-1", 0, starting), node("p-2", 0, withoutCache)));
  }
}
