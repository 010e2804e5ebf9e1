// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.events.cloudevents.EventDecoder;
import dev.freshet.events.topics.EventHeaders;
import dev.freshet.events.values.Receipt;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.events.wire.RecordAddress;
import dev.freshet.example.user.UserDeleted;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class EventPublisherTest {
  private static final DomainEvent EVENT =
      new DomainEvent(
          "e-1",
          "/users",
          "user.deleted",
          "42",
          Instant.parse("2026-03-01T10:15:30Z"),
          Map.of("tenant", "north"),
          Map.of("userId", 42L));

  private final MockProducer<byte[], byte[]> kafka =
      new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
  private final AvroCodec avro = AvroCodec.forRegistry("mock://publisher");
  private final EventPublisher publisher = new EventPublisher(kafka, avro, "freshet.events");
  private final EventDecoder decoder = new EventDecoder(avro);

  @Test
  void shouldCompleteTheReceiptOnceTheBrokerHasTheEvent() {
    CompletableFuture<Receipt> receipt = publisher.publish(EVENT);
    assertFalse(receipt.isDone());

    kafka.completeNext();

    assertEquals(new Receipt("freshet.events", 0, 0), receipt.join());
    assertEquals(EVENT, decode(kafka.history().get(0)));
  }

  @Test
  void shouldMarkWhatIsAwaitedAndNothingElse() {
    publisher.publish(EVENT).cancel(false);
    publisher.awaited().publish(EVENT).cancel(false);

    assertFalse(EventHeaders.isAwaited(kafka.history().get(0).headers()));
    assertTrue(EventHeaders.isAwaited(kafka.history().get(1).headers()));
    assertEquals(EVENT, decode(kafka.history().get(1)));
  }

  @Test
  void shouldPublishAvroDataInPlaceOfTheEventsOwn() {
    UserDeleted data =
        UserDeleted.newBuilder()
            .setUserId(7)
            .setDeletedAt(Instant.parse("2026-03-01T10:15:30Z"))
            .build();

    CompletableFuture<Receipt> receipt = publisher.publish(EVENT, data);

    assertTrue(kafka.completeNext());
    assertEquals(0, receipt.join().offset());
    DomainEvent decoded = decode(kafka.history().get(0));
    assertEquals(7L, decoded.data().get("userId"));
    assertEquals(EVENT.extensions(), decoded.extensions());
  }

  @Test
  void shouldKeyByTheGivenKeyElseTheSubjectElseNothing() {
    publisher.publish(EVENT, "bill-7").cancel(false);
    publisher.publish(EVENT).cancel(false);
    publisher.publish(DomainEvent.of("1", "/s", "t", Map.of())).cancel(false);

    assertArrayEquals("bill-7".getBytes(StandardCharsets.UTF_8), kafka.history().get(0).key());
    assertArrayEquals("42".getBytes(StandardCharsets.UTF_8), kafka.history().get(1).key());
    assertNull(kafka.history().get(2).key());
  }

  @Test
  void shouldFailTheReceiptWhetherKafkaFailsLaterOrAtOnce() {
    CompletableFuture<Receipt> later = publisher.publish(EVENT);
    TimeoutException timeout = new TimeoutException("no leader");
    kafka.errorNext(timeout);
    kafka.sendException = new KafkaException("producer is closed");
    CompletableFuture<Receipt> atOnce = publisher.publish(EVENT);

    assertSame(timeout, assertThrows(CompletionException.class, later::join).getCause());
    assertSame(
        kafka.sendException, assertThrows(CompletionException.class, atOnce::join).getCause());
  }

  @Test
  void shouldRefuseAvroWithoutARegistry() {
    EventPublisher plain = new EventPublisher(kafka, null, "freshet.events");
    UserDeleted data = UserDeleted.newBuilder().setUserId(7).setDeletedAt(Instant.EPOCH).build();

    assertThrows(IllegalStateException.class, () -> plain.publish(EVENT, data));
  }

  @Test
  void shouldRefuseAnExtensionThatWouldOverwriteAnAttribute() {
    DomainEvent event =
        new DomainEvent("1", "/s", "t", null, null, Map.of("type", "other"), Map.of());

    assertThrows(IllegalArgumentException.class, () -> publisher.publish(event));
  }

  private DomainEvent decode(ProducerRecord<byte[], byte[]> record) {
    return decoder.decode(
        new RecordAddress(record.topic(), 0, 0), record.headers(), record.value());
  }
}
