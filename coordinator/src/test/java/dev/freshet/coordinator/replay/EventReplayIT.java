// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.coordinator.replay.ShadowReport.TopTarget;
import dev.freshet.events.topics.CommandHeaders;
import dev.freshet.events.topics.TopicCatalogue;
import dev.freshet.events.topics.TopicSizing;
import dev.freshet.events.topics.Topics;
import dev.freshet.events.wire.RecordAddress;
import dev.freshet.testkit.Environments;
import dev.freshet.testkit.KafkaFixture;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventReplayIT {
  /** The broker takes no record from the future, and keeps none that is too old. */
  private final Instant start =
      Instant.now().minus(Duration.ofHours(1)).truncatedTo(ChronoUnit.SECONDS);

  private final Topics topics = new Topics(Environments.unique());
  private final Map<String, Object> kafka =
      Map.of("bootstrap.servers", KafkaFixture.bootstrapServers());
  private final KafkaProducer<byte[], byte[]> producer =
      new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer());
  private final EventReplay replay = EventReplay.connect(kafka, "mock://" + topics.environment());
  private final List<String> read = new ArrayList<>();

  @BeforeEach
  void makeTopics() {
    try (Admin admin = Admin.create(kafka)) {
      TopicCatalogue.forEnvironment(topics, TopicSizing.dev()).ensure(admin);
    }
  }

  @AfterEach
  void close() {
    replay.close();
    producer.close();
  }

  @Test
  void shouldReadWhatWasStoredSinceATimeAndUntilItBegan() {
    for (int i = 0; i < 40; i++) {
      publish(i % 4, start.plusSeconds(i), "e" + i);
    }
    producer.flush();

    EventReplay.Summary summary =
        replay.read(
            List.of(topics.events()),
            start.plusSeconds(10),
            (storedAt, event) -> {
              read.add(storedAt + " " + event.type() + " " + event.id());
              publish(0, start.plusSeconds(100), "later");
              producer.flush();
            });

    Set<String> expected = new TreeSet<>();
    for (int i = 10; i < 40; i++) {
      expected.add(start.plusSeconds(i) + " user.updated e" + i);
    }
    assertEquals(expected, new TreeSet<>(read));
    assertEquals(new EventReplay.Summary(30, 0, List.of()), summary);
  }

  @Test
  void shouldPassOverWhatIsNoEvent() {
    for (int i = 0; i < 7; i++) {
      var unused =
          producer.send(new ProducerRecord<>(topics.events(), 1, new byte[0], "?".getBytes(UTF_8)));
    }
    publish(1, start, "good");
    producer.flush();

    EventReplay.Summary summary = readAll();

    assertEquals(1, summary.events());
    assertEquals(7, summary.undecodable());
    assertEquals(5, summary.problems().size());
    assertTrue(summary.problems().get(0).contains(topics.events() + ":1:0"), summary::toString);
  }

  @Test
  void shouldBeDoneAtOnceWhereNothingIsYoungEnough() {
    publish(2, start, "old");
    producer.flush();

    EventReplay.Summary summary =
        replay.read(List.of(topics.events()), start.plusSeconds(1), (at, event) -> read.add("?"));

    assertEquals(new EventReplay.Summary(0, 0, List.of()), summary);
    assertEquals(List.of(), read);
  }

  @Test
  void shouldReadAgainFromTheSameConnection() {
    publish(0, start, "a");
    publish(3, start, "b");
    producer.flush();

    assertEquals(2, readAll().events());
    assertEquals(2, readAll().events());
  }

  @Test
  void shouldReadTheEventAtAnAddress() {
    publish(2, start, "a");
    publish(2, start, "b");
    producer.flush();

    List<Long> events = new ArrayList<>();
    for (long offset = 0; offset < 3; offset++) {
      RecordAddress address = new RecordAddress(topics.events(), 2, offset);
      events.add(replay.readOne(address, (at, event) -> read.add(event.id())).events());
    }

    assertEquals(List.of(1L, 1L, 0L), events);
    assertEquals(List.of("a", "b"), read);
  }

  @Test
  void shouldCountWhatARuleWouldHaveSentInShadowMode() {
    Instant minute = start.truncatedTo(ChronoUnit.MINUTES);
    for (int i = 0; i < 10; i++) {
      shadow(i % 4, minute.plusSeconds(i * 20L), i < 7 ? "t|hot" : "t|cold" + i, "shop/r", i < 5);
    }
    shadow(0, minute, "t|other", "shop/other", true);
    shadow(0, minute.minusSeconds(1), "t|old", "shop/r", true);
    producer.flush();

    ShadowReport report = ShadowReport.read(kafka, topics, "shop/r", minute);

    assertEquals(10, report.commands());
    assertEquals(4, report.targets());
    assertEquals(new TopTarget("t|hot", 7), report.top().get(0));
    assertEquals(Map.of(1L, 5L, 2L, 5L), report.revisions());
    assertEquals(3, report.busiestMinute());
  }

  private void shadow(int partition, Instant at, String target, String rule, boolean first) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            topics.shadowCommands(),
            partition,
            at.toEpochMilli(),
            target.getBytes(UTF_8),
            new byte[0]);
    record.headers().add(CommandHeaders.RULE_ID, rule.getBytes(UTF_8));
    record.headers().add(CommandHeaders.RULE_REVISION, (first ? "1" : "2").getBytes(UTF_8));
    var unused = producer.send(record);
  }

  @Test
  void shouldNameATopicThatIsMissing() {
    KafkaException e =
        assertThrows(
            UnknownTopicOrPartitionException.class,
            () -> replay.read(List.of("not-there"), start, (at, event) -> read.add("?")));

    assertTrue(String.valueOf(e.getMessage()).contains("not-there"), e::toString);
  }

  private EventReplay.Summary readAll() {
    return replay.read(
        List.of(topics.events()), Instant.EPOCH, (at, event) -> read.add(event.id()));
  }

  private void publish(int partition, Instant at, String id) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            topics.events(),
            partition,
            at.toEpochMilli(),
            null,
            "{\"userId\": 42}".getBytes(UTF_8));
    record.headers().add("ce_specversion", "1.0".getBytes(UTF_8));
    record.headers().add("ce_id", id.getBytes(UTF_8));
    record.headers().add("ce_source", "/test".getBytes(UTF_8));
    record.headers().add("ce_type", "user.updated".getBytes(UTF_8));
    var unused = producer.send(record);
  }
}
