// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry.keeping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.events.avro.CircuitStatus;
import dev.freshet.events.avro.Heartbeat;
import dev.freshet.events.avro.MemberLease;
import dev.freshet.events.avro.MemberPhase;
import dev.freshet.events.avro.MemberStatus;
import dev.freshet.events.avro.NodeDegraded;
import dev.freshet.events.avro.NodeLost;
import dev.freshet.events.avro.NodeRecovered;
import dev.freshet.events.avro.Registration;
import dev.freshet.registry.keeping.RegistryChange.Reason;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RegistryTest {
  private final Watch watch = new Watch();

  @Test
  void shouldReportMemberOnceItRuns() {
    watch.register("a", "1");
    assertEquals(MemberStatus.JOINING, watch.state("a"));

    watch.beat(watch.heartbeat("a", "1", 1).setPhase(MemberPhase.STARTING).build());
    assertEquals(MemberStatus.JOINING, watch.state("a"));
    watch.beat("a", "1", 2);

    assertEquals(MemberStatus.UP, watch.state("a"));
    assertEquals(List.of("NodeJoined"), watch.reports());
  }

  @Test
  void shouldWriteNothingForHeartbeatsThatChangeNothing() {
    watch.register("a", "1");
    watch.beat("a", "1", 1);
    watch.clear();

    watch.pass(Duration.ofSeconds(5));
    watch.beat("a", "1", 2);
    watch.register("a", "1");
    watch.beat("a", "1", 2);

    assertEquals(List.of(), watch.changes);
  }

  @Test
  void shouldSuspectThenLoseThenForgetSilentMember() {
    watch.register("a", "1");
    watch.beat("a", "1", 1);
    watch.clear();

    watch.pass(Duration.ofMillis(14_500));
    assertEquals(MemberStatus.UP, watch.state("a"));
    watch.pass(Duration.ofMillis(500));
    assertEquals(MemberStatus.SUSPECT, watch.state("a"));
    watch.pass(Duration.ofMillis(14_500));
    assertEquals(MemberStatus.SUSPECT, watch.state("a"));
    watch.pass(Duration.ofMillis(500));
    assertEquals(MemberStatus.GONE, watch.state("a"));
    watch.pass(Duration.ofMinutes(10));

    assertTrue(watch.entries.isEmpty());
    assertEquals(List.of("NodeSuspect", "NodeLost"), watch.reports());
    assertEquals(30_000, watch.reports(NodeLost.class).get(0).getSilentForMs());
    assertTrue(watch.changes.contains(new RegistryChange.Forgotten(Watch.id("a"), true, false)));
  }

  @Test
  void shouldTakeBackWhoIsHeardAgain() {
    watch.register("a", "1");
    watch.beat("a", "1", 1);
    watch.pass(Duration.ofSeconds(20));
    watch.beat("a", "1", 2);
    assertEquals(MemberStatus.UP, watch.state("a"));
    watch.pass(Duration.ofSeconds(40));
    watch.clear();

    watch.beat("a", "1", 3);

    assertEquals(MemberStatus.UP, watch.state("a"));
    assertEquals("Gone", watch.reports(NodeRecovered.class).get(0).getFrom());
  }

  @Test
  void shouldLetMemberLeaveForGood() {
    watch.register("a", "1");
    watch.beat("a", "1", 1);
    watch.clear();

    watch.beat(watch.heartbeat("a", "1", 2).setPhase(MemberPhase.DRAINING).build());
    watch.leave("a", "1");
    watch.beat(watch.heartbeat("a", "1", 3).setPhase(MemberPhase.DRAINING).build());
    watch.beat("a", "1", 4);
    watch.register("a", "1");

    assertEquals(MemberStatus.GONE, watch.state("a"));
    assertEquals("has left", watch.entry("a").getReason());
    assertEquals(List.of("NodeDraining", "NodeLeft"), watch.reports());
    assertEquals(List.of(Reason.ALREADY_LEFT, Reason.ALREADY_LEFT), watch.rejections());
    watch.register("a", "2");
    assertEquals(MemberStatus.JOINING, watch.state("a"));
  }

  @Test
  void shouldNotTakeWhoDrainsForOneThatStartsAfterATakeover() {
    watch.register("a", "1");
    watch.beat(watch.heartbeat("a", "1", 1).setConditions(List.of()).build());
    watch.drain("a");
    Watch next = watch.takenOver();

    next.register("a", "1");
    assertEquals(MemberStatus.DRAINING, next.state("a"));
    next.beat(next.heartbeat("a", "1", 2).setConditions(List.of()).build());

    assertEquals(List.of(), next.reports());
  }

  @Test
  void shouldNeverCountReplacedIncarnationAgain() {
    watch.register("a", "1");
    watch.beat("a", "1", 1);
    watch.register("a", "2");
    watch.beat("a", "2", 1);
    watch.clear();

    watch.beat("a", "1", 2);
    watch.register("a", "1");
    watch.leave("a", "1");

    assertEquals(MemberStatus.UP, watch.state("a"));
    assertEquals("2", watch.entry("a").getRegistration().getIncarnation());
    assertEquals(
        List.of(
            Reason.REPLACED_INCARNATION, Reason.REPLACED_INCARNATION, Reason.REPLACED_INCARNATION),
        watch.rejections());
    assertEquals(3, watch.changes.size());
  }

  @Test
  void shouldRememberReplacedIncarnationsWithinBounds() {
    for (int i = 0; i <= 40; i++) {
      watch.register("a", "i" + i);
    }

    assertEquals(Member.MOST_ENDED, watch.entry("a").getEnded().size());
    assertEquals("i39", watch.entry("a").getEnded().get(0));
  }

  @Test
  void shouldNotTakeSilenceOfReplacedIncarnationForThatOfNextOne() {
    watch.register("a", "1");
    watch.pass(Duration.ofSeconds(14));

    watch.register("a", "2");
    watch.pass(Duration.ofSeconds(14));

    assertEquals(MemberStatus.JOINING, watch.state("a"));
  }

  @Test
  void shouldIgnoreSequenceThatGoesBack() {
    watch.register("a", "1");
    watch.beat("a", "1", 7);
    watch.pass(Duration.ofSeconds(15));
    watch.clear();

    watch.beat("a", "1", 6);
    watch.beat("a", "1", 7);

    assertEquals(MemberStatus.SUSPECT, watch.state("a"));
    assertEquals(List.of(Reason.SEQUENCE_BACK), watch.rejections());
    assertEquals(1, watch.changes.size());
  }

  @Test
  void shouldNameUnknownMembersAndIncarnations() {
    watch.beat("a", "1", 1);
    watch.leave("a", "1");
    watch.register("b", "1");
    watch.beat("b", "2", 1);

    assertEquals(
        List.of(Reason.UNKNOWN_MEMBER, Reason.UNKNOWN_MEMBER, Reason.UNKNOWN_INCARNATION),
        watch.rejections());
    assertEquals(MemberStatus.JOINING, watch.state("b"));
  }

  @Test
  void shouldUseHeartbeatThatWasReadBeforeItsRegistration() {
    watch.beat("a", "1", 1);

    watch.register("a", "1");

    assertEquals(MemberStatus.UP, watch.state("a"));
  }

  @Test
  void shouldNameClockThatIsOffOnceAndJudgeNothingByIt() {
    watch.register("a", "1");
    watch.clear();

    for (int sequence = 1; sequence <= 3; sequence++) {
      long anHourAhead = watch.now().wall().plus(Duration.ofHours(1)).toEpochMilli();
      watch.beat(watch.heartbeat("a", "1", sequence).setSentAtMs(anHourAhead).build());
      watch.pass(Duration.ofSeconds(5));
    }

    assertEquals(List.of(Reason.CLOCK_OFF), watch.rejections());
    assertEquals(Duration.ofHours(1).toMillis(), watch.entry("a").getClockOffMs());
    assertEquals(MemberStatus.UP, watch.state("a"));
    watch.beat("a", "1", 4);
    assertEquals(0, watch.entry("a").getClockOffMs());
    assertEquals(List.of(Reason.CLOCK_OFF), watch.rejections());
  }

  @Test
  void shouldDegradeMemberOfWhichConditionDoesNotHold() {
    watch.register("a", "1");
    watch.beat("a", "1", 1);
    watch.clear();

    watch.beat(degraded(2));
    watch.beat(degraded(3));
    watch.beat("a", "1", 4);

    assertEquals(List.of("NodeDegraded", "NodeRecovered"), watch.reports());
    assertEquals("L2Available", watch.reports(NodeDegraded.class).get(0).getCondition());
    assertEquals("Degraded", watch.reports(NodeRecovered.class).get(0).getFrom());
    assertEquals(MemberStatus.UP, watch.state("a"));
  }

  private Heartbeat degraded(long sequence) {
    return watch
        .heartbeat("a", "1", sequence)
        .setConditions(List.of(Watch.condition("L2Available", false)))
        .build();
  }

  @Test
  void shouldReportBlindnessAndCircuitOnceEach() {
    watch.register("a", "1");
    watch.beat("a", "1", 1);
    watch.clear();

    for (int sequence = 2; sequence < 4; sequence++) {
      watch.beat(
          watch
              .heartbeat("a", "1", sequence)
              .setConditions(List.of(Watch.condition("Fresh", false)))
              .setCircuit(sequence == 2 ? CircuitStatus.OPEN : CircuitStatus.HALF_OPEN)
              .build());
    }
    assertEquals(List.of("NodeDegraded", "NodeBlind", "CircuitOpened"), watch.reports());
    watch.clear();
    watch.beat("a", "1", 4);

    assertEquals(List.of("NodeRecovered", "NodeRecovered", "CircuitClosed"), watch.reports());
    assertEquals("Blind", watch.reports(NodeRecovered.class).get(1).getFrom());
  }

  @Test
  void shouldKeepOrderToDrainOverRestarts() {
    watch.register("a", "1");
    watch.beat("a", "1", 1);

    watch.drain("a");
    assertEquals(MemberStatus.DRAINING, watch.state("a"));
    assertEquals("ordered by ann: moves house", watch.entry("a").getReason());
    watch.register("a", "2");
    assertEquals(MemberStatus.JOINING, watch.state("a"));
    watch.beat("a", "2", 1);
    assertEquals(MemberStatus.DRAINING, watch.state("a"));
    Watch next = watch.takenOver();
    next.beat("a", "2", 2);
    assertEquals(MemberStatus.DRAINING, next.state("a"));

    next.liftDrain("a");
    assertEquals(MemberStatus.UP, next.state("a"));
    assertEquals(List.of("NodeRecovered"), next.reports());
  }

  @Test
  void shouldKeepOrderThatIsReadBeforeItsMember() {
    watch.drain("a");
    watch.drain("nobody");

    watch.register("a", "1");
    watch.beat("a", "1", 1);
    watch.pass(Duration.ofSeconds(2));

    assertEquals(MemberStatus.DRAINING, watch.state("a"));
    watch.pass(Registry.FORGET_AFTER);
    assertTrue(
        watch.changes.contains(new RegistryChange.Forgotten(Watch.id("nobody"), false, true)));
  }

  @Test
  void shouldKeepLeasesWithinBounds() {
    watch.register(leased("a", new MemberLease(1L, 1L, 1L)));
    watch.register(leased("b", new MemberLease(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE)));
    watch.register(leased("a", new MemberLease(1L, 1L, 1L)));

    assertEquals(
        List.of(Reason.LEASE_OUT_OF_BOUNDS, Reason.LEASE_OUT_OF_BOUNDS), watch.rejections());
    watch.pass(Duration.ofMillis(1_500));
    assertEquals(MemberStatus.JOINING, watch.state("a"));
    watch.pass(Duration.ofMillis(500));
    assertEquals(MemberStatus.SUSPECT, watch.state("a"));
    watch.pass(Duration.ofSeconds(1));
    assertEquals(MemberStatus.GONE, watch.state("a"));
    watch.pass(Duration.ofMinutes(60));
    assertEquals(MemberStatus.GONE, watch.state("b"));
  }

  private static Registration leased(String instance, MemberLease lease) {
    return Watch.leased(instance, "1", lease, List.of());
  }

  @Test
  void shouldNotTakeOwnPauseForSilence() {
    watch.register("a", "1");
    watch.beat("a", "1", 1);

    watch.gap(Duration.ofMinutes(3));
    watch.tick();
    watch.pass(Duration.ofSeconds(12));
    assertEquals(MemberStatus.UP, watch.state("a"));

    watch.pass(Duration.ofSeconds(1));
    assertEquals(MemberStatus.SUSPECT, watch.state("a"));
  }

  @Test
  void shouldGiveEveryMemberWholeLeaseAfterTakeover() {
    watch.register("a", "1");
    watch.beat("a", "1", 1);
    watch.pass(Duration.ofSeconds(14));

    Watch next = watch.takenOver();
    next.pass(Duration.ofMillis(14_500));
    assertEquals(MemberStatus.UP, next.state("a"));
    next.pass(Duration.ofMillis(500));
    assertEquals(MemberStatus.SUSPECT, next.state("a"));
    Watch last = next.takenOver();
    last.pass(Duration.ofMillis(29_500));
    assertEquals(MemberStatus.SUSPECT, last.state("a"));
    last.pass(Duration.ofMillis(500));
    assertEquals(MemberStatus.GONE, last.state("a"));
  }

  @Test
  void shouldNotForgetSoonerAfterTakeover() {
    watch.register("a", "1");
    watch.leave("a", "1");

    Watch next = watch.takenOver();
    next.pass(Registry.FORGET_AFTER.minusSeconds(1));
    assertEquals(MemberStatus.GONE, next.state("a"));
    next.pass(Duration.ofSeconds(1));

    assertTrue(next.entries.isEmpty());
  }

  @Test
  void shouldKnowAfterTakeoverWhoHasLeft() {
    watch.register("a", "1");
    watch.leave("a", null);

    Watch next = watch.takenOver();
    next.beat("a", "1", 9);

    assertEquals(List.of(Reason.ALREADY_LEFT), next.rejections());
    assertFalse(next.impaired);
  }
}
