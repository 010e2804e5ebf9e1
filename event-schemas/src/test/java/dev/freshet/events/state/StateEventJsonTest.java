// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.events.avro.AlertRaised;
import dev.freshet.events.avro.CacheStateEvent;
import dev.freshet.events.avro.Invalidated;
import dev.freshet.events.wire.UndecodableRecordException.Reason;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateEventJsonTest {
  private static final StreamCursor AT = new StreamCursor(0, 17);

  private static String json(String subject, SpecificRecord details) {
    return StateEventJson.text(
        new StateEvent(
            AT, new CacheStateEvent("7f-1", 1_700_000_000_123L, "c-1", subject, details)));
  }

  @Test
  void shouldWriteTheFieldsOfTheKindBesideThoseOfAllEvents() {
    assertEquals(
        "{\"id\":\"7f-1\",\"kind\":\"Invalidated\",\"time\":\"2023-11-14T22:13:20.123Z\","
            + "\"origin\":\"c-1\",\"subject\":\"t|user:42\",\"target\":\"t|user:42\","
            + "\"ruleSet\":\"user\",\"rule\":\"deleted\",\"revision\":2,\"cursor\":\"0:17\"}",
        json("t|user:42", new Invalidated("t|user:42", "user", "deleted", 2L, null, null)));
  }

  @Test
  void shouldWriteNumbersAsNumbersAndQuoteTexts() {
    String json = json("a", new AlertRaised("HitRateLow", "warning", 0.5, 0.7, "say \"what\"\n"));

    assertTrue(json.contains("\"value\":0.5,\"threshold\":0.7"), json);
    assertTrue(json.contains("\"message\":\"say \\\"what\\\"\\n\""), json);
  }

  @Test
  void shouldWriteWhatHappensToTheStreamItself() {
    assertEquals(
        "{\"kind\":\"gap\",\"from\":\"0:17\",\"to\":\"0:40\"}",
        StateEventJson.text(new Gap(AT, new StreamCursor(0, 40))));
    assertEquals(
        "{\"kind\":\"unreadable\",\"reason\":\"not-avro\",\"problem\":\"no\",\"cursor\":\"0:17\"}",
        StateEventJson.text(new Unreadable(AT, Reason.NOT_AVRO, "no")));
  }

  @Test
  void shouldLeaveRoomForTheFieldsOfEveryKind() {
    Set<String> taken = Set.of("id", "kind", "time", "origin", "subject", "cursor");

    for (Schema kind : StateKinds.schemas().values()) {
      List<String> clashing =
          kind.getFields().stream().map(Schema.Field::name).filter(taken::contains).toList();

      assertEquals(List.of(), clashing, kind.getName());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "0:", ":1", "0:-1", "a:1", "0:1 ", "0:1:2", "9999999999:1"})
  void shouldRefuseWhatIsNoCursor(String text) {
    var error = assertThrows(IllegalArgumentException.class, () -> StreamCursor.parse(text));

    assertEquals(
        "cursor: found '" + text + "', expected partition:offset, for example 0:17",
        error.getMessage());
  }

  @Test
  void shouldReadTheCursorsThatItWrites() {
    assertEquals(AT, StreamCursor.parse(AT.toString()));
    assertThrows(IllegalArgumentException.class, () -> Start.after(StreamCursor.parse("3:17")));
  }

  @Test
  void shouldTakeASubjectOrItsBeginning() {
    assertTrue(StateFilter.isAbout("t|user:4", "t|user:4"));
    assertTrue(!StateFilter.isAbout("t|user:4", "t|user:42"));
    assertTrue(StateFilter.isAbout("t|user:*", "t|user:42"));
    assertTrue(!StateFilter.isAbout("t|user:*", "t|use"));
    assertTrue(StateFilter.isAbout("*", "anything"));
  }
}
