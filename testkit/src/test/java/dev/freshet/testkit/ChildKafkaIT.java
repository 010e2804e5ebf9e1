// SPDX-License-Identifier: Apache-2.0
package dev.freshet.testkit;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildKafkaIT {

  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final String TOPIC = "events";

  @Test
  void shouldKeepAcknowledgedRecordsWhenKilled(@TempDir Path home) throws Exception {
    try (ChildKafka kafka = ChildKafka.start(home)) {
      Records records = new Records(kafka.bootstrapServers());
      records.createTopic(TOPIC);
      records.produce(TOPIC, "before");

      kafka.kill9();
      assertFalse(kafka.process().isAlive());
      kafka.restart();
      records.produce(TOPIC, "after");

      assertEquals(List.of("before", "after"), records.consume(TOPIC, 2));
      assertThrows(IllegalStateException.class, kafka::restart);
    }
  }

  @Test
  void shouldAnswerAgainAfterAPause(@TempDir Path home) throws Exception {
    try (ChildKafka kafka = ChildKafka.start(home);
        KafkaProducer<String, String> producer = new Records(kafka.bootstrapServers()).producer()) {
      new Records(kafka.bootstrapServers()).createTopic(TOPIC);
      producer.send(new ProducerRecord<>(TOPIC, "before")).get();
      kafka.process().pause();

      Future<RecordMetadata> sent = producer.send(new ProducerRecord<>(TOPIC, "during"));
      await().during(Duration.ofSeconds(1)).atMost(TIMEOUT).until(() -> !sent.isDone());
      kafka.process().resume();

      await().atMost(TIMEOUT).until(sent::isDone);
      assertEquals(1, sent.get().offset());
    }
  }
}
