// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.streams;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.benchmarks.harness.stack.Stack;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Watches what comes out of an application that has a backlog. The time runs from the first records
 * that come to the last, so that neither how long the application took to go on nor its first
 * records, which may have waited at its door, are in it. For one thread.
 */
final class Backlog implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final String topic;
  private final int first;
  private final int count;
  private final BitSet seen = new BitSet();
  private final KafkaConsumer<byte[], byte[]> consumer;

  /**
   * Watches a topic from now on.
   *
   * @param first the least number of what will come
   * @param count of how many numbers
   */
  Backlog(Stack stack, String topic, int first, int count) {
    this.topic = topic;
    this.first = first;
    this.count = count;
    Map<String, Object> settings = new HashMap<>(stack.kafkaClient());
    settings.put("enable.auto.commit", false);
    consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        IntStream.range(0, Relay.partitions())
            .mapToObj(partition -> new TopicPartition(topic, partition))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position);
  }

  /** Whether nothing of it has come yet, for the application waits. */
  boolean isWaiting() {
    take(consumer.poll(POLL));
    return seen.isEmpty();
  }

  /**
   * Waits until all has come.
   *
   * @return the microseconds between two records
   * @throws IllegalStateException if it does not come in time
   */
  double micros() {
    long startNanos = System.nanoTime();
    long deadlineNanos = startNanos + PATIENCE.toNanos();
    int atStart = 0;
    while (seen.cardinality() < count) {
      take(consumer.poll(POLL));
      if (atStart == 0) {
        startNanos = System.nanoTime();
        atStart = seen.cardinality();
      }
      if (System.nanoTime() - deadlineNanos > 0) {
        throw new IllegalStateException(
            "%s: found %d records after %s, expected %d"
                .formatted(topic, seen.cardinality(), PATIENCE, count));
      }
    }
    if (atStart == count) {
      throw new IllegalStateException(topic + ": found all at once, expected one after the other");
    }
    return (System.nanoTime() - startNanos) / 1e3 / (count - atStart);
  }

  /** Progress markers are no commands. */
  private void take(ConsumerRecords<byte[], byte[]> records) {
    for (ConsumerRecord<byte[], byte[]> record : records) {
      if (record.key()[0] != 'm') {
        int number = Change.number(new String(record.key(), UTF_8)) - first;
        if (number >= 0 && number < count) {
          seen.set(number);
        }
      }
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
