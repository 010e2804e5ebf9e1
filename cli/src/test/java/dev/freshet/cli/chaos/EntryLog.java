// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.events.avro.RegistryEntry;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.events.wire.RecordAddress;
import dev.freshet.registry.MemberId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Every entry that was ever written to the registry: a view shows but the last, and may pass over
 * those between. For one thread.
 */
final class EntryLog implements AutoCloseable {
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final TopicPartition partition;
  private final AvroCodec codec;

  EntryLog(Map<String, Object> client, String topic, AvroCodec codec) {
    this.consumer =
        new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.partition = new TopicPartition(topic, 0);
    this.codec = codec;
    consumer.assign(List.of(partition));
  }

  /** Through which states a member has gone so far. */
  List<String> states(MemberId member) {
    List<String> states = new ArrayList<>();
    long end = consumer.endOffsets(List.of(partition)).get(partition);
    consumer.seekToBeginning(List.of(partition));
    while (consumer.position(partition) < end) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
        if (new String(record.key(), UTF_8).equals(member.toString())) {
          addIfNew(states, state(record));
        }
      }
    }
    return states;
  }

  private String state(ConsumerRecord<byte[], byte[]> record) {
    RecordAddress address = new RecordAddress(record.topic(), record.partition(), record.offset());
    return codec.decode(address, record.value(), RegistryEntry.class).getState().name();
  }

  /** Who takes the registry over writes all entries again. */
  private static void addIfNew(List<String> states, String state) {
    if (states.isEmpty() || !states.get(states.size() - 1).equals(state)) {
      states.add(state);
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
