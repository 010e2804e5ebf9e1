// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.mapping;

import static dev.freshet.coordinator.mapping.MappingDriver.TOPICS;
import static dev.freshet.coordinator.mapping.MappingDriver.header;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.freshet.coordinator.streams.TopologyParts;
import dev.freshet.events.avro.Cause;
import dev.freshet.events.avro.Invalidated;
import dev.freshet.events.avro.InvalidationCommand;
import dev.freshet.events.cloudevents.EventEncoder;
import dev.freshet.example.payment.PaymentSuccess;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MappingTopologyTest {
  private final MappingDriver driver = new MappingDriver();

  @AfterEach
  void close() {
    driver.close();
  }

  @Test
  void shouldWriteCommandWithItsCause() {
    driver.applyRules("payments", 3, TestRules.payments(TestRules.tag("paid", "user:{userId}")));

    driver.publish("payment.success", Map.of("userId", 42L));

    List<InvalidationCommand> commands = driver.commands();
    long nowMs = driver.clock.millis();
    Cause cause =
        new Cause(
            "event-1",
            "payment.success",
            "/services/payment",
            TOPICS.events(),
            0,
            0L,
            "payments",
            "paid",
            3L);
    assertEquals(
        List.of(
            new InvalidationCommand("t|user:42", MappingDriver.ORIGIN, cause, null, nowMs, nowMs)),
        commands);
    assertEquals(1, driver.count("freshet.commands", "rule", "payments/paid"));
    assertEquals(1, driver.count("freshet.events", "type", "payment.success", "outcome", "mapped"));
    assertEquals(
        1, driver.count("freshet.rule.matches", "rule", "payments/paid", "mode", "enforce"));
  }

  @Test
  void shouldMapAvroEventOfGenuineSerializer() {
    driver.applyRules("payments", 1, TestRules.payments(TestRules.history("paid")));
    PaymentSuccess payment =
        new PaymentSuccess(
            "p-1", 42L, "b-1", 9.5, "EUR", "DONE", "card", Instant.ofEpochMilli(1_000));
    byte[] value = driver.codec.encode(TOPICS.events(), payment);

    driver.publish(new ProducerRecord<>(TOPICS.events(), null, value));

    assertEquals(List.of("k|payment:history:42"), driver.targets());
  }

  @Test
  void shouldReportEachInvalidation() {
    driver.applyRules("payments", 3, TestRules.payments(TestRules.tag("paid", "user:{userId}")));

    driver.publish("payment.success", Map.of("userId", 42L));

    assertEquals(
        List.of(new Invalidated("t|user:42", "payments", "paid", 3L, "event-1", "payment.success")),
        driver.reports(Invalidated.class));
  }

  @Test
  void shouldKeepHeadersOfEventOutOfOutputs() {
    driver.applyRules("payments", 3, TestRules.payments(TestRules.tag("paid", "user:{userId}")));
    ProducerRecord<byte[], byte[]> event =
        EventEncoder.binaryJson(
            TOPICS.events(), "key", MappingDriver.event("payment.success", Map.of("userId", 42L)));
    event.headers().add("traceparent", "00-ab-cd-01".getBytes(UTF_8));

    driver.publish(event);

    TestRecord<byte[], byte[]> command = driver.read(TOPICS.commands()).get(0);
    assertEquals("t|user:42", new String(command.key(), UTF_8));
    assertEquals(
        List.of("freshet_rule_id", "freshet_rule_rev"),
        Arrays.stream(command.headers().toArray()).map(Header::key).toList());
    assertEquals("payments/paid", header(command.headers(), "freshet_rule_id"));
    assertEquals("3", header(command.headers(), "freshet_rule_rev"));
    TestRecord<byte[], byte[]> report = driver.read(TOPICS.cacheState()).get(0);
    assertEquals(0, report.headers().toArray().length);
  }

  /** One of a second, for a producer gone wrong would fill disks. */
  @Test
  void shouldLogWhichEventsAreNotMapped() {
    driver.applyRules("payments", 3, TestRules.payments(TestRules.tag("paid", "user:{userId}")));

    try (HeardLog log = new HeardLog(RejectStep.class)) {
      driver.publish("payment.success", Map.of());
      driver.publish("payment.success", Map.of());
      driver.clock.advance(Duration.ofSeconds(1));
      driver.publish("payment.success", Map.of());

      assertEquals(List.of("event-1", "event-1"), log.correlations());
    }
  }

  @Test
  void shouldWriteOneCommandIfTwoRulesNameOneTarget() {
    driver.applyRules(
        "payments",
        1,
        TestRules.payments(
            TestRules.tag("first", "user:{userId}"),
            TestRules.tag("second", "user:{userId}"),
            TestRules.tag("third", "bill:{billId}")));

    driver.publish("payment.success", Map.of("userId", 42L, "billId", "b-1"));

    List<InvalidationCommand> commands = driver.commands();
    assertEquals(
        List.of("t|user:42", "t|bill:b-1"),
        commands.stream().map(InvalidationCommand::getTarget).toList());
    assertEquals("first", commands.get(0).getCause().orElseThrow().getRule());
  }

  @Test
  void shouldOnlyCountRulesInShadowMode() {
    driver.applyRules(
        "payments",
        1,
        TestRules.payments(
            TestRules.shadow("shadowed", "user:{userId}"),
            TestRules.shadow("broken", "bill:{billId}"),
            TestRules.tag("paid", "user:{userId}")));

    driver.publish("payment.success", Map.of("userId", 42L));

    List<InvalidationCommand> commands = driver.commands();
    assertEquals(1, commands.size());
    assertEquals("paid", commands.get(0).getCause().orElseThrow().getRule());
    assertEquals(List.of(), driver.deadLetters());
    assertEquals(1, driver.count("freshet.shadow.commands", "rule", "payments/shadowed"));
    assertEquals(1, driver.count("freshet.shadow.failures", "rule", "payments/broken"));
    assertEquals(1, driver.count("freshet.events", "type", "payment.success", "outcome", "mapped"));
  }

  @Test
  void shouldTakeRecordWithoutTime() {
    ConsumerRecord<Object, Object> record = new ConsumerRecord<>("topic", 0, 0, null, null);

    assertEquals(-1, record.timestamp());
    assertEquals(0, TopologyParts.TIMESTAMP.extract(record, 7));
  }

  @Test
  void shouldLetEventsPassThatNoRuleNames() {
    driver.publish("payment.success", Map.of("userId", 42L));

    assertEquals(List.of(), driver.commands());
    assertEquals(List.of(), driver.deadLetters());
    assertEquals(
        1, driver.count("freshet.events", "type", "payment.success", "outcome", "unmatched"));
  }
}
