// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.freshet.events.cloudevents.EventDecoder;
import dev.freshet.events.topics.TopicCatalogue;
import dev.freshet.events.topics.TopicSizing;
import dev.freshet.events.topics.Topics;
import dev.freshet.events.values.Receipt;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.events.wire.RecordAddress;
import dev.freshet.example.payment.PaymentSuccess;
import dev.freshet.testkit.Environments;
import dev.freshet.testkit.KafkaFixture;
import dev.freshet.testkit.RegistryFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;

class EventPublisherIT {
  private static final Map<String, Object> KAFKA =
      Map.of("bootstrap.servers", KafkaFixture.bootstrapServers());

  private final Topics topics = new Topics(Environments.unique());

  @Test
  void shouldReturnAReceiptUnderWhichTheEventStands() {
    try (Admin admin = Admin.create(KAFKA);
        AvroCodec avro = AvroCodec.forRegistry(RegistryFixture.url());
        EventPublisher publisher =
            EventPublisher.builder(KafkaFixture.bootstrapServers())
                .environment(topics.environment())
                .schemaRegistry(RegistryFixture.url())
                .build()) {
      TopicCatalogue.forEnvironment(topics, TopicSizing.dev()).ensure(admin);
      DomainEvent event =
          DomainEvent.of("e1", "/payments", "payment.success", Map.of("userId", 42L));

      Receipt json = publisher.publish(event, "42").join();
      Receipt avroReceipt = publisher.publish(event, payment(), "42").join();

      assertEquals(event, read(json, avro));
      assertEquals(42L, read(avroReceipt, avro).data().get("userId"));
      assertEquals(json.partition(), avroReceipt.partition(), "one key, one partition");
      assertEquals(json.offset() + 1, avroReceipt.offset());
    }
  }

  private static DomainEvent read(Receipt receipt, AvroCodec avro) {
    TopicPartition partition = new TopicPartition(receipt.topic(), receipt.partition());
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(KAFKA, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seek(partition, receipt.offset());
      ConsumerRecord<byte[], byte[]> record =
          await()
              .atMost(Duration.ofSeconds(60))
              .until(
                  () -> consumer.poll(Duration.ofMillis(200)).records(partition),
                  records -> !records.isEmpty())
              .get(0);
      return new EventDecoder(avro)
          .decode(
              new RecordAddress(record.topic(), record.partition(), record.offset()),
              record.headers(),
              record.value());
    }
  }

  private static PaymentSuccess payment() {
    return PaymentSuccess.newBuilder()
        .setPaymentId("p1")
        .setUserId(42)
        .setBillId("b7")
        .setAmount(9.5)
        .setCurrency("EUR")
        .setStatus("paid")
        .setPaidAt(Instant.ofEpochSecond(1_700_000_000))
        .build();
  }
}
