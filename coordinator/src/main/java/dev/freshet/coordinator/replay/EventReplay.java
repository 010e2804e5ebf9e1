// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.replay;

import dev.freshet.events.DomainEvent;
import dev.freshet.events.cloudevents.EventDecoder;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.events.wire.RecordAddress;
import dev.freshet.events.wire.UndecodableRecordException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The domain events that topics retain since a time, up to what they hold when the reading begins.
 * Belongs to one thread; blocks on the cluster and the schema registry.
 */
public final class EventReplay implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);
  private static final int PROBLEMS_KEPT = 5;

  private final Consumer<byte[], byte[]> consumer;
  private final AvroCodec codec;
  private final EventDecoder decoder;

  private EventReplay(Consumer<byte[], byte[]> consumer, AvroCodec codec) {
    this.consumer = consumer;
    this.codec = codec;
    this.decoder = new EventDecoder(codec);
  }

  /**
   * What was read.
   *
   * @param events how many events
   * @param undecodable records that are none, which the coordinator puts to the dead letters
   * @param problems what was wrong with the first few of those
   */
  public record Summary(long events, long undecodable, List<String> problems) {
    public Summary {
      problems = List.copyOf(problems);
    }
  }

  /**
   * Connects without waiting for anybody to answer.
   *
   * @param kafka properties of a consumer, for example for TLS; {@code bootstrap.servers} at least
   * @param schemaRegistry as {@link AvroCodec#forRegistry(String)} takes it
   */
  public static EventReplay connect(Map<String, Object> kafka, String schemaRegistry) {
    Map<String, Object> own = new HashMap<>(kafka);
    own.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    own.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    own.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    return new EventReplay(
        new KafkaConsumer<>(own, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
        AvroCodec.forRegistry(schemaRegistry));
  }

  /**
   * Gives all events since a time to {@code sink}, each with the time when it was stored: those of
   * a partition in their order, those of several mixed.
   *
   * @throws UnknownTopicOrPartitionException if a topic is missing
   * @throws TimeoutException if the cluster does not answer, or sends nothing for half a minute
   * @throws dev.freshet.events.wire.RegistryUnavailableException if the registry does not answer
   */
  public Summary read(
      Collection<String> topics, Instant since, BiConsumer<Instant, DomainEvent> sink) {
    List<TopicPartition> partitions = partitions(topics);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    consumer.assign(partitions);
    seek(partitions, since, ends);
    return readUntil(ends, sink);
  }

  /**
   * Gives one event to {@code sink}; none if nothing stands there, or what does is no event.
   *
   * @throws UnknownTopicOrPartitionException if the topic is missing
   * @throws TimeoutException if the cluster does not answer, or sends nothing for half a minute
   * @throws dev.freshet.events.wire.RegistryUnavailableException if the registry does not answer
   */
  public Summary readOne(RecordAddress address, BiConsumer<Instant, DomainEvent> sink) {
    TopicPartition partition = new TopicPartition(address.topic(), address.partition());
    if (!partitions(List.of(address.topic())).contains(partition)) {
      throw new UnknownTopicOrPartitionException(partition + ": found none");
    }
    consumer.assign(List.of(partition));
    long begin = end(partition, consumer.beginningOffsets(List.of(partition)));
    long end = end(partition, consumer.endOffsets(List.of(partition)));
    if (address.offset() < begin || address.offset() >= end) {
      return new Summary(0, 0, List.of());
    }
    consumer.seek(partition, address.offset());
    return readUntil(Map.of(partition, address.offset() + 1), sink);
  }

  private Summary readUntil(Map<TopicPartition, Long> ends, BiConsumer<Instant, DomainEvent> sink) {
    consumer.resume(ends.keySet()); // those that an earlier reading has paused
    Reading reading = new Reading(sink);
    long heardNanos = System.nanoTime();
    List<TopicPartition> open = open(ends.keySet(), ends);
    while (!open.isEmpty()) {
      if (readOnce(ends, reading)) {
        heardNanos = System.nanoTime();
      } else if (System.nanoTime() - heardNanos > LONGEST_SILENCE.toNanos()) {
        throw silence(open.get(0), ends);
      }
      open = open(open, ends);
    }
    return reading.summary();
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

  /** A partition in which nothing is that young is at its end. */
  private void seek(
      List<TopicPartition> partitions, Instant since, Map<TopicPartition, Long> ends) {
    Map<TopicPartition, Long> question = new HashMap<>();
    partitions.forEach(partition -> question.put(partition, since.toEpochMilli()));
    Map<TopicPartition, OffsetAndTimestamp> starts = consumer.offsetsForTimes(question);
    for (TopicPartition partition : partitions) {
      OffsetAndTimestamp start = starts.get(partition);
      consumer.seek(partition, start == null ? end(partition, ends) : start.offset());
    }
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

  private boolean readOnce(Map<TopicPartition, Long> ends, Reading reading) {
    boolean any = false;
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
      any = true;
      TopicPartition partition = new TopicPartition(record.topic(), record.partition());
      if (record.offset() < end(partition, ends)) {
        reading.add(record);
      }
    }
    return any;
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

  /** Decodes and counts. */
  private final class Reading {
    private final BiConsumer<Instant, DomainEvent> sink;
    private final List<String> problems = new ArrayList<>();
    private long events;
    private long undecodable;

    Reading(BiConsumer<Instant, DomainEvent> sink) {
      this.sink = sink;
    }

    void add(ConsumerRecord<byte[], byte[]> record) {
      DomainEvent event;
      try {
        RecordAddress address =
            new RecordAddress(record.topic(), record.partition(), record.offset());
        event = decoder.decode(address, record.headers(), record.value());
      } catch (UndecodableRecordException e) {
        undecodable++;
        if (problems.size() < PROBLEMS_KEPT) {
          problems.add(String.valueOf(e.getMessage()));
        }
        return;
      }
      events++;
      sink.accept(Instant.ofEpochMilli(record.timestamp()), event);
    }

    Summary summary() {
      return new Summary(events, undecodable, problems);
    }
  }

  /** Closes the connections. */
  @Override
  public void close() {
    consumer.close();
    codec.close();
  }
}
