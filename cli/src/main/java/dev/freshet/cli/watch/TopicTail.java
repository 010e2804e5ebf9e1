// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.watch;

import dev.freshet.cli.CommandFailure;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.events.wire.RecordAddress;
import dev.freshet.events.wire.UndecodableRecordException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads all partitions of some topics as they grow, without a consumer group. */
public final class TopicTail implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final int TIMEOUT_MS = 5_000;

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final AvroCodec codec;

  private TopicTail(KafkaConsumer<byte[], byte[]> consumer, AvroCodec codec) {
    this.consumer = consumer;
    this.codec = codec;
  }

  /**
   * A tail that stands where it begins when this returns.
   *
   * @param fromBeginning whether it begins with the first records that there are, or the next
   * @throws CommandFailure if the cluster does not answer or a topic is missing
   */
  public static TopicTail open(
      String bootstrap, String registry, List<String> topics, boolean fromBeginning) {
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                bootstrap,
                "default.api.timeout.ms",
                TIMEOUT_MS,
                "allow.auto.create.topics",
                false,
                "auto.offset.reset",
                "earliest",
                "enable.auto.commit",
                false),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    try {
      seek(consumer, partitions(consumer, topics), fromBeginning);
      return new TopicTail(consumer, AvroCodec.forRegistry(registry));
    } catch (RuntimeException e) {
      consumer.close();
      throw e;
    }
  }

  private static List<TopicPartition> partitions(
      KafkaConsumer<byte[], byte[]> consumer, List<String> topics) {
    List<TopicPartition> partitions = new ArrayList<>();
    for (String topic : topics) {
      List<PartitionInfo> found;
      try {
        found = consumer.partitionsFor(topic);
      } catch (TimeoutException e) {
        throw new CommandFailure("topic " + topic + ": the cluster does not answer", e);
      }
      if (found.isEmpty()) {
        throw new CommandFailure(
            "topic " + topic + ": found none; is --environment right, and a coordinator started?");
      }
      found.forEach(one -> partitions.add(new TopicPartition(topic, one.partition())));
    }
    return partitions;
  }

  private static void seek(
      KafkaConsumer<byte[], byte[]> consumer,
      List<TopicPartition> partitions,
      boolean fromBeginning) {
    consumer.assign(partitions);
    if (fromBeginning) {
      consumer.seekToBeginning(partitions);
    } else {
      consumer.seekToEnd(partitions);
    }
    // Seeking is lazy: without this a record written before the first poll would be missed.
    partitions.forEach(consumer::position);
  }

  /** What came since the last call; waits a moment if nothing did. */
  public List<Sighting> poll() {
    List<Sighting> seen = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
      seen.add(read(record));
    }
    return seen;
  }

  private Sighting read(ConsumerRecord<byte[], byte[]> record) {
    try {
      RecordAddress address =
          new RecordAddress(record.topic(), record.partition(), record.offset());
      return Sighting.of(record, codec.decode(address, record.value()));
    } catch (UndecodableRecordException e) {
      return Sighting.unreadable(record, String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void close() {
    consumer.close();
    codec.close();
  }
}
