// SPDX-License-Identifier: Apache-2.0
package dev.freshet.stack;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Exit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaIT {

  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final String TOPIC = "events";

  @Test
  void shouldKeepClusterTopicsAndRecordsAcrossRestart(@TempDir Path home) throws Exception {
    String cluster;
    try (EmbeddedKafka kafka = EmbeddedKafka.start(Placement.in(home))) {
      createTopic(kafka, Map.of());
      produce(kafka, "k", "before");
      cluster = clusterId(kafka);
    }

    try (EmbeddedKafka again = EmbeddedKafka.start(Placement.in(home))) {
      produce(again, "k", "after");

      assertEquals(cluster, clusterId(again));
      assertEquals(List.of("before", "after"), consume(again, 2));
    }
  }

  @Test
  void shouldRefuseATakenPort() {
    try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
      Placement taken = Placement.temporary().onPort(kafka.port());

      PortInUseException refused =
          assertThrows(PortInUseException.class, () -> EmbeddedKafka.start(taken));

      assertEquals(kafka.port(), refused.port());
    }
  }

  @Test
  void shouldRefuseADirectoryThatAnotherBrokerUses(@TempDir Path home) {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(Placement.in(home))) {
      Placement same = Placement.in(home);

      ServerStartException refused =
          assertThrows(ServerStartException.class, () -> EmbeddedKafka.start(same));

      assertTrue(refused.toString().contains(kafka.dataDirectory().toString()));
    }
  }

  @Test
  void shouldSurviveAFatalFaultOfTheBroker() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
      Exit.halt(1, "as the broker does when it meets a fatal fault");
      Exit.exit(1, "as the broker does when it meets a fatal fault");

      assertFalse(clusterId(kafka).isEmpty());
    }
  }

  @Test
  void shouldNotCreateTopicsByThemselves() {
    try (EmbeddedKafka kafka = EmbeddedKafka.start();
        Admin admin = admin(kafka)) {
      ExecutionException missing =
          assertThrows(
              ExecutionException.class,
              () -> admin.describeTopics(List.of("misspelt")).allTopicNames().get());

      assertInstanceOf(UnknownTopicOrPartitionException.class, missing.getCause());
    }
  }

  @Test
  void shouldCompactWithinSeconds() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
      createTopic(
          kafka,
          Map.of(
              "cleanup.policy", "compact",
              "segment.bytes", "1048576",
              "segment.ms", "100",
              "min.cleanable.dirty.ratio", "0.01"));
      produce(kafka, "k", "old");
      produce(kafka, "k", "new");

      await()
          .atMost(TIMEOUT)
          .untilAsserted(
              () -> {
                produce(kafka, "other", "roll");
                assertEquals("new", consume(kafka, 1).get(0));
              });
    }
  }

  private static String clusterId(EmbeddedKafka kafka) throws Exception {
    try (Admin admin = admin(kafka)) {
      return admin.describeCluster().clusterId().get();
    }
  }

  private static Admin admin(EmbeddedKafka kafka) {
    return Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
  }

  private static void createTopic(EmbeddedKafka kafka, Map<String, String> config)
      throws Exception {
    try (Admin admin = admin(kafka)) {
      NewTopic topic = new NewTopic(TOPIC, 1, (short) 1).configs(config);
      admin.createTopics(List.of(topic)).all().get();
    }
  }

  private static void produce(EmbeddedKafka kafka, String key, String value) throws Exception {
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers()),
            new StringSerializer(),
            new StringSerializer())) {
      producer.send(new ProducerRecord<>(TOPIC, key, value)).get();
    }
  }

  private static List<String> consume(EmbeddedKafka kafka, int atLeast) {
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers()),
            new StringDeserializer(),
            new StringDeserializer())) {
      TopicPartition partition = new TopicPartition(TOPIC, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      List<String> values = new ArrayList<>();
      await()
          .atMost(TIMEOUT)
          .until(
              () -> {
                for (ConsumerRecord<String, String> record :
                    consumer.poll(Duration.ofMillis(200))) {
                  values.add(record.value());
                }
                return values.size() >= atLeast;
              });
      return values;
    }
  }
}
