// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.mapping;

import static dev.freshet.coordinator.mapping.MappingDriver.TOPICS;
import static dev.freshet.coordinator.mapping.MappingDriver.header;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.events.avro.EventRejected;
import dev.freshet.example.payment.PaymentSuccess;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeadLetterTest {
  private final MappingDriver driver = new MappingDriver();

  @BeforeEach
  void applyRules() {
    driver.applyRules(
        "payments",
        7,
        TestRules.payments(
            TestRules.when("divides", "data.amount / data.count > 0", "ratio"),
            TestRules.tag("bills", "bill:{billId}"),
            TestRules.tag("users", "user:{userId}")));
  }

  @AfterEach
  void close() {
    driver.close();
  }

  @Test
  void shouldRejectUnknownSchemaId() {
    assertRejected("unknown-schema", record(new byte[] {0, 0, 0, 99, 99, 1, 2}));
  }

  @Test
  void shouldRejectTruncatedAvro() {
    byte[] whole = driver.codec.encode(TOPICS.events(), payment());

    assertRejected("truncated", record(Arrays.copyOf(whole, whole.length - 8)));
  }

  @Test
  void shouldRejectJsonWhereAvroWasSaid() {
    ProducerRecord<byte[], byte[]> record = record("{\"userId\": 42}".getBytes(UTF_8));
    record.headers().add("content-type", "application/avro".getBytes(UTF_8));
    record.headers().add("ce_type", "payment.success".getBytes(UTF_8));

    assertRejected("not-avro", record);
  }

  @Test
  void shouldRejectEventWithoutType() {
    assertRejected("missing-type", record("{\"userId\": 42}".getBytes(UTF_8)));
  }

  @Test
  void shouldRejectEmptyRecord() {
    assertRejected("empty", record(null));
  }

  @Test
  void shouldRejectRuleThatLacksField() {
    driver.publish("payment.success", Map.of("userId", 42L, "amount", 4L, "count", 2L));

    TestRecord<byte[], byte[]> letter = onlyLetter();
    assertEquals("rule-failed", header(letter.headers(), "freshet_reason"));
    assertEquals("payments/bills", header(letter.headers(), "freshet_rule"));
    assertTrue(String.valueOf(header(letter.headers(), "freshet_message")).contains("billId"));
    assertEquals("payment.success", header(letter.headers(), "ce_type"));
    assertEquals("key", new String(letter.key(), UTF_8));
    assertEquals(List.of("t|ratio", "t|user:42"), driver.targets());
    assertEquals(1, driver.count("freshet.events", "type", "payment.success", "outcome", "failed"));
  }

  @Test
  void shouldRejectRuleThatDividesByZero() {
    driver.publish(
        "payment.success", Map.of("userId", 42L, "billId", "b", "amount", 4L, "count", 0L));

    TestRecord<byte[], byte[]> letter = onlyLetter();
    assertEquals("rule-failed", header(letter.headers(), "freshet_reason"));
    assertEquals("payments/divides", header(letter.headers(), "freshet_rule"));
    assertEquals(List.of("t|bill:b", "t|user:42"), driver.targets());
  }

  @Test
  void shouldWriteOneLetterForEachRuleThatFails() {
    driver.publish("payment.success", Map.of("userId", 42L));

    assertEquals(
        List.of("payments/divides", "payments/bills"),
        driver.deadLetters().stream()
            .map(letter -> header(letter.headers(), "freshet_rule"))
            .toList());
    assertEquals(2, driver.reports(EventRejected.class).size());
    assertEquals(2, driver.count("freshet.dlq", "reason", "rule-failed"));
  }

  @Test
  void shouldReplaceHeadersOfEarlierDeadLetter() {
    ProducerRecord<byte[], byte[]> replayed = record("{}".getBytes(UTF_8));
    replayed.headers().add("freshet_reason", "rule-failed".getBytes(UTF_8));
    replayed.headers().add("freshet_rule", "old/rule".getBytes(UTF_8));

    driver.publish(replayed);

    Headers headers = onlyLetter().headers();
    assertEquals("missing-type", header(headers, "freshet_reason"));
    assertEquals(1, count(headers, "freshet_reason"));
    assertEquals(0, count(headers, "freshet_rule"));
  }

  private static int count(Headers headers, String name) {
    int count = 0;
    for (var ignored : headers.headers(name)) {
      count++;
    }
    return count;
  }

  /** The record is in the dead letters as it was, and the next one is mapped. */
  private void assertRejected(String reason, ProducerRecord<byte[], byte[]> bad) {
    bad.headers().add("own", "kept".getBytes(UTF_8));

    driver.publish(bad);
    driver.publish(
        "payment.success", Map.of("userId", 1L, "billId", "b", "amount", 1L, "count", 1L));

    TestRecord<byte[], byte[]> letter = onlyLetter();
    assertArrayEquals(bad.key(), letter.key());
    assertArrayEquals(bad.value(), letter.value());
    assertEquals("kept", header(letter.headers(), "own"));
    assertEquals(reason, header(letter.headers(), "freshet_reason"));
    assertEquals(TOPICS.events(), header(letter.headers(), "freshet_topic"));
    assertEquals("0", header(letter.headers(), "freshet_partition"));
    assertEquals("0", header(letter.headers(), "freshet_offset"));
    assertEquals(0, count(letter.headers(), "freshet_rule"));
    EventRejected report = driver.reports(EventRejected.class).get(0);
    assertEquals(reason, report.getReason());
    assertEquals(header(letter.headers(), "freshet_message"), report.getMessage());
    assertEquals(List.of("t|ratio", "t|bill:b", "t|user:1"), driver.targets());
    assertEquals(1, driver.count("freshet.dlq", "reason", reason));
    assertEquals(1, driver.count("freshet.events", "type", "unknown", "outcome", "undecodable"));
  }

  private TestRecord<byte[], byte[]> onlyLetter() {
    List<TestRecord<byte[], byte[]>> letters = driver.deadLetters();
    assertEquals(1, letters.size());
    return letters.get(0);
  }

  private static ProducerRecord<byte[], byte[]> record(byte @Nullable [] value) {
    return new ProducerRecord<>(TOPICS.events(), "original".getBytes(UTF_8), value);
  }

  private static PaymentSuccess payment() {
    return new PaymentSuccess(
        "p-1", 42L, "b-1", 9.5, "EUR", "DONE", "card", Instant.ofEpochMilli(1_000));
  }
}
