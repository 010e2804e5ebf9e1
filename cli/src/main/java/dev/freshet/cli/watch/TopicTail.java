// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.watch;

import dev.freshet.cli.CommandFailure;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.events.wire.RecordAddress;
import dev.freshet.events.wire.UndecodableRecordException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads all partitions of a topic as they grow, without a consumer group. */
final class TopicTail implements AutoCloseable {
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
  static TopicTail open(
      Map<String, Object> kafka, AvroCodec codec, String topic, boolean fromBeginning) {
    Map<String, Object> config = new HashMap<>(kafka);
    config.put("allow.auto.create.topics", false);
    config.put("auto.offset.reset", "earliest");
    config.put("enable.auto.commit", false);
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    try {
      seek(consumer, partitions(consumer, topic), fromBeginning);
      return new TopicTail(consumer, codec);
    } catch (RuntimeException e) {
      consumer.close();
      throw e;
    }
  }

  private static List<TopicPartition> partitions(
      KafkaConsumer<byte[], byte[]> consumer, String topic) {
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
    return found.stream().map(one -> new TopicPartition(topic, one.partition())).toList();
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

  /** What came since the last call; waits if nothing did. */
  List<Sighting> poll(Duration wait) {
    List<Sighting> seen = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(wait)) {
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
  }
}
