// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.rulesets.pause;

import dev.freshet.events.avro.CacheStateEvent;
import dev.freshet.events.avro.MappingControl;
import dev.freshet.events.avro.MappingPaused;
import dev.freshet.events.avro.MappingResumed;
import dev.freshet.events.topics.Topics;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.events.wire.RegistryUnavailableException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports to the cache-state topic that the mapping was paused or resumed. Whoever turns the switch
 * reports it, once, and not each coordinator that hears of it. Safe for any thread.
 *
 * <p>Not in the transaction that turns the switch: who reads cache-state events reads uncommitted
 * ones, too, and would hear of switches that were not turned.
 */
public final class PauseReports {
  private static final Logger LOG = LoggerFactory.getLogger(PauseReports.class);
  private static final String ORIGIN = "publisher";
  private static final String SUBJECT = "mapping";
  private static final Duration LONGEST_BLOCK = Duration.ofSeconds(5);
  private static final Duration LONGEST_DELIVERY = Duration.ofSeconds(10);

  private final Map<String, Object> kafka;
  private final AvroCodec codec;
  private final String topic;

  /**
   * Reports for an environment. Connects when there is one to send.
   *
   * @param kafka properties of a producer, for example for TLS; {@code bootstrap.servers} at least
   */
  public PauseReports(Map<String, Object> kafka, AvroCodec codec, Topics topics) {
    this.kafka = Map.copyOf(kafka);
    this.codec = codec;
    this.topic = topics.cacheState();
  }

  /** Reports how the switch stands now; blocks until that is stored or has failed. */
  public void report(MappingControl control) {
    try (KafkaProducer<String, byte[]> producer = producer()) {
      producer
          .send(new ProducerRecord<>(topic, SUBJECT, codec.encode(topic, event(control))))
          .get();
    } catch (KafkaException | RegistryUnavailableException | ExecutionException e) {
      LOG.warn("Cache-state event not sent: subject={}", SUBJECT, e);
    } catch (InterruptedException e) {
      LOG.warn("Cache-state event not awaited: subject={}", SUBJECT);
      Thread.currentThread().interrupt();
    }
  }

  private KafkaProducer<String, byte[]> producer() {
    Map<String, Object> own = new HashMap<>(kafka);
    own.put(ProducerConfig.ACKS_CONFIG, "all");
    own.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    own.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    own.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, LONGEST_BLOCK.toMillis());
    own.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) LONGEST_BLOCK.toMillis());
    own.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) LONGEST_DELIVERY.toMillis());
    return new KafkaProducer<>(own, new StringSerializer(), new ByteArraySerializer());
  }

  private static CacheStateEvent event(MappingControl control) {
    String reason = control.getReason().isEmpty() ? null : control.getReason();
    SpecificRecord details =
        control.getPaused()
            ? new MappingPaused(control.getAuthor(), reason)
            : new MappingResumed(control.getAuthor(), reason);
    String id = UUID.randomUUID().toString();
    return new CacheStateEvent(id, control.getChangedAtMs(), ORIGIN, SUBJECT, details);
  }
}
