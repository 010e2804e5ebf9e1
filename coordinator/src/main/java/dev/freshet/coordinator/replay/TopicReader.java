// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.replay;

import dev.freshet.events.wire.RecordAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads what topics hold, up to what they hold when the reading begins, and then is done. Belongs
 * to one thread; blocks on the cluster.
 *
 * <p>All methods throw {@link UnknownTopicOrPartitionException} if a topic is missing, and {@link
 * TimeoutException} if the cluster does not answer, or sends nothing for half a minute.
 */
public final class TopicReader implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);

  private final KafkaConsumer<byte[], byte[]> consumer;

  /**
   * Connects without waiting for anybody to answer.
   *
   * @param kafka properties of a consumer, for example for TLS; {@code bootstrap.servers} at least
   */
  public TopicReader(Map<String, Object> kafka) {
    Map<String, Object> own = new HashMap<>(kafka);
    own.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    own.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    own.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    consumer = new KafkaConsumer<>(own, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /**
   * Gives all records since a time to {@code sink}: those of a partition in their order, those of
   * several mixed.
   */
  public void since(
      Collection<String> topics, Instant since, Consumer<ConsumerRecord<byte[], byte[]>> sink) {
    List<TopicPartition> partitions = partitions(topics);
    consumer.assign(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    starts(partitions, since, ends).forEach(consumer::seek);
    // Times within a partition may go back: behind the first that is young enough may be older
    // ones.
    readUntil(
        ends,
        record -> {
          if (record.timestamp() >= since.toEpochMilli()) {
            sink.accept(record);
          }
          return true;
        });
  }

  /**
   * Gives the records between two times to {@code sink}, for as long as it answers true: those of a
   * partition in their order, those of several mixed. A record whose time stands out of order may
   * be on the wrong side of a border, but stands between the next borders then.
   *
   * @return whether all of them were given
   */
  public boolean between(
      Collection<String> topics,
      Instant from,
      Instant to,
      Predicate<ConsumerRecord<byte[], byte[]>> sink) {
    List<TopicPartition> partitions = partitions(topics);
    consumer.assign(partitions);
    Map<TopicPartition, Long> last = consumer.endOffsets(partitions);
    Map<TopicPartition, Long> ends = starts(partitions, to, last);
    starts(partitions, from, last).forEach(consumer::seek);
    return readUntil(ends, sink);
  }

  /** Gives the record at an address to {@code sink}, if one stands there. */
  void one(RecordAddress address, Consumer<ConsumerRecord<byte[], byte[]>> sink) {
    TopicPartition partition = new TopicPartition(address.topic(), address.partition());
    if (!partitions(List.of(address.topic())).contains(partition)) {
      throw new UnknownTopicOrPartitionException(partition + ": found none");
    }
    consumer.assign(List.of(partition));
    long begin = end(partition, consumer.beginningOffsets(List.of(partition)));
    long end = end(partition, consumer.endOffsets(List.of(partition)));
    if (address.offset() < begin || address.offset() >= end) {
      return;
    }
    consumer.seek(partition, address.offset());
    readUntil(
        Map.of(partition, address.offset() + 1),
        record -> {
          sink.accept(record);
          return true;
        });
  }

  /** Whether all was given to {@code sink}: it may have answered that it wants no more. */
  private boolean readUntil(
      Map<TopicPartition, Long> ends, Predicate<ConsumerRecord<byte[], byte[]>> sink) {
    consumer.resume(ends.keySet()); // those that an earlier reading has paused
    long heardNanos = System.nanoTime();
    List<TopicPartition> open = open(ends.keySet(), ends);
    while (!open.isEmpty()) {
      ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
      if (!records.isEmpty()) {
        heardNanos = System.nanoTime();
        if (!give(records, ends, sink)) {
          return false;
        }
      } else if (System.nanoTime() - heardNanos > LONGEST_SILENCE.toNanos()) {
        throw silence(open.get(0), ends);
      }
      open = open(open, ends);
    }
    return true;
  }

  private List<TopicPartition> partitions(Collection<String> topics) {
    List<TopicPartition> partitions = new ArrayList<>();
    for (String topic : topics) {
      List<PartitionInfo> found = consumer.partitionsFor(topic);
      if (found.isEmpty()) {
        throw new UnknownTopicOrPartitionException("topic " + topic + ": found none");
      }
      found.forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
    }
    return partitions;
  }

  /** Where the records since a time begin; a partition in which nothing is that young: its end. */
  private Map<TopicPartition, Long> starts(
      List<TopicPartition> partitions, Instant since, Map<TopicPartition, Long> ends) {
    Map<TopicPartition, Long> question = new HashMap<>();
    partitions.forEach(partition -> question.put(partition, since.toEpochMilli()));
    Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(question);
    Map<TopicPartition, Long> starts = new HashMap<>();
    for (TopicPartition partition : partitions) {
      OffsetAndTimestamp start = found.get(partition);
      starts.put(partition, start == null ? end(partition, ends) : start.offset());
    }
    return starts;
  }

  /** The partitions that are not at their ends; the others are not fetched any more. */
  private List<TopicPartition> open(
      Collection<TopicPartition> partitions, Map<TopicPartition, Long> ends) {
    List<TopicPartition> open = new ArrayList<>();
    List<TopicPartition> done = new ArrayList<>();
    for (TopicPartition partition : partitions) {
      boolean more = consumer.position(partition) < end(partition, ends);
      (more ? open : done).add(partition);
    }
    consumer.pause(done);
    return open;
  }

  private static boolean give(
      ConsumerRecords<byte[], byte[]> records,
      Map<TopicPartition, Long> ends,
      Predicate<ConsumerRecord<byte[], byte[]>> sink) {
    for (ConsumerRecord<byte[], byte[]> record : records) {
      TopicPartition partition = new TopicPartition(record.topic(), record.partition());
      if (record.offset() < end(partition, ends) && !sink.test(record)) {
        return false;
      }
    }
    return true;
  }

  private static long end(TopicPartition partition, Map<TopicPartition, Long> ends) {
    return ends.getOrDefault(partition, 0L);
  }

  private TimeoutException silence(TopicPartition partition, Map<TopicPartition, Long> ends) {
    return new TimeoutException(
        partition
            + ": found nothing to read for "
            + LONGEST_SILENCE.toSeconds()
            + " s at offset "
            + consumer.position(partition)
            + ", expected the end "
            + end(partition, ends));
  }

  /** Closes the connection. */
  @Override
  public void close() {
    consumer.close();
  }
}
