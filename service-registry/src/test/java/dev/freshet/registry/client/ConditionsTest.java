// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.events.avro.ConditionStatus;
import dev.freshet.events.avro.MemberCondition;
import dev.freshet.registry.Records;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ConditionsTest {
  private static final Instant NOON = Records.NOON;

  private Reading reading = Reading.holds("Connected");
  private final Conditions conditions = new Conditions().add("DatabaseReachable", () -> reading);

  @Test
  void shouldRememberSinceWhenAConditionIsAsItIs() {
    conditions.read(NOON);
    MemberCondition same = conditions.read(NOON.plusSeconds(5)).get(0);
    assertEquals(ConditionStatus.TRUE, same.getStatus());
    assertEquals(NOON.toEpochMilli(), same.getSinceMs());

    reading = Reading.fails("Refused", "connection refused by db-1");
    MemberCondition changed = conditions.read(NOON.plusSeconds(10)).get(0);
    reading = Reading.fails("TimedOut", "no answer from db-1");
    MemberCondition stillFalse = conditions.read(NOON.plusSeconds(15)).get(0);

    assertEquals(ConditionStatus.FALSE, changed.getStatus());
    assertEquals("Refused", changed.getReason());
    assertEquals(NOON.plusSeconds(10).toEpochMilli(), stillFalse.getSinceMs());
    assertEquals("TimedOut", stillFalse.getReason());
  }

  @Test
  void shouldKnowNothingOfAConditionWhoseCheckFails() {
    conditions.add(
        "QueueShort",
        () -> {
          throw new IllegalStateException("x".repeat(2_000));
        });

    MemberCondition unknown = conditions.read(NOON).get(1);

    assertEquals(ConditionStatus.UNKNOWN, unknown.getStatus());
    assertEquals("CheckFailed", unknown.getReason());
    assertEquals(NOON.toEpochMilli(), unknown.getSinceMs());
    assertTrue(unknown.getMessage().length() <= 500);
  }
}
