// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.members;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.coordinator.alerts.Nodes;
import dev.freshet.events.avro.MemberStatus;
import dev.freshet.events.avro.RegistryEntry;
import dev.freshet.http.problem.ProblemException;
import dev.freshet.registry.MemberId;
import dev.freshet.registry.MemberView;
import dev.freshet.registry.RegistrySnapshot;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class StartsTest {
  private static final MemberId ID = new MemberId("payments", "p-1");

  private static RegistrySnapshot registered(
      String incarnation, MemberStatus state, String... ended) {
    MemberView member = Nodes.node("p-1", state, incarnation, 0, beat -> beat);
    return Nodes.snapshot(
        new MemberView(
            ID,
            RegistryEntry.newBuilder(member.entry()).setEnded(List.of(ended)).build(),
            member.heard()));
  }

  private static void assertRefused(String code, String words, Executable call) {
    ProblemException refused = assertThrows(ProblemException.class, call);
    assertEquals("/problems/" + code, refused.problem().type());
    assertTrue(refused.problem().detail().contains(words), refused.problem().detail());
  }

  @Test
  void shouldCountTheLastStartAloneUnlessItHasLeft() {
    RegistrySnapshot known = registered("http-2", MemberStatus.UP, "http-1");

    assertEquals(ID, Starts.require(known, ID, "http-2").id());
    assertRefused("A041", "was replaced", () -> Starts.require(known, ID, "http-1"));
    assertRefused("A041", "never registered", () -> Starts.require(known, ID, "http-3"));
    assertRefused(
        "A041",
        "has left",
        () -> Starts.require(registered("http-2", MemberStatus.GONE, "http-2"), ID, "http-2"));
    assertRefused(
        "A040",
        "nearest payments/p-1",
        () -> Starts.require(known, new MemberId("payments", "p-2"), "http-1"));
  }

  @Test
  void shouldLetNobodySpeakForMembersThatAnnounceThemselves() {
    RegistrySnapshot announced = registered("b2c1", MemberStatus.SUSPECT);

    assertRefused("A043", "announces itself", () -> Starts.require(announced, ID, "b2c1"));
    assertRefused("A043", "announces itself", () -> start(announced, Optional.empty()));
    assertTrue(start(registered("b2c1", MemberStatus.GONE), Optional.empty()).isNew());
  }

  private static Starts.Start start(RegistrySnapshot snapshot, Optional<String> named) {
    return Starts.of(snapshot, ID, named, Nodes.NOON);
  }

  @Test
  void shouldBeginStartsOrGoOnWithThem() {
    RegistrySnapshot known = registered("http-2", MemberStatus.UP, "http-1");

    assertEquals(
        new Starts.Start("http-2", false, Instant.EPOCH), start(known, Optional.of("http-2")));
    assertEquals(new Starts.Start("http-3", true, Nodes.NOON), start(known, Optional.of("http-3")));
    Starts.Start unnamed = start(known, Optional.empty());
    assertTrue(unnamed.isNew() && unnamed.incarnation().startsWith("http-"));
    assertNotEquals(unnamed.incarnation(), start(known, Optional.empty()).incarnation());
    assertRefused("A041", "has ended", () -> start(known, Optional.of("http-1")));
    assertRefused(
        "A041",
        "has ended",
        () -> start(registered("http-2", MemberStatus.GONE, "http-2"), Optional.of("http-2")));
  }

  @Test
  void shouldKnowStartsThatEnded() {
    RegistrySnapshot known = registered("http-2", MemberStatus.UP, "http-1");

    assertTrue(Starts.isKnown(known, ID, "http-1"));
    assertTrue(Starts.isKnown(known, ID, "http-2"));
    assertFalse(Starts.isKnown(known, ID, "http-3"));
  }

  @Test
  void shouldNumberHeartbeatsUpwardsWhateverTheClocksSay() {
    MemberView heardFromFastClock =
        Nodes.node("p-1", 0, beat -> beat.setSequence(Nodes.NOON.toEpochMilli() + 60_000));
    MemberView never = Nodes.node("p-2", 0, beat -> beat.setSequence(3));
    Sequence sequence = new Sequence();
    Instant now = Nodes.NOON;

    assertEquals(now.toEpochMilli(), sequence.next(never, now));
    assertEquals(now.toEpochMilli() + 1, sequence.next(never, now));
    assertEquals(now.toEpochMilli() + 60_001, sequence.next(heardFromFastClock, now));
    assertTrue(sequence.next(never, now.minusSeconds(10)) > now.toEpochMilli());
  }
}
