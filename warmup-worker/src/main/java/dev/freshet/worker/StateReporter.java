// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker;

import dev.freshet.events.avro.CacheStateEvent;
import dev.freshet.events.avro.CommandUnreadable;
import dev.freshet.events.topics.Topics;
import dev.freshet.events.values.Position;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.worker.log.NodeSettings;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.UUID;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes this node's cache-state events, in the background: a report that cannot be sent is
 * logged and holds nothing up. Safe for any thread.
 */
final class StateReporter {
  private static final Logger LOG = LoggerFactory.getLogger(StateReporter.class);

  private final Producer<byte[], byte[]> producer;
  private final AvroCodec avro;
  private final Topics topics;
  private final NodeSettings settings;
  private final InstantSource clock;

  StateReporter(
      Producer<byte[], byte[]> producer,
      AvroCodec avro,
      NodeSettings settings,
      InstantSource clock) {
    this.producer = producer;
    this.avro = avro;
    this.topics = settings.topics();
    this.settings = settings;
    this.clock = clock;
  }

  void commandUnreadable(String topic, Position position, String problem) {
    LOG.warn(
        "command unreadable, everything counts as stale node={} topic={} partition={} offset={}"
            + " problem={}",
        settings.node(),
        topic,
        position.partition(),
        position.offset(),
        problem);
    report(
        settings.node(),
        new CommandUnreadable(
            settings.node(), topic, position.partition(), position.offset(), problem));
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the callback has all that the future would say
  private void report(String subject, Object details) {
    CacheStateEvent event =
        CacheStateEvent.newBuilder()
            .setId(UUID.randomUUID().toString())
            .setTimeMs(clock.millis())
            .setOrigin(settings.origin())
            .setSubject(subject)
            .setDetails(details)
            .build();
    try {
      producer.send(
          new ProducerRecord<>(
              topics.cacheState(),
              subject.getBytes(StandardCharsets.UTF_8),
              avro.encode(topics.cacheState(), event)),
          (metadata, failure) -> {
            if (failure != null) {
              LOG.warn("cache-state event not sent node={}", settings.node(), failure);
            }
          });
    } catch (RuntimeException e) {
      LOG.warn("cache-state event not sent node={}", settings.node(), e);
    }
  }
}
