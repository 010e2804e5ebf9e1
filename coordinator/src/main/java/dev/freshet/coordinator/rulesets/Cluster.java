// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.rulesets;

import dev.freshet.events.topics.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A Kafka cluster as publishers use it. Safe for any thread. Making a client does not wait for the
 * cluster; clients are their makers' to close.
 */
final class Cluster implements AutoCloseable {
  /** How long the transaction of a publisher that was killed can hide what stands behind it. */
  static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(10);

  /** While the cluster is away a call that is underway would hold up the end. */
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(1);

  /** The longest text of a rule file, in UTF-8, and what stands around it. */
  private static final int LONGEST_RECORD = 5 << 20;

  private final Topics topics;
  private final Map<String, Object> kafka;
  private final Admin admin;

  /**
   * @param topics the environment
   * @param kafka properties of all clients, for example for TLS
   */
  Cluster(Topics topics, Map<String, Object> kafka) {
    this.topics = topics;
    this.kafka = Map.copyOf(kafka);
    Map<String, Object> own = new HashMap<>(kafka);
    own.keySet().retainAll(AdminClientConfig.configNames());
    this.admin = Admin.create(own);
  }

  Topics topics() {
    return topics;
  }

  /** The properties of all clients. */
  Map<String, Object> kafka() {
    return kafka;
  }

  Admin admin() {
    return admin;
  }

  /** Reads what was committed, and nothing else. */
  Consumer<String, byte[]> consumer() {
    Map<String, Object> own = new HashMap<>(kafka);
    own.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    own.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    own.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    // Who reads from the beginning again waits for the request that still waits at the end.
    own.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 50);
    own.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    return new KafkaConsumer<>(own, new StringDeserializer(), new ByteArrayDeserializer());
  }

  /** All publishers of an environment have one name, so that of two at once one is fenced off. */
  Producer<String, byte[]> producer() {
    Map<String, Object> own = new HashMap<>(kafka);
    own.put(ProducerConfig.ACKS_CONFIG, "all");
    own.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    // A text may be longer than what brokers take by default; rules grow small.
    own.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "gzip");
    own.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LONGEST_RECORD);
    own.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, topics.environment() + "-rules");
    own.put(
        ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, Math.toIntExact(TRANSACTION_TIMEOUT.toMillis()));
    return new KafkaProducer<>(own, new StringSerializer(), new ByteArraySerializer());
  }

  /**
   * The offsets that the next records will get, of whatever transaction: who has read what was
   * committed so far has seen all that was committed before the question.
   */
  Map<TopicPartition, Long> ends(String topic) {
    return offsets(topic, OffsetSpec.latest());
  }

  /** Offsets of all partitions of a topic; below 0 where there is none as is asked for. */
  Map<TopicPartition, Long> offsets(String topic, OffsetSpec which) {
    Map<TopicPartition, OffsetSpec> question =
        get(admin.describeTopics(List.of(topic)).allTopicNames(), topic).values().stream()
            .flatMap(found -> found.partitions().stream())
            .map(partition -> new TopicPartition(topic, partition.partition()))
            .collect(Collectors.toMap(partition -> partition, partition -> which));
    Map<TopicPartition, Long> offsets = new HashMap<>();
    get(admin.listOffsets(question).all(), topic)
        .forEach((partition, found) -> offsets.put(partition, found.offset()));
    return offsets;
  }

  /**
   * An answer of the cluster.
   *
   * @param where what was asked about, for messages
   * @throws KafkaException as the cluster, or the client in its name, says
   */
  static <T> T get(KafkaFuture<T> answer, String where) {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException known
          ? known
          : new KafkaException(where + ": the cluster does not answer", e.getCause());
    } catch (InterruptedException e) {
      throw new InterruptException(where + ": interrupted", e);
    }
  }

  @Override
  public void close() {
    admin.close(LONGEST_CLOSE);
  }
}
