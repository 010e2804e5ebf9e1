// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.freshet.cache.Region;
import dev.freshet.events.values.Receipt;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.ShippedRules;
import dev.freshet.worker.FreshetNode;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Producers that know nothing of Freshet, against a running {@code freshet dev}: whatever legal
 * form an event comes in, it invalidates its own keys on a node that joined, and no others.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WireIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Schema PAYMENT =
      new Schema.Parser()
          .parse(
              """
              {"type": "record", "name": "Paid", "namespace": "com.example.shop",
               "eventType": "payment.success",
               "fields": [
                 {"name": "paymentId", "type": "string"},
                 {"name": "userId", "type": "long"},
                 {"name": "billId", "type": "string"},
                 {"name": "amount", "type": "double"}]}
              """);

  private RunningDev dev;
  private FreshetNode node;
  private Region<String> histories;
  private Region<String> bills;

  @BeforeAll
  void startDev(@TempDir Path directory) throws Exception {
    dev = RunningDev.start(directory);
    node =
        FreshetNode.builder("external")
            .kafka(dev.endpoint("kafka"))
            .registry(dev.endpoint("registry"))
            .redis(dev.endpoint("redis"))
            .regions(RuleBook.compile(ShippedRules.load()).orThrow().regions())
            .start();
    node.awaitReady(PATIENCE);
    histories = node.region("payment:history", String.class);
    bills = node.region("bill:status", String.class);
  }

  @AfterAll
  void stop() {
    node.close();
    dev.close();
  }

  @BeforeEach
  void fill() {
    for (int user : new int[] {41, 42}) {
      assertEquals("history", histories.get(Map.of("userId", user), key -> "history"));
      assertEquals("open", bills.get(Map.of("billId", "b" + user), key -> "open"));
    }
  }

  @Test
  void shouldUnderstandTheConfluentAvroSerializerWithoutAnyHeader() throws Exception {
    GenericRecord payment = new GenericData.Record(PAYMENT);
    payment.put("paymentId", "p1");
    payment.put("userId", 42L);
    payment.put("billId", "b42");
    payment.put("amount", 9.5);

    expectOnlyUser42Stale(send(avroSerializer(), payment, Map.of()));
  }

  @Test
  void shouldUnderstandCloudEventsInBinaryMode() throws Exception {
    expectOnlyUser42Stale(
        send(
            new ByteArraySerializer(),
            "{\"userId\":42,\"billId\":\"b42\",\"amount\":9.5}".getBytes(UTF_8),
            Map.of(
                "ce_specversion", "1.0",
                "ce_id", "e1",
                "ce_source", "/payments",
                "ce_type", "payment.success",
                "content-type", "application/json")));
  }

  @Test
  void shouldUnderstandCloudEventsInStructuredMode() throws Exception {
    String event =
        """
        {"specversion": "1.0", "id": "e2", "source": "/payments", "type": "payment.success",
         "datacontenttype": "application/json",
         "data": {"userId": 42, "billId": "b42", "amount": 9.5}}
        """;

    expectOnlyUser42Stale(
        send(
            new ByteArraySerializer(),
            event.getBytes(UTF_8),
            Map.of("content-type", "application/cloudevents+json; charset=UTF-8")));
  }

  private void expectOnlyUser42Stale(Receipt receipt)
      throws TimeoutException, InterruptedException {
    node.awaitApplied(receipt, PATIENCE);

    assertNull(histories.getIfPresent(Map.of("userId", 42)));
    assertNull(bills.getIfPresent(Map.of("billId", "b42")));
    assertEquals("history", histories.getIfPresent(Map.of("userId", 41)));
    assertEquals("open", bills.getIfPresent(Map.of("billId", "b41")));
  }

  private Serializer<Object> avroSerializer() {
    KafkaAvroSerializer serializer = new KafkaAvroSerializer();
    serializer.configure(
        Map.of("schema.registry.url", dev.endpoint("registry")), /* isKey= */ false);
    return serializer;
  }

  private <T> Receipt send(Serializer<T> serializer, T value, Map<String, String> headers)
      throws ExecutionException, InterruptedException, IOException {
    try (KafkaProducer<String, T> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", dev.endpoint("kafka")),
            new StringSerializer(),
            serializer)) {
      ProducerRecord<String, T> record = new ProducerRecord<>("freshet.events", "42", value);
      headers.forEach((name, text) -> record.headers().add(name, text.getBytes(UTF_8)));
      RecordMetadata stored = producer.send(record).get();
      return new Receipt(stored.topic(), stored.partition(), stored.offset());
    }
  }
}
