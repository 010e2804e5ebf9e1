// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.events.avro.NodeJoined;
import dev.freshet.events.avro.NodeLeft;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.events.wire.RegistryUnavailableException;
import dev.freshet.events.wire.UndecodableRecordException.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CacheStateReaderTest {
  private final StateTopic topic = new StateTopic();

  @AfterEach
  void close() {
    topic.close();
  }

  private static List<String> texts(List<StreamItem> items) {
    List<String> texts = new ArrayList<>();
    for (StreamItem item : items) {
      texts.add(
          item instanceof StateEvent event
              ? event.cursor() + " " + event.kind() + " " + event.subject()
              : item.toString());
    }
    return texts;
  }

  private static NodeJoined joined(String node) {
    return new NodeJoined(node, "i");
  }

  private StateTopic threeMembers() {
    return topic
        .holds("a/1", joined("a/1"))
        .holds("a/2", joined("a/2"))
        .holds("a/1", new NodeLeft("a/1", "i"));
  }

  @Test
  void shouldReadFromTheFirstEventOn() {
    try (CacheStateReader reader = threeMembers().read(Start.earliest())) {
      assertEquals(Optional.empty(), reader.cursor());

      List<StreamItem> items = reader.poll(Duration.ZERO);

      assertEquals(
          List.of("0:0 NodeJoined a/1", "0:1 NodeJoined a/2", "0:2 NodeLeft a/1"), texts(items));
      assertEquals(Optional.of(StreamCursor.parse("0:2")), reader.cursor());
    }
  }

  @Test
  void shouldLeaveOutWhatWasThereBefore() {
    try (CacheStateReader reader = threeMembers().read(Start.latest())) {
      assertEquals(List.of(), reader.poll(Duration.ZERO));

      assertEquals(Optional.of(StreamCursor.parse("0:2")), reader.cursor());
    }
  }

  @Test
  void shouldGoOnBehindACursor() {
    try (CacheStateReader reader = threeMembers().read(Start.after(StreamCursor.parse("0:0")))) {
      assertEquals(
          List.of("0:1 NodeJoined a/2", "0:2 NodeLeft a/1"), texts(reader.poll(Duration.ZERO)));
    }
  }

  @Test
  void shouldTellOfEventsThatAreGone() {
    threeMembers().hasLostAllBefore(2);

    try (CacheStateReader reader = topic.read(Start.after(StreamCursor.parse("0:0")))) {
      assertEquals(
          List.of(
              new Gap(StreamCursor.parse("0:1"), StreamCursor.parse("0:2")).toString(),
              "0:2 NodeLeft a/1"),
          texts(reader.poll(Duration.ZERO)));
    }
  }

  @Test
  void shouldTellOfNoGapWhenNothingIsMissing() {
    threeMembers().hasLostAllBefore(1);

    try (CacheStateReader reader = topic.read(Start.after(StreamCursor.parse("0:0")))) {
      assertEquals(2, reader.poll(Duration.ZERO).size());
    }
    try (CacheStateReader reader =
        new StateTopic(topic.codec).read(Start.after(StreamCursor.parse("0:0")))) {
      assertInstanceOf(Gap.class, reader.poll(Duration.ZERO).get(0), "an empty topic lost it all");
    }
  }

  @Test
  void shouldBeginAnewInATopicThatWasMadeAnew() {
    threeMembers();

    try (CacheStateReader reader = topic.read(Start.after(StreamCursor.parse("0:700")))) {
      List<StreamItem> items = reader.poll(Duration.ZERO);

      assertEquals(new Gap(StreamCursor.parse("0:701"), StreamCursor.parse("0:0")), items.get(0));
      assertEquals(4, items.size());
    }
  }

  @Test
  void shouldTellOfEventsThatWentWhileItSlept() {
    threeMembers();
    try (CacheStateReader reader = topic.read(Start.earliest())) {
      topic.hasLostAllBefore(2);

      List<StreamItem> items = new ArrayList<>(reader.poll(Duration.ZERO));
      topic.deliver();
      items.addAll(reader.poll(Duration.ZERO));

      assertEquals(
          new Gap(StreamCursor.parse("0:0"), StreamCursor.parse("0:2")).toString(),
          texts(items).get(0));
      assertEquals("0:2 NodeLeft a/1", texts(items).get(items.size() - 1));
    }
  }

  @Test
  void shouldHandOutWhatIsWantedAndKnowHowFarItHasRead() {
    threeMembers();

    try (CacheStateReader reader =
        topic.read(Start.earliest(), StateFilter.of(List.of("NodeJoined"), "a/1"))) {
      assertEquals(List.of("0:0 NodeJoined a/1"), texts(reader.poll(Duration.ZERO)));
      assertEquals(Optional.of(StreamCursor.parse("0:2")), reader.cursor());
    }
  }

  @Test
  void shouldReportAKindOfANewerVersionAndGoOn() {
    topic
        .holdsRecord(ofNewerVersion())
        .holdsBytes(new byte[] {1, 2, 3})
        .holds("a/2", joined("a/2"));

    try (CacheStateReader reader =
        topic.read(Start.earliest(), StateFilter.of(List.of("NodeJoined"), null))) {
      List<StreamItem> items = reader.poll(Duration.ZERO);

      Unreadable newer = assertInstanceOf(Unreadable.class, items.get(0));
      assertEquals(StreamCursor.parse("0:0"), newer.cursor());
      assertEquals(Reason.MALFORMED, newer.reason());
      assertEquals(
          "freshet.cache-state:0:0: found a record that this version does not know,"
              + " details: dev.freshet.events.avro.NodeLevitated",
          newer.problem());
      Unreadable alien = assertInstanceOf(Unreadable.class, items.get(1));
      assertEquals(Reason.NOT_AVRO, alien.reason());
      assertInstanceOf(StateEvent.class, items.get(2));
    }
  }

  /** With one more kind, which has all the fields of a kind that this version knows. */
  private static GenericData.Record ofNewerVersion() {
    Schema kind =
        SchemaBuilder.record("NodeLevitated")
            .namespace("dev.freshet.events.avro")
            .fields()
            .requiredString("node")
            .requiredString("incarnation")
            .endRecord();
    Schema schema =
        SchemaBuilder.record("CacheStateEvent")
            .namespace("dev.freshet.events.avro")
            .fields()
            .requiredString("id")
            .requiredLong("timeMs")
            .requiredString("origin")
            .requiredString("subject")
            .name("details")
            .type(Schema.createUnion(NodeJoined.getClassSchema(), kind))
            .noDefault()
            .endRecord();
    GenericData.Record details = new GenericData.Record(kind);
    details.put("node", "a/1");
    details.put("incarnation", "i");
    GenericData.Record event = new GenericData.Record(schema);
    event.put("id", "1");
    event.put("timeMs", 0L);
    event.put("origin", "o");
    event.put("subject", "a/1");
    event.put("details", details);
    return event;
  }

  @Test
  void shouldLoseNothingWhileTheRegistryIsAway() {
    byte[] first = topic.codec.encode(StateTopic.NAME, StateTopic.event("a/1", joined("a/1")));
    AvroCodec away =
        AvroCodec.forRegistry("http://127.0.0.1:1", Map.of("max.retries", 0, "retries.wait.ms", 1));
    try (StateTopic unreachable = new StateTopic(away);
        CacheStateReader reader =
            unreachable.holdsBytes(new byte[0]).holdsBytes(first).read(Start.earliest())) {

      assertEquals(1, reader.poll(Duration.ZERO).size(), "what needs no registry");
      unreachable.deliver();
      assertThrows(RegistryUnavailableException.class, () -> reader.poll(Duration.ZERO));
      unreachable.deliver();
      assertThrows(RegistryUnavailableException.class, () -> reader.poll(Duration.ZERO));

      assertEquals(Optional.of(StreamCursor.parse("0:0")), reader.cursor());
    }
  }

  @Test
  void shouldLoseNothingWhenAFilterFails() {
    threeMembers();
    try (CacheStateReader reader =
        topic.read(
            Start.earliest(),
            item -> {
              if (item instanceof StateEvent event && event.subject().equals("a/2")) {
                throw new IllegalStateException("no twos");
              }
              return true;
            })) {

      assertEquals(List.of("0:0 NodeJoined a/1"), texts(reader.poll(Duration.ZERO)));
      topic.deliver();
      assertThrows(IllegalStateException.class, () -> reader.poll(Duration.ZERO));

      assertEquals(Optional.of(StreamCursor.parse("0:0")), reader.cursor());
    }
  }

  @Test
  void shouldSayThatTheTopicIsMissing() {
    topic.consumer.updatePartitions(StateTopic.NAME, List.of());

    var error =
        assertThrows(UnknownTopicOrPartitionException.class, () -> topic.read(Start.earliest()));

    assertEquals(
        "topic freshet.cache-state: found none; is the environment right, and a coordinator"
            + " started?",
        error.getMessage());
  }

  @Test
  void shouldKnowTroubleThatPasses() {
    assertTrue(CacheStateReader.isPassing(new TimeoutException("slow")));
    assertTrue(!CacheStateReader.isPassing(new IllegalStateException("for good")));
  }
}
