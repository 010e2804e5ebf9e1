// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.state;

import static java.util.Objects.requireNonNull;

import dev.freshet.events.avro.CacheStateEvent;
import dev.freshet.events.wire.RecordAddress;
import dev.freshet.events.wire.RegistryUnavailableException;
import dev.freshet.events.wire.UndecodableRecordException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Reads cache-state events when it is asked to. Made by {@link CacheStateSubscriber#builder}.
 *
 * <p>For one thread, except {@link #wakeup()}.
 */
public final class CacheStateReader implements AutoCloseable {
  private final StateConnection connection;
  private final Consumer<byte[], byte[]> consumer;
  private final TopicPartition partition;
  private final Predicate<StreamItem> filter;

  /** Found, but not handed out yet. */
  private final Queue<Gap> gaps = new ArrayDeque<>();

  /** Offset of the next record; negative while a group has not said. */
  private long next = -1;

  private CacheStateReader(StateConnection connection, Predicate<StreamItem> filter) {
    this.connection = connection;
    this.consumer = connection.consumer();
    this.partition = connection.partition();
    this.filter = filter;
  }

  /**
   * A reader for itself, which stands where it begins when this returns.
   *
   * @throws UnknownTopicOrPartitionException if there is no such topic
   * @throws org.apache.kafka.common.KafkaException if the cluster does not answer
   */
  static CacheStateReader assigned(
      StateConnection connection, Predicate<StreamItem> filter, Start start) {
    CacheStateReader reader = new CacheStateReader(connection, filter);
    reader.requireTopic();
    reader.consumer.assign(List.of(reader.partition));
    reader.seek(reader.offsetOf(start));
    return reader;
  }

  /** A reader that shares the topic with others of a group; begins where the group has not been. */
  static CacheStateReader grouped(
      StateConnection connection, Predicate<StreamItem> filter, Start start) {
    CacheStateReader reader = new CacheStateReader(connection, filter);
    reader.requireTopic();
    reader.consumer.subscribe(
        List.of(reader.partition.topic()), reader.beginningWhereNobodyWas(start));
    return reader;
  }

  private void requireTopic() {
    if (consumer.partitionsFor(partition.topic()).isEmpty()) {
      throw new UnknownTopicOrPartitionException(
          "topic "
              + partition.topic()
              + ": found none; is the environment right, and a coordinator started?");
    }
  }

  private ConsumerRebalanceListener beginningWhereNobodyWas(Start start) {
    return new ConsumerRebalanceListener() {
      @Override
      public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        next = -1;
      }

      @Override
      public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        if (partitions.contains(partition)
            && consumer.committed(Set.of(partition)).get(partition) == null) {
          seek(offsetOf(start));
        }
      }
    };
  }

  private long offsetOf(Start start) {
    if (start instanceof Start.After after) {
      return nearest(after.cursor().offset() + 1);
    }
    if (start instanceof Start.At at) {
      OffsetAndTimestamp found =
          consumer.offsetsForTimes(Map.of(partition, at.time().toEpochMilli())).get(partition);
      return found == null ? end() : found.offset();
    }
    return start instanceof Start.Earliest ? first() : end();
  }

  /** The wanted offset if the topic has it, else its first, with a gap to announce. */
  private long nearest(long wanted) {
    long first = first();
    if (first <= wanted && wanted <= end()) {
      return wanted;
    }
    gaps.add(new Gap(cursorAt(wanted), cursorAt(first)));
    return first;
  }

  private long first() {
    return requireNonNull(consumer.beginningOffsets(List.of(partition)).get(partition));
  }

  private long end() {
    return requireNonNull(consumer.endOffsets(List.of(partition)).get(partition));
  }

  private void seek(long offset) {
    consumer.seek(partition, offset);
    next = offset;
  }

  private StreamCursor cursorAt(long offset) {
    return new StreamCursor(partition.partition(), offset);
  }

  /**
   * The next items that pass the filter; none if nothing new came for a while. Waits for {@code
   * wait} at the most while the brokers answer or are away; longer on the registry, for the schema
   * of the first record, and on brokers that go away just when events are missing.
   *
   * @throws RegistryUnavailableException if the registry cannot be asked and nothing before was
   *     read; nothing is lost, repeat
   * @throws RetriableException if the brokers do not answer in time; nothing is lost, repeat
   * @throws org.apache.kafka.common.errors.WakeupException after a {@link #wakeup()}
   * @throws org.apache.kafka.common.KafkaException if this reader may not read, for example
   */
  public List<StreamItem> poll(Duration wait) {
    ConsumerRecords<byte[], byte[]> records = fetch(gaps.isEmpty() ? wait : Duration.ZERO);
    List<StreamItem> items = new ArrayList<>();
    for (Gap gap = gaps.poll(); gap != null; gap = gaps.poll()) {
      items.add(gap);
    }
    for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
      try {
        StreamItem item = read(record);
        next = record.offset() + 1;
        if (filter.test(item)) {
          items.add(item);
        }
      } catch (RuntimeException e) {
        // Comes again with the next call: what was read before it must not be lost.
        seek(record.offset());
        if (items.isEmpty()) {
          throw e;
        }
        return items;
      }
    }
    return items;
  }

  private ConsumerRecords<byte[], byte[]> fetch(Duration wait) {
    try {
      return consumer.poll(wait);
    } catch (OffsetOutOfRangeException e) {
      seek(nearest(e.offsetOutOfRangePartitions().getOrDefault(partition, next)));
      return ConsumerRecords.empty();
    }
  }

  private StreamItem read(ConsumerRecord<byte[], byte[]> record) {
    StreamCursor cursor = cursorAt(record.offset());
    RecordAddress address = new RecordAddress(record.topic(), record.partition(), record.offset());
    try {
      return new StateEvent(
          cursor, connection.codec().decode(address, record.value(), CacheStateEvent.class));
    } catch (UndecodableRecordException e) {
      return new Unreadable(cursor, e.reason(), String.valueOf(e.getMessage()));
    }
  }

  /**
   * Where the last record stands that was read, wanted or not: a later reader can go on behind it.
   * Empty if that is before all records.
   */
  public Optional<StreamCursor> cursor() {
    return next > 0 ? Optional.of(cursorAt(next - 1)) : Optional.empty();
  }

  /** Where an item stands; empty for a gap, which is no record. */
  static Optional<StreamCursor> cursorOf(StreamItem item) {
    if (item instanceof StateEvent event) {
      return Optional.of(event.cursor());
    }
    return item instanceof Unreadable unreadable
        ? Optional.of(unreadable.cursor())
        : Optional.empty();
  }

  /** Whether a poll failed for a reason that passes, so that it is worth repeating. */
  static boolean isPassing(RuntimeException failure) {
    return failure instanceof RetriableException || failure instanceof RegistryUnavailableException;
  }

  /** Begins again with an item that was handed out, so that it does not count as handled. */
  void returnTo(StreamCursor cursor) {
    if (consumer.assignment().contains(partition)) {
      seek(cursor.offset());
    }
  }

  /** Makes a poll that waits, or the next one, throw; for any thread. */
  public void wakeup() {
    consumer.wakeup();
  }

  /** Closes the connections; blocks for about a second at the most. */
  @Override
  public void close() {
    connection.close();
  }
}
