// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.streams;

import dev.freshet.events.avro.CacheStateEvent;
import dev.freshet.events.topics.Topics;
import dev.freshet.events.wire.AvroCodec;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.Record;

/** Writes cache-state events, and Avro in general. Safe for any thread. */
public final class StateEvents {
  private final Topics topics;
  private final String origin;
  private final AvroCodec codec;
  private final Patience patience;
  private final InstantSource clock;

  /** An origin may keep its name over restarts; its ids stay unique all the same. */
  private final String start = UUID.randomUUID().toString().substring(0, 8);

  private final AtomicLong sequence = new AtomicLong();

  /**
   * Events of one origin.
   *
   * @param origin who reports
   */
  public StateEvents(
      Topics topics, String origin, AvroCodec codec, Patience patience, InstantSource clock) {
    this.topics = topics;
    this.origin = origin;
    this.codec = codec;
    this.patience = patience;
    this.clock = clock;
  }

  /**
   * Bytes for a topic; waits for the registry.
   *
   * @throws dev.freshet.events.wire.RegistryUnavailableException if it does not answer in time
   */
  public byte[] encode(String topic, SpecificRecord record) {
    return patience.untilAnswered(() -> codec.encode(topic, record));
  }

  /**
   * The event that something has happened, now; waits for the registry.
   *
   * @param subject what it is about
   * @param details one of the kinds of details that a cache-state event has
   * @throws dev.freshet.events.wire.RegistryUnavailableException if it does not answer in time
   */
  public Record<String, byte[]> happened(String subject, SpecificRecord details) {
    long nowMs = clock.millis();
    String id = start + "-" + sequence.incrementAndGet();
    CacheStateEvent event = new CacheStateEvent(id, nowMs, origin, subject, details);
    return new Record<>(subject, encode(topics.cacheState(), event), nowMs);
  }
}
