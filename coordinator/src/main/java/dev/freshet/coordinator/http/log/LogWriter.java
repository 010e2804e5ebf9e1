// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.log;

import dev.freshet.coordinator.http.terms.ApiCode;
import dev.freshet.events.values.Receipt;
import dev.freshet.http.problem.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes records and says where they stand: by all replicas in sync and once, or not at all. Safe
 * for any thread. Unlike a service, which would rather wait, an API says soon that it cannot.
 */
public final class LogWriter implements AutoCloseable {
  private static final Duration LONGEST_BLOCK = Duration.ofSeconds(2);
  private static final Duration LONGEST_REQUEST = Duration.ofSeconds(5);
  private static final Duration LONGEST_DELIVERY = Duration.ofSeconds(10);
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(2);
  private static final Duration RETRY = Duration.ofSeconds(2);

  private final Producer<byte[], byte[]> producer;

  /** A writer over a producer that it closes, and that should wait for no more than seconds. */
  public LogWriter(Producer<byte[], byte[]> producer) {
    this.producer = producer;
  }

  /**
   * A writer that connects in the background.
   *
   * @param kafkaClientConfig how to reach Kafka: {@code bootstrap.servers}, TLS and the like
   */
  public static LogWriter connect(Map<String, Object> kafkaClientConfig) {
    Map<String, Object> all = new HashMap<>(kafkaClientConfig);
    all.put(ProducerConfig.ACKS_CONFIG, "all");
    all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    all.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, LONGEST_BLOCK.toMillis());
    all.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) LONGEST_REQUEST.toMillis());
    all.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) LONGEST_DELIVERY.toMillis());
    ByteArraySerializer bytes = new ByteArraySerializer();
    return new LogWriter(new KafkaProducer<>(all, bytes, bytes));
  }

  /**
   * Writes a record; fails with a {@link ProblemException} if Kafka does not take it in time.
   *
   * @param what the record is, for messages
   */
  @SuppressWarnings("FutureReturnValueIgnored") // the callback has all that the future would say
  public CompletableFuture<Stored> write(String what, ProducerRecord<byte[], byte[]> record) {
    CompletableFuture<Stored> stored = new CompletableFuture<>();
    try {
      producer.send(
          record,
          (metadata, failure) -> {
            if (failure == null) {
              Receipt receipt =
                  new Receipt(metadata.topic(), metadata.partition(), metadata.offset());
              stored.complete(new Stored(receipt, Instant.ofEpochMilli(metadata.timestamp())));
            } else {
              stored.completeExceptionally(problem(what, failure));
            }
          });
    } catch (KafkaException e) {
      // Some failures the producer throws, others it hands to the callback: one way for callers.
      stored.completeExceptionally(problem(what, e));
    }
    return stored;
  }

  private static ProblemException problem(String what, Exception failure) {
    if (failure instanceof RecordTooLargeException) {
      return ProblemException.of(ApiCode.EVENT_TOO_LARGE, what + ": " + failure.getMessage());
    }
    return ProblemException.of(ApiCode.NOT_STORED, what + ": " + failure.getMessage())
        .retryAfter(RETRY);
  }

  /** For who sends on its own account; stays this writer's to close. */
  public Producer<byte[], byte[]> producer() {
    return producer;
  }

  /**
   * How many partitions a topic has.
   *
   * @throws ProblemException if the cluster does not say
   */
  public int partitions(String topic) {
    try {
      return producer.partitionsFor(topic).size();
    } catch (KafkaException e) {
      throw problem("topic " + topic, e);
    }
  }

  /** Waits for what is underway, for two seconds at the most: whoever asked was answered before. */
  @Override
  public void close() {
    producer.close(LONGEST_CLOSE);
  }
}
