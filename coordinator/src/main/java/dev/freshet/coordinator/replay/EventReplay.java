// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.replay;

import dev.freshet.events.DomainEvent;
import dev.freshet.events.cloudevents.EventDecoder;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.events.wire.RecordAddress;
import dev.freshet.events.wire.UndecodableRecordException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * The domain events that topics retain since a time, up to what they hold when the reading begins.
 * Belongs to one thread; blocks on the cluster and the schema registry.
 */
public final class EventReplay implements AutoCloseable {
  private static final int PROBLEMS_KEPT = 5;

  private final TopicReader topics;
  private final AvroCodec codec;
  private final EventDecoder decoder;

  private EventReplay(TopicReader topics, AvroCodec codec) {
    this.topics = topics;
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
    return new EventReplay(new TopicReader(kafka), AvroCodec.forRegistry(schemaRegistry));
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
      Collection<String> names, Instant since, BiConsumer<Instant, DomainEvent> sink) {
    Reading reading = new Reading(sink);
    topics.since(names, since, reading::add);
    return reading.summary();
  }

  /**
   * Gives one event to {@code sink}; none if nothing stands there, or what does is no event.
   *
   * @throws UnknownTopicOrPartitionException if the topic is missing
   * @throws TimeoutException if the cluster does not answer, or sends nothing for half a minute
   * @throws dev.freshet.events.wire.RegistryUnavailableException if the registry does not answer
   */
  public Summary readOne(RecordAddress address, BiConsumer<Instant, DomainEvent> sink) {
    Reading reading = new Reading(sink);
    topics.one(address, reading::add);
    return reading.summary();
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
    topics.close();
    codec.close();
  }
}
