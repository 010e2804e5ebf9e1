// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events;

import dev.freshet.events.cloudevents.EventEncoder;
import dev.freshet.events.topics.EventHeaders;
import dev.freshet.events.topics.Topics;
import dev.freshet.events.values.Receipt;
import dev.freshet.events.wire.AvroCodec;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Publishes domain events as CloudEvents in binary mode and hands back a receipt for each. Every
 * event is written once and by all replicas in sync ({@code acks=all}, idempotent), or its future
 * fails.
 *
 * <p>Safe for any thread. Publishing does not wait for the broker, but blocks up to {@code
 * max.block.ms} while the topic's metadata is unknown or the producer's buffer is full, and for
 * Avro on the schema registry at the first record of a schema. Arguments that make no event raise
 * {@link IllegalArgumentException} at once; all that goes wrong later fails the future, with
 * Kafka's exception.
 */
public final class EventPublisher implements AutoCloseable {
  private final Producer<byte[], byte[]> producer;
  private final @Nullable AvroCodec avro;
  private final String topic;
  private final boolean isAwaited;

  EventPublisher(Producer<byte[], byte[]> producer, @Nullable AvroCodec avro, String topic) {
    this(producer, avro, topic, false);
  }

  private EventPublisher(
      Producer<byte[], byte[]> producer,
      @Nullable AvroCodec avro,
      String topic,
      boolean isAwaited) {
    this.producer = producer;
    this.avro = avro;
    this.topic = topic;
    this.isAwaited = isAwaited;
  }

  /** A publisher on a Kafka cluster. */
  public static Builder builder(String bootstrapServers) {
    return new Builder(bootstrapServers);
  }

  /**
   * The same publisher, for events of which somebody waits to hear that they are applied: by {@code
   * awaitApplied} of a node, or by the receipt. The coordinator and the nodes then say so at once,
   * not at their next interval, which costs a record in each partition of the command log and one
   * of each node. Shares all connections; to close either closes both.
   */
  public EventPublisher awaited() {
    return new EventPublisher(producer, avro, topic, true);
  }

  /**
   * Publishes an event with its data in JSON; the record's key is the subject, if there is one.
   * Like all of these methods it does not wait for Kafka to store the event, but blocks (for {@code
   * max.block.ms} at the most) while no broker can be reached or too much is underway.
   */
  public CompletableFuture<Receipt> publish(DomainEvent event) {
    return publish(event, event.subject());
  }

  /** Publishes an event with its data in JSON under a key: one key's events keep their order. */
  public CompletableFuture<Receipt> publish(DomainEvent event, @Nullable String key) {
    return send(EventEncoder.binaryJson(topic, key, event));
  }

  /** As {@link #publish(DomainEvent, IndexedRecord, String)}, with the subject as key. */
  public CompletableFuture<Receipt> publish(DomainEvent event, IndexedRecord data) {
    return publish(event, data, event.subject());
  }

  /**
   * Publishes an event with {@code data} in Avro in place of the event's own.
   *
   * @throws IllegalStateException if this publisher was built without a schema registry
   * @throws dev.freshet.events.wire.UnencodableRecordException if {@code data} cannot be written
   * @throws dev.freshet.events.wire.RegistryUnavailableException if the registry cannot be asked
   */
  public CompletableFuture<Receipt> publish(
      DomainEvent event, IndexedRecord data, @Nullable String key) {
    if (avro == null) {
      throw new IllegalStateException(
          "event publisher: found no schema registry, expected one for Avro data");
    }
    return send(EventEncoder.binaryAvro(topic, key, event, data, avro));
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the callback has all that the future would say
  private CompletableFuture<Receipt> send(ProducerRecord<byte[], byte[]> record) {
    CompletableFuture<Receipt> receipt = new CompletableFuture<>();
    if (isAwaited) {
      EventHeaders.await(record.headers());
    }
    try {
      producer.send(
          record,
          (metadata, error) -> {
            if (error == null) {
              receipt.complete(
                  new Receipt(metadata.topic(), metadata.partition(), metadata.offset()));
            } else {
              receipt.completeExceptionally(error);
            }
          });
    } catch (KafkaException e) {
      // Some failures the producer throws, others it hands to the callback: one way for callers.
      receipt.completeExceptionally(e);
    }
    return receipt;
  }

  /** Waits for all that was published, then closes the connections. */
  @Override
  public void close() {
    producer.close();
    if (avro != null) {
      avro.close();
    }
  }

  /** Settings of a publisher. Not safe for use by several threads. */
  public static final class Builder {
    private final Map<String, Object> properties = new HashMap<>();
    private String topic = Topics.DEFAULT.events();
    private @Nullable String registryUrl;

    private Builder(String bootstrapServers) {
      properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    }

    /** Publishes to the event topic of an environment; {@code freshet} if nothing is said. */
    public Builder environment(String environment) {
      return topic(new Topics(environment).events());
    }

    /** Publishes to a topic of the service's own, of which the coordinator has to know. */
    public Builder topic(String name) {
      topic = name;
      return this;
    }

    /** The registry for Avro data, as {@link AvroCodec#forRegistry(String)} takes it. */
    public Builder schemaRegistry(String url) {
      registryUrl = url;
      return this;
    }

    /** A further property of the Kafka producer, for example for TLS. */
    public Builder producerProperty(String name, Object value) {
      properties.put(name, value);
      return this;
    }

    /**
     * The publisher. Does not wait for the cluster.
     *
     * @throws KafkaException if the producer refuses its properties
     */
    public EventPublisher build() {
      Map<String, Object> all = new HashMap<>(properties);
      // An invalidation that waits for company keeps everybody else reading stale values.
      all.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, 0);
      // Not up to the caller: a receipt must never name an event that a failover takes back.
      all.put(ProducerConfig.ACKS_CONFIG, "all");
      all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
      ByteArraySerializer bytes = new ByteArraySerializer();
      return new EventPublisher(
          new KafkaProducer<>(all, bytes, bytes),
          registryUrl == null ? null : AvroCodec.forRegistry(registryUrl),
          topic);
    }
  }
}
