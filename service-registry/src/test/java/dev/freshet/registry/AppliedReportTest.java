// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.events.avro.Heartbeat;
import dev.freshet.events.avro.MemberPhase;
import dev.freshet.events.avro.MemberStatus;
import dev.freshet.events.avro.Registration;
import dev.freshet.events.avro.RegistryEntry;
import dev.freshet.events.values.Receipt;
import dev.freshet.registry.MemberView.Heard;
import dev.freshet.registry.form.Registrations;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AppliedReportTest {
  private static final Instant NOON = Records.NOON;
  private static final Receipt RECEIPT = new Receipt("events", 2, 41);

  private final SortedMap<MemberId, MemberView> members = new TreeMap<>();

  @Test
  void shouldCountTheNodesThatHaveAppliedAnEvent() {
    node("p-1", 42, Duration.ofMillis(20));
    node("p-2", 41, Duration.ofMillis(180));
    node("p-3", 12, Duration.ofMillis(90));

    AppliedReport report = report();

    assertEquals(
        new AppliedReport(
            RECEIPT,
            1,
            3,
            List.of(Records.member("p-2"), Records.member("p-3")),
            Optional.of(Records.member("p-3")),
            Optional.of(Duration.ofMillis(90))),
        report);
    assertFalse(report.isComplete());
    assertEquals("applied on 1 of 3 nodes, slowest payments/p-3 90 ms", report.toString());
  }

  @Test
  void shouldNameTheNodeThatIsFurthestBehindWhenAllHaveAppliedIt() {
    node("p-1", 42, Duration.ofMillis(20));
    node("p-2", 99, Duration.ofMillis(180));

    AppliedReport report = report();

    assertTrue(report.isComplete());
    assertEquals(Optional.of(Records.member("p-2")), report.slowest());
    assertEquals(Optional.of(Duration.ofMillis(180)), report.slowestDelay());
  }

  @Test
  void shouldWaitForNodesThatAreSuspectAndForThoseThatSayNothingOfThePartition() {
    add("p-1", MemberStatus.SUSPECT, Records.following("p-1", 2, 7));
    add("p-2", MemberStatus.UP, Records.following("p-2", 3, 1_000));

    assertEquals(List.of(Records.member("p-1"), Records.member("p-2")), report().waiting());
  }

  @Test
  void shouldNotWaitForMembersThatAreGoneOrHaveNoCacheOrWereNeverHeard() {
    add("p-1", MemberStatus.GONE, Records.following("p-1", 2, 7));
    add("p-2", MemberStatus.UP, Records.heartbeat("p-2", "first", 1));
    RegistryEntry joining =
        Records.entry(Records.registration("p-3", "first"), MemberStatus.JOINING);
    members.put(
        Records.member("p-3"), new MemberView(Records.member("p-3"), joining, Optional.empty()));

    AppliedReport report = report();

    assertEquals(0, report.nodes());
    assertTrue(report.isComplete());
    assertEquals("applied on 0 of 0 nodes", report.toString());
  }

  @Test
  void shouldWaitForHoldersOfRegionsThatWereNotHeardOrHaveNotFoundTheLogYet() {
    holder("p-1", Optional.empty());
    holder("p-2", Optional.of(phase("p-2", MemberPhase.STARTING)));
    holder("p-3", Optional.of(phase("p-3", MemberPhase.RUNNING)));

    AppliedReport report = report();

    assertEquals(List.of(Records.member("p-1"), Records.member("p-2")), report.waiting());
    assertEquals(2, report.nodes());
  }

  private static Heartbeat phase(String instance, MemberPhase phase) {
    return Heartbeat.newBuilder(Records.heartbeat(instance, "first", 1)).setPhase(phase).build();
  }

  private void holder(String instance, Optional<Heartbeat> heartbeat) {
    MemberId id = Records.member(instance);
    Registration registration =
        Registrations.builder(id, "first").startedAt(NOON).holds(Records.holding("users")).build();
    members.put(
        id,
        new MemberView(
            id,
            Records.entry(registration, MemberStatus.UP),
            heartbeat.map(beat -> new Heard(beat, NOON))));
  }

  private AppliedReport report() {
    return new RegistrySnapshot(members, Optional.empty()).applied(RECEIPT);
  }

  private void node(String instance, long nextOffset, Duration behind) {
    add(
        instance,
        MemberStatus.UP,
        Heartbeat.newBuilder(Records.following(instance, 2, nextOffset))
            .setClosedTimeMs(NOON.minus(behind).toEpochMilli())
            .build());
  }

  private void add(String instance, MemberStatus state, Heartbeat heartbeat) {
    MemberId id = Records.member(instance);
    members.put(
        id,
        new MemberView(
            id,
            Records.entry(Records.registration(instance, "first"), state),
            Optional.of(new Heard(heartbeat, NOON))));
  }
}
