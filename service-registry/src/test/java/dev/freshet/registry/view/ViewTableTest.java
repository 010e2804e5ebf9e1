// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.events.avro.ObserverStatus;
import dev.freshet.registry.MemberId;
import dev.freshet.registry.MemberView.Heard;
import dev.freshet.registry.Records;
import dev.freshet.registry.RegistrySnapshot;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ViewTableTest {
  private static final Instant NOON = Records.NOON;
  private static final MemberId MEMBER = Records.member("p-1");

  private final ViewTable table = new ViewTable();

  @Test
  void shouldPutEntryAndHeartbeatTogetherWhicheverComesFirst() {
    hear("first", 3);
    table.entry(MEMBER, Records.entry("p-1", "first"));
    table.entry(Records.member("p-2"), Records.entry("p-2", "other"));
    table.heartbeat(Records.member("p-2"), Records.heartbeat("p-2", "other", 9), NOON);

    assertEquals(Optional.of(3L), sequence());
    assertEquals(Optional.of(9L), sequence(Records.member("p-2")));
  }

  @Test
  void shouldHearNothingOfAnotherIncarnation() {
    table.entry(MEMBER, Records.entry("p-1", "second"));
    hear("second", 1);

    hear("first", 100);

    assertEquals(Optional.of(1L), sequence());
  }

  @Test
  void shouldHearTheNextIncarnationOnceItIsRegistered() {
    table.entry(MEMBER, Records.entry("p-1", "first"));
    hear("first", 100);
    hear("second", 1);
    assertEquals(Optional.of(100L), sequence());

    table.entry(MEMBER, Records.entry("p-1", "second"));

    assertEquals(Optional.of(1L), sequence());
  }

  @Test
  void shouldKeepWhatWasHeardWhenTheStateChanges() {
    table.entry(MEMBER, Records.entry("p-1", "first"));
    hear("first", 5);

    table.entry(MEMBER, Records.entry("p-1", "first"));

    assertEquals(Optional.of(5L), sequence());
  }

  @Test
  void shouldPassOverAHeartbeatThatIsNoNewer() {
    table.entry(MEMBER, Records.entry("p-1", "first"));
    hear("first", 5);
    RegistrySnapshot unused = table.snapshot();

    hear("first", 4);
    hear("first", 5);

    assertFalse(table.hasChanged());
    assertEquals(Optional.of(5L), sequence());
  }

  @Test
  void shouldForgetAMemberAndWhatItSaid() {
    table.entry(MEMBER, Records.entry("p-1", "first"));
    hear("first", 5);

    table.entry(MEMBER, null);
    assertEquals(Optional.empty(), table.snapshot().find(MEMBER));
    table.entry(MEMBER, Records.entry("p-1", "first"));

    assertEquals(Optional.empty(), sequence());
  }

  @Test
  void shouldRememberTheNewestTenThousandStrangersAlone() {
    for (int i = 0; i <= 10_000; i++) {
      table.heartbeat(Records.member("s-" + i), Records.heartbeat("s-" + i, "first", 1), NOON);
    }
    table.entry(Records.member("s-0"), Records.entry("s-0", "first"));
    table.entry(Records.member("s-1"), Records.entry("s-1", "first"));

    assertEquals(Optional.empty(), sequence(Records.member("s-0")));
    assertEquals(Optional.of(1L), sequence(Records.member("s-1")));
  }

  @Test
  void shouldShowWhatTheObserverSaysOfItself() {
    ObserverStatus impaired =
        new ObserverStatus("coordinator-1", true, NOON.toEpochMilli(), "4 of 5 fell silent");
    table.observer(impaired);
    assertEquals(Optional.of(impaired), table.snapshot().observer());

    table.observer(null);
    assertEquals(Optional.empty(), table.snapshot().observer());
  }

  @Test
  void shouldLeaveSnapshotsAlone() {
    table.entry(MEMBER, Records.entry("p-1", "first"));
    RegistrySnapshot before = table.snapshot();
    assertFalse(table.hasChanged());

    hear("first", 1);
    table.entry(Records.member("p-2"), Records.entry("p-2", "first"));

    assertTrue(table.hasChanged());
    assertEquals(1, before.members().size());
    assertEquals(Optional.empty(), before.find(MEMBER).orElseThrow().heard());
  }

  private void hear(String incarnation, long sequence) {
    table.heartbeat(MEMBER, Records.heartbeat("p-1", incarnation, sequence), NOON);
  }

  private Optional<Long> sequence() {
    return sequence(MEMBER);
  }

  private Optional<Long> sequence(MemberId member) {
    return table
        .snapshot()
        .find(member)
        .orElseThrow()
        .heard()
        .map(Heard::heartbeat)
        .map(heartbeat -> heartbeat.getSequence());
  }
}
