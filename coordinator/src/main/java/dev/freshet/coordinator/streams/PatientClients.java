// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.streams;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The clients of Streams, with consumers that wait for records as long as nothing is due. Streams
 * itself waits for {@code poll.ms} each time, which must be short for what has a time to be done in
 * time, and then turns in circles while nothing happens. Records that come end a wait at once.
 * Immutable.
 */
public final class PatientClients implements KafkaClientSupplier {
  /** What ends a thread is not heard while it waits. */
  private static final long LONGEST_MS = 250;

  private final @Nullable Aside aside;

  /** For an application that needs all records of all its topics, at once. */
  public PatientClients() {
    aside = null;
  }

  /** For an application that reads one of its topics aside. */
  public PatientClients(Aside aside) {
    this.aside = aside;
  }

  @Override
  public Admin getAdmin(Map<String, Object> config) {
    return Admin.create(config);
  }

  @Override
  public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  @Override
  public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
    if (aside != null) {
      return new AsideConsumer(config, aside);
    }
    return new Patient(config) {
      @Override
      long restMs() {
        return Rests.ms();
      }
    };
  }

  @Override
  public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** Its thread does nothing but to wait for records. */
  @Override
  public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
    return new Patient(config) {
      @Override
      long restMs() {
        return LONGEST_MS;
      }
    };
  }

  /** What a thread of Streams waits that asks for this. */
  static Duration longer(Duration asked) {
    return longer(asked, Math.min(LONGEST_MS, Rests.ms()));
  }

  static Duration longer(Duration asked, long restMs) {
    return asked.isZero() || asked.toMillis() >= restMs ? asked : Duration.ofMillis(restMs);
  }

  /** Waits longer than it is asked to, but not where it is asked not to wait at all. */
  private abstract static class Patient extends KafkaConsumer<byte[], byte[]> {
    Patient(Map<String, Object> config) {
      super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    abstract long restMs();

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration asked) {
      return super.poll(longer(asked, Math.min(LONGEST_MS, restMs())));
    }
  }
}
