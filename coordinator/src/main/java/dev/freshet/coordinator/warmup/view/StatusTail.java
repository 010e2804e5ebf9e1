// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.warmup.view;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The topic of runs from its beginning, and then all that comes. Blocks on the cluster; for one
 * thread, but for {@link #wakeup}.
 */
final class StatusTail implements AutoCloseable {
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(1);

  private final Consumer<byte[], byte[]> consumer;
  private final TopicPartition partition;
  private final long end;

  private StatusTail(Consumer<byte[], byte[]> consumer, TopicPartition partition) {
    this.consumer = consumer;
    this.partition = partition;
    consumer.assign(List.of(partition));
    consumer.seekToBeginning(List.of(partition));
    this.end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
  }

  /**
   * Opens the one partition of the topic.
   *
   * @throws org.apache.kafka.common.KafkaException if the cluster does not answer, or has no such
   *     topic
   */
  static StatusTail open(Map<String, Object> kafka, String topic) {
    Map<String, Object> config = new HashMap<>(kafka);
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    // A position that the topic does not have must show: then all is read anew.
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    Consumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    try {
      return new StatusTail(consumer, new TopicPartition(topic, 0));
    } catch (RuntimeException e) {
      consumer.close(CloseOptions.timeout(CLOSE_WITHIN));
      throw e;
    }
  }

  ConsumerRecords<byte[], byte[]> poll(Duration patience) {
    return consumer.poll(patience);
  }

  /** Whether all has been polled that stood there when this was opened. */
  boolean isLoaded() {
    return consumer.position(partition) >= end;
  }

  /** Makes a poll that waits, or the next one, throw; for any thread. */
  void wakeup() {
    consumer.wakeup();
  }

  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(CLOSE_WITHIN));
  }
}
