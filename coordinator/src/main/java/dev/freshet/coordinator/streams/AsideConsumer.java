// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.streams;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads one of its topics {@link Aside}. When little came of it, it does not ask for more for a
 * while, so that what comes one by one is read in bunches; the brokers answer a question for the
 * other topics first that is on its way then, which makes it {@code fetch.max.wait.ms} more at the
 * most. What it reads of other topics it reads at once.
 */
final class AsideConsumer extends KafkaConsumer<byte[], byte[]> {
  private static final long LEAST_REST_NANOS = Duration.ofMillis(100).toNanos();

  /** Of so many there are likely to be more. */
  private static final int MANY = 500;

  private final Aside aside;

  /** Partitions of the topic that are not asked for; those that Streams has paused are not here. */
  private final Set<TopicPartition> resting = new HashSet<>();

  private long nextLookNanos = System.nanoTime();

  AsideConsumer(Map<String, Object> config, Aside aside) {
    super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.aside = aside;
  }

  @Override
  public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    if (System.nanoTime() - nextLookNanos >= 0) {
      look();
    }
    ConsumerRecords<byte[], byte[]> read = super.poll(PatientClients.longer(timeout));
    int count = aside.count(read);
    if (count == 0) {
      return read;
    }
    if (count < MANY) {
      nextLookNanos = System.nanoTime() + LEAST_REST_NANOS;
      rest();
    }
    return aside.sift(read);
  }

  /** Asks for all that Streams has not paused. */
  void look() {
    resting.retainAll(assignment());
    super.resume(resting);
    resting.clear();
  }

  /** Asks no more for the topic. */
  void rest() {
    Set<TopicPartition> asked = new HashSet<>(assignment());
    asked.removeIf(partition -> !aside.isOf(partition));
    asked.removeAll(paused());
    super.pause(asked);
    resting.addAll(asked);
  }

  /** By Streams, also after each record that it took. */
  @Override
  public void resume(Collection<TopicPartition> partitions) {
    Set<TopicPartition> others = new HashSet<>(partitions);
    others.removeAll(resting);
    super.resume(others);
  }

  /** By Streams, which also says when this ends. */
  @Override
  public void pause(Collection<TopicPartition> partitions) {
    resting.removeAll(partitions);
    super.pause(partitions);
  }
}
