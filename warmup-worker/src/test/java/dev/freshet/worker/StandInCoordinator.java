// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import dev.freshet.events.avro.InvalidationCommand;
import dev.freshet.events.avro.ProgressMarker;
import dev.freshet.events.avro.SourceProgress;
import dev.freshet.events.avro.SourceTopic;
import dev.freshet.events.topics.CommandTopic;
import dev.freshet.events.values.Target;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.testkit.RegistryFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes to the command log what a coordinator would, which this module must not know: a command
 * for each change of a {@link CountedSource}, and four times a second a marker behind the commands
 * of all changes so far. Safe for any thread.
 */
final class StandInCoordinator implements AutoCloseable {
  private static final String EVENTS = "events";

  private final NodeHarness cluster;
  private final CountedSource source;
  private final int partitions;
  private final AvroCodec avro = AvroCodec.forRegistry(RegistryFixture.url());
  private final KafkaProducer<byte[], byte[]> producer;
  private final ScheduledExecutorService pulse = Executors.newSingleThreadScheduledExecutor();

  /** One thread keeps the order. It blocks while there is no broker; the source goes on. */
  private final ExecutorService sender = Executors.newSingleThreadExecutor();

  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private long changes;

  StandInCoordinator(NodeHarness cluster, CountedSource source) {
    this.cluster = cluster;
    this.source = source;
    this.partitions = CommandTopic.identify(cluster.admin, cluster.topics).partitions();
    // Idempotent: what is sent first stands first in its partition.
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", cluster.bootstrapServers),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    var unused = pulse.scheduleAtFixedRate(this::mark, 0, 250, TimeUnit.MILLISECONDS);
  }

  /** Changes the row and tells, in the background. */
  synchronized void change(int row) {
    source.change(row);
    changes++;
    String target = new Target.Tag("user:" + row).text();
    InvalidationCommand command =
        InvalidationCommand.newBuilder()
            .setTarget(target)
            .setOrigin("coordinator")
            .setIssuedAtMs(System.currentTimeMillis())
            .build();
    send(new ProducerRecord<>(topic(), target.getBytes(UTF_8), encoded(command)));
  }

  synchronized long changes() {
    return changes;
  }

  /** Blocks until the nodes have applied all changes so far, by their closed time. */
  void awaitApplied(Duration patience, Rows... nodes) {
    Instant now = Instant.now();
    await()
        .atMost(patience)
        .until(
            () ->
                List.of(nodes).stream()
                    .allMatch(
                        rows ->
                            rows.node()
                                .closedTime()
                                .filter(closed -> closed.isAfter(now))
                                .isPresent()));
    if (failure.get() != null) {
      throw new IllegalStateException("coordinator: could not write", failure.get());
    }
  }

  /** Under the lock of {@link #change}: no change is older than a marker and behind it. */
  private synchronized void mark() {
    long nowMs = System.currentTimeMillis();
    ProgressMarker marker =
        ProgressMarker.newBuilder()
            .setTask("0_0")
            .setSources(
                List.of(
                    SourceProgress.newBuilder()
                        .setTopic(EVENTS)
                        .setPartition(0)
                        .setNextOffset(changes)
                        .setEndSeenAtMs(nowMs)
                        .build()))
            .setSourcePartitions(List.of(new SourceTopic(EVENTS, 1)))
            .setWrittenAtMs(nowMs)
            .build();
    byte[] value = encoded(marker);
    for (int i = 0; i < partitions; i++) {
      send(new ProducerRecord<>(topic(), i, "m|0_0".getBytes(UTF_8), value));
    }
  }

  private String topic() {
    return cluster.topics.commands();
  }

  private byte[] encoded(SpecificRecord content) {
    return avro.encode(topic(), content);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the callback has all that the future would say
  private void send(ProducerRecord<byte[], byte[]> record) {
    sender.execute(
        () -> producer.send(record, (metadata, refused) -> failure.compareAndSet(null, refused)));
  }

  @Override
  public void close() {
    pulse.shutdownNow();
    sender.shutdownNow();
    producer.close(Duration.ofSeconds(2));
    avro.close();
  }
}
