// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.events.avro.CacheStateEvent;
import dev.freshet.events.avro.Cause;
import dev.freshet.events.avro.InvalidationCommand;
import dev.freshet.events.avro.NodeJoined;
import dev.freshet.events.avro.ProgressMarker;
import dev.freshet.events.avro.Warmed;
import dev.freshet.events.state.Gap;
import dev.freshet.events.state.StateEvent;
import dev.freshet.events.state.StreamCursor;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class SightingTest {
  private static final ConsumerRecord<byte[], byte[]> RECORD =
      new ConsumerRecord<>("freshet.commands", 3, 17, new byte[0], new byte[0]);

  @Test
  void shouldTellOfACommandWithItsRuleAndEvent() {
    InvalidationCommand command =
        InvalidationCommand.newBuilder()
            .setTarget("t|user:42")
            .setOrigin("coordinator-1")
            .setIssuedAtMs(0)
            .setCause(
                new Cause(
                    "e-1",
                    "user.deleted",
                    "/users",
                    "freshet.events",
                    1,
                    9L,
                    "user",
                    "deleted",
                    2L))
            .build();

    Sighting sighting = Sighting.of(RECORD, command);

    assertEquals(
        "{kind=command, time=1970-01-01T00:00:00Z, target=t|user:42, rule=user/deleted,"
            + " revision=2, eventType=user.deleted, eventId=e-1, event=freshet.events:1:9,"
            + " origin=coordinator-1, position=freshet.commands:3:17}",
        sighting.tree().toString());
    assertTrue(sighting.toLine().contains("t|user:42"), sighting::toLine);
  }

  @Test
  void shouldTellOfAnyCacheStateEventByItsFields() {
    CacheStateEvent event =
        CacheStateEvent.newBuilder()
            .setId("1")
            .setTimeMs(0)
            .setOrigin("node-1/abc")
            .setSubject("node-1")
            .setDetails(new NodeJoined("node-1", "abc"))
            .build();

    Sighting sighting =
        Sighting.of(new StateEvent(StreamCursor.parse("0:7"), event), Instant.EPOCH);

    assertEquals(
        "{id=1, kind=NodeJoined, time=1970-01-01T00:00:00Z, origin=node-1/abc, subject=node-1,"
            + " node=node-1, incarnation=abc, cursor=0:7}",
        sighting.tree().toString());
    assertTrue(
        sighting
            .toLine()
            .matches("..:..:..\\....  NodeJoined   node-1 +incarnation=abc  origin=.*"),
        sighting::toLine);
  }

  @Test
  void shouldTellOfAWarmUpRunByItsJobAndCounts() {
    CacheStateEvent event =
        CacheStateEvent.newBuilder()
            .setId("1")
            .setTimeMs(0)
            .setOrigin("coordinator-1")
            .setSubject("payment.recent-payments.17")
            .setDetails(
                new Warmed(
                    "payment:recent", "recent-payments", "payment.recent-payments.17", 900L, 3L))
            .build();

    Sighting sighting =
        Sighting.of(new StateEvent(StreamCursor.parse("0:7"), event), Instant.EPOCH);

    assertTrue(
        sighting
            .toLine()
            .matches(
                "..:..:..\\....  Warmed       payment.recent-payments.17 +region=payment:recent"
                    + "  job=recent-payments  keys=900  failures=3  origin=.*"),
        sighting::toLine);
  }

  @Test
  void shouldTellOfEventsThatAreMissing() {
    Gap gap = new Gap(StreamCursor.parse("0:7"), StreamCursor.parse("0:9"));

    Sighting sighting = Sighting.of(gap, Instant.EPOCH);

    assertEquals("{kind=gap, from=0:7, to=0:9}", sighting.tree().toString());
    assertTrue(sighting.toLine().contains("from=0:7  to=0:9"), sighting::toLine);
  }

  @Test
  void shouldKnowMarkersFromCommands() {
    ProgressMarker marker = new ProgressMarker("0_1", List.of(), List.of(), 0L, false);

    assertEquals("marker", Sighting.of(RECORD, marker).kind());
  }
}
