// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.footprint;

import dev.freshet.benchmarks.harness.stack.Server;
import dev.freshet.events.topics.Topics;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The least that a cache on these servers can be: a consumer that waits for commands which never
 * come, a producer that has nothing to say, a connection to Redis. As their defaults are, but that
 * the consumer waits as long as it is let. Arguments: Kafka, schema registry, an environment in
 * which nobody is, Redis.
 */
final class IdleClients {
  private static final Duration LONG = Duration.ofMinutes(1);

  private IdleClients() {}

  /** Does nothing until it is killed. */
  public static void main(String[] arguments) throws Exception {
    Map<String, Object> kafka = Map.of("bootstrap.servers", arguments[0]);
    String commands = new Topics(arguments[2]).commands();
    RedisClient redis = RedisClient.create(arguments[3]);
    try (Consumer<byte[], byte[]> consumer =
            new KafkaConsumer<>(kafka, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        Producer<byte[], byte[]> producer =
            new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer());
        StatefulRedisConnection<String, String> connection = redis.connect()) {
      String answer = connection.sync().ping();
      List<TopicPartition> partitions =
          producer.partitionsFor(commands).stream()
              .map(each -> new TopicPartition(each.topic(), each.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      ConsumerRecords<byte[], byte[]> unused = consumer.poll(Duration.ofMillis(100));
      Thread poller = new Thread(() -> follow(consumer), "poller");
      poller.setDaemon(true);
      poller.start();
      Server.ready(answer.equals("PONG") ? "" : "redis=0");
    } finally {
      redis.shutdown();
    }
  }

  private static void follow(Consumer<byte[], byte[]> consumer) {
    while (true) {
      ConsumerRecords<byte[], byte[]> records = consumer.poll(LONG);
      if (!records.isEmpty()) {
        throw new IllegalStateException(
            "idle clients: found " + records.count() + " records, expected silence");
      }
    }
  }
}
