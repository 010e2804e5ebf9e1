// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.cloudevents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.freshet.events.DomainEvent;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.events.wire.RecordAddress;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.jackson.JsonFormat;
import io.cloudevents.kafka.KafkaMessageFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** The CloudEvents project's own SDK, as the reader of our records and the writer of records. */
class CloudEventsSdkTest {
  private static final DomainEvent EVENT =
      new DomainEvent(
          "e-1",
          "/payments",
          "payment.success",
          "p-1",
          Instant.parse("2026-03-01T10:15:30Z"),
          Map.of("tenant", "north"),
          Map.of("userId", 42L));

  private final EventDecoder decoder = new EventDecoder(AvroCodec.forRegistry("mock://sdk"));

  @Test
  void shouldBeReadByTheSdkInBothModes() {
    for (ProducerRecord<byte[], byte[]> record :
        List.of(
            EventEncoder.binaryJson("t", null, EVENT),
            EventEncoder.structuredJson("t", null, EVENT))) {
      CloudEvent event =
          KafkaMessageFactory.createReader(record.headers(), record.value()).toEvent();

      assertEquals("e-1", event.getId());
      assertEquals(URI.create("/payments"), event.getSource());
      assertEquals("payment.success", event.getType());
      assertEquals("p-1", event.getSubject());
      assertEquals(OffsetDateTime.parse("2026-03-01T10:15:30Z"), event.getTime());
      assertEquals("north", event.getExtension("tenant"));
      assertEquals("application/json", event.getDataContentType());
      assertNotNull(event.getData());
      assertEquals(
          "{\"userId\":42}", new String(event.getData().toBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void shouldReadWhatTheSdkWritesInBothModes() {
    CloudEvent event =
        CloudEventBuilder.v1()
            .withId("e-1")
            .withSource(URI.create("/payments"))
            .withType("payment.success")
            .withSubject("p-1")
            .withTime(OffsetDateTime.parse("2026-03-01T10:15:30Z"))
            .withExtension("tenant", "north")
            .withData("application/json", "{\"userId\":42}".getBytes(StandardCharsets.UTF_8))
            .build();
    ProducerRecord<?, byte[]> binary =
        KafkaMessageFactory.<String>createWriter("t", "k").writeBinary(event);
    ProducerRecord<?, byte[]> structured =
        KafkaMessageFactory.<String>createWriter("t", "k")
            .writeStructured(event, JsonFormat.CONTENT_TYPE);

    for (ProducerRecord<?, byte[]> record : List.of(binary, structured)) {
      assertEquals(
          EVENT, decoder.decode(new RecordAddress("t", 0, 0), record.headers(), record.value()));
    }
  }
}
