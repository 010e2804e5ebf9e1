// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.members;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.coordinator.http.log.LogWriter;
import dev.freshet.coordinator.http.log.Stored;
import dev.freshet.events.avro.DrainOrder;
import dev.freshet.events.avro.Heartbeat;
import dev.freshet.events.avro.Registration;
import dev.freshet.events.topics.Topics;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.registry.MemberId;
import dev.freshet.registry.RegistryKeys;
import java.util.concurrent.CompletableFuture;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes what members and operators say over HTTP to the topics of the registry. Safe for any
 * thread; waits for the schema registry, and else as {@link LogWriter} does.
 */
public final class MemberLog {
  private final LogWriter log;
  private final AvroCodec codec;
  private final Topics topics;

  /** The topics of an environment. */
  public MemberLog(LogWriter log, AvroCodec codec, Topics topics) {
    this.log = log;
    this.codec = codec;
    this.topics = topics;
  }

  CompletableFuture<Stored> register(Registration registration) {
    String key = MemberId.of(registration).toString();
    return write("registration " + key, topics.registrations(), key, registration);
  }

  CompletableFuture<Stored> beat(Heartbeat heartbeat) {
    String key = MemberId.of(heartbeat).toString();
    return write("heartbeat " + key, topics.heartbeats(), key, heartbeat);
  }

  CompletableFuture<Stored> leave(MemberId id, String incarnation) {
    ProducerRecord<byte[], byte[]> goodbye = record(topics.registrations(), id.toString(), null);
    goodbye.headers().add(RegistryKeys.INCARNATION_HEADER, incarnation.getBytes(UTF_8));
    return log.write("goodbye " + id, goodbye);
  }

  CompletableFuture<Stored> drain(DrainOrder order) {
    MemberId id = new MemberId(order.getService(), order.getInstance());
    return write("order to drain " + id, topics.registrations(), RegistryKeys.drain(id), order);
  }

  CompletableFuture<Stored> liftDrain(MemberId id) {
    return write("end of draining " + id, topics.registrations(), RegistryKeys.drain(id), null);
  }

  private CompletableFuture<Stored> write(
      String what, String topic, String key, @Nullable SpecificRecord value) {
    return log.write(what, record(topic, key, value));
  }

  private ProducerRecord<byte[], byte[]> record(
      String topic, String key, @Nullable SpecificRecord value) {
    return new ProducerRecord<>(
        topic, key.getBytes(UTF_8), value == null ? null : codec.encode(topic, value));
  }
}
