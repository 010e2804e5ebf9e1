// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.rulesets;

import dev.freshet.events.avro.RuleSetRevision;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.events.wire.RecordAddress;
import dev.freshet.events.wire.UndecodableRecordException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rules topic as a table of the current revisions. Blocks on the cluster. One thread. */
final class RulesTopic {
  private static final Logger LOG = LoggerFactory.getLogger(RulesTopic.class);
  private static final Duration POLL = Duration.ofMillis(100);

  private final String topic;
  private final AvroCodec codec;
  private final Consumer<String, byte[]> consumer;
  private final Producer<String, byte[]> producer;

  RulesTopic(
      String topic,
      AvroCodec codec,
      Consumer<String, byte[]> consumer,
      Producer<String, byte[]> producer) {
    this.topic = topic;
    this.codec = codec;
    this.consumer = consumer;
    this.producer = producer;
  }

  /** The current revisions by name, in the order in which they were written. */
  Map<String, RuleSetRevision> read() {
    List<TopicPartition> partitions = new ArrayList<>();
    for (PartitionInfo partition : consumer.partitionsFor(topic)) {
      partitions.add(new TopicPartition(topic, partition.partition()));
    }
    if (partitions.isEmpty()) {
      throw new KafkaException("topic " + topic + ": found none, expected the rules");
    }
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    Map<String, RuleSetRevision> current = new LinkedHashMap<>();
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      consumer.poll(POLL).forEach(record -> apply(record, current));
    }
    return current;
  }

  private void apply(ConsumerRecord<String, byte[]> record, Map<String, RuleSetRevision> current) {
    current.remove(record.key());
    if (record.value() == null) {
      return;
    }
    RecordAddress address = new RecordAddress(record.topic(), record.partition(), record.offset());
    try {
      current.put(record.key(), codec.decode(address, record.value(), RuleSetRevision.class));
    } catch (UndecodableRecordException e) {
      // Coordinators refuse it too; a new revision takes its place.
      LOG.warn(
          "Rule set unreadable, taken for absent: ruleSet={} record={}", record.key(), address, e);
    }
  }

  /** Writes revisions, and waits until all replicas in sync have them. */
  void write(List<RuleSetRevision> revisions) {
    List<Future<RecordMetadata>> writes = new ArrayList<>();
    for (RuleSetRevision revision : revisions) {
      byte[] value = codec.encode(topic, revision);
      writes.add(producer.send(new ProducerRecord<>(topic, revision.getName(), value)));
    }
    for (Future<RecordMetadata> write : writes) {
      try {
        write.get();
      } catch (ExecutionException e) {
        throw new KafkaException("topic " + topic + ": rule sets not written", e.getCause());
      } catch (InterruptedException e) {
        throw new InterruptException("topic " + topic + ": interrupted", e);
      }
    }
  }
}
