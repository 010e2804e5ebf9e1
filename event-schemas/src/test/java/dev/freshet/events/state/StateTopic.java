// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.state;

import dev.freshet.events.avro.CacheStateEvent;
import dev.freshet.events.wire.AvroCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** A topic of cache-state events in memory, behind Kafka's own fake of a consumer. */
final class StateTopic implements AutoCloseable {
  static final String NAME = "freshet.cache-state";
  private static final TopicPartition PARTITION = new TopicPartition(NAME, 0);

  final FakeConsumer consumer = new FakeConsumer();
  final AvroCodec codec;
  private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
  private long first;

  StateTopic() {
    this(AvroCodec.forRegistry("mock://state-topic"));
  }

  StateTopic(AvroCodec codec) {
    this.codec = codec;
    consumer.updatePartitions(
        NAME, List.of(new PartitionInfo(NAME, 0, Node.noNode(), new Node[0], new Node[0])));
    tellOffsets();
  }

  static CacheStateEvent event(String subject, SpecificRecord details) {
    return new CacheStateEvent("id-" + subject, 1_000L, "coordinator-1", subject, details);
  }

  StateTopic holds(String subject, SpecificRecord details) {
    return holdsBytes(codec.encode(NAME, event(subject, details)));
  }

  StateTopic holdsRecord(IndexedRecord record) {
    return holdsBytes(codec.encode(NAME, record));
  }

  StateTopic holdsBytes(byte[] value) {
    records.add(new ConsumerRecord<>(NAME, 0, records.size(), new byte[0], value));
    tellOffsets();
    return this;
  }

  /** As retention does. */
  StateTopic hasLostAllBefore(long offset) {
    first = offset;
    tellOffsets();
    return this;
  }

  private void tellOffsets() {
    consumer.updateBeginningOffsets(Map.of(PARTITION, first));
    consumer.updateEndOffsets(Map.of(PARTITION, (long) records.size()));
  }

  CacheStateReader read(Start start) {
    return read(start, StateFilter.ALL);
  }

  CacheStateReader read(Start start, Predicate<StreamItem> filter) {
    CacheStateReader reader = CacheStateReader.assigned(connection(), filter, start);
    deliver();
    return reader;
  }

  StateConnection connection() {
    return new StateConnection(consumer, codec, false, PARTITION, StateConnection.CLOSE_WITHIN);
  }

  /** Lets the next polls return what is stored and not lost. */
  void deliver() {
    records.stream().filter(record -> record.offset() >= first).forEach(consumer::addRecord);
  }

  /** Kafka's own, whose brokers can be away for as long as a test wants. */
  static final class FakeConsumer extends MockConsumer<byte[], byte[]> {
    private @Nullable RuntimeException away;

    private FakeConsumer() {
      super("none");
    }

    /** Raised by every poll from now on; null lets them answer again. */
    synchronized void goAway(@Nullable RuntimeException why) {
      away = why;
    }

    @Override
    public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
      if (away != null) {
        throw away;
      }
      return super.poll(timeout);
    }
  }

  @Override
  public void close() {
    codec.close();
  }
}
