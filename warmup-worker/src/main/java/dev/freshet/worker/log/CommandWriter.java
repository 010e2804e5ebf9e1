// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.log;

import dev.freshet.cache.CommandLog;
import dev.freshet.events.avro.InvalidationCommand;
import dev.freshet.events.topics.CommandTopic;
import dev.freshet.events.topics.Topics;
import dev.freshet.events.values.Position;
import dev.freshet.events.values.Target;
import dev.freshet.events.wire.AvroCodec;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Appends this node's own commands to the log. Safe for any thread. */
public final class CommandWriter implements CommandLog {
  private final Producer<byte[], byte[]> producer;
  private final AvroCodec avro;
  private final Topics topics;
  private final String origin;
  private final OwnCommands own;
  private final InstantSource clock;

  /** Appends with a producer, which it does not close. */
  public CommandWriter(
      Producer<byte[], byte[]> producer,
      AvroCodec avro,
      NodeSettings settings,
      OwnCommands own,
      InstantSource clock) {
    this.producer = producer;
    this.avro = avro;
    this.topics = settings.topics();
    this.origin = settings.origin();
    this.own = own;
    this.clock = clock;
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // the callback has all that the future would say
  public CompletableFuture<Position> append(Target target) {
    String id = own.nextId();
    CompletableFuture<Position> applied = own.expect(id);
    try {
      producer.send(
          record(target, id),
          (metadata, failure) -> {
            if (failure != null) {
              applied.completeExceptionally(failure);
            }
          });
    } catch (RuntimeException e) {
      applied.completeExceptionally(e);
    }
    return applied;
  }

  private ProducerRecord<byte[], byte[]> record(Target target, String id) {
    InvalidationCommand command =
        InvalidationCommand.newBuilder()
            .setTarget(target.text())
            .setOrigin(origin)
            .setIssuedAtMs(clock.millis())
            .build();
    int partitions = producer.partitionsFor(topics.commands()).size();
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            topics.commands(),
            // Not Kafka's choice: all scans lie in one partition.
            CommandTopic.partitionOf(target, partitions),
            target.text().getBytes(StandardCharsets.UTF_8),
            avro.encode(topics.commands(), command));
    record.headers().add(OwnCommands.HEADER, id.getBytes(StandardCharsets.UTF_8));
    return record;
  }
}
