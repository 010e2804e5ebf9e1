// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import dev.freshet.events.avro.Heartbeat;
import dev.freshet.events.avro.MemberCondition;
import dev.freshet.events.avro.Registration;
import dev.freshet.events.topics.Topics;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.events.wire.RecordAddress;
import dev.freshet.testkit.RegistryFixture;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Reads what one member says of itself, in order. For one thread. */
final class MemberTopics implements AutoCloseable {
  private final Topics topics;
  private final String key;
  private final Consumer<byte[], byte[]> registrations;
  private final Consumer<byte[], byte[]> heartbeats;
  private final AvroCodec avro = AvroCodec.forRegistry(RegistryFixture.url());

  MemberTopics(NodeHarness cluster, String key) {
    this.topics = cluster.topics;
    this.key = key;
    this.registrations = reading(cluster, topics.registrations());
    this.heartbeats = reading(cluster, topics.heartbeats());
  }

  private static Consumer<byte[], byte[]> reading(NodeHarness cluster, String topic) {
    Consumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", cluster.bootstrapServers),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    TopicPartition only = new TopicPartition(topic, 0);
    consumer.assign(List.of(only));
    consumer.seekToBeginning(List.of(only));
    return consumer;
  }

  /** The next registration of which this holds; null is a tombstone. */
  ConsumerRecord<byte[], byte[]> awaitRegistration(Predicate<@Nullable Registration> wanted) {
    return next(
        registrations,
        record ->
            wanted.test(
                record.value() == null
                    ? null
                    : avro.decode(at(record), record.value(), Registration.class)));
  }

  /** The next heartbeat of which this holds. */
  Heartbeat awaitHeartbeat(Predicate<Heartbeat> wanted) {
    AtomicReference<@Nullable Heartbeat> found = new AtomicReference<>();
    ConsumerRecord<byte[], byte[]> unused =
        next(
            heartbeats,
            record -> {
              found.set(avro.decode(at(record), record.value(), Heartbeat.class));
              return wanted.test(found.get());
            });
    return Objects.requireNonNull(found.get());
  }

  static MemberCondition condition(Heartbeat heartbeat, String type) {
    return heartbeat.getConditions().stream()
        .filter(each -> each.getType().equals(type))
        .findFirst()
        .orElseThrow();
  }

  private ConsumerRecord<byte[], byte[]> next(
      Consumer<byte[], byte[]> consumer, Predicate<ConsumerRecord<byte[], byte[]>> wanted) {
    AtomicReference<@Nullable ConsumerRecord<byte[], byte[]>> found = new AtomicReference<>();
    await()
        .atMost(NodeHarness.PATIENCE)
        .until(
            () -> {
              for (ConsumerRecord<byte[], byte[]> each : consumer.poll(Duration.ofMillis(100))) {
                if (key.equals(new String(each.key(), UTF_8)) && wanted.test(each)) {
                  found.set(each);
                  // The rest is for the next call.
                  consumer.seek(new TopicPartition(each.topic(), 0), each.offset() + 1);
                  return true;
                }
              }
              return false;
            });
    return Objects.requireNonNull(found.get());
  }

  private static RecordAddress at(ConsumerRecord<byte[], byte[]> record) {
    return new RecordAddress(record.topic(), record.partition(), record.offset());
  }

  @Override
  public void close() {
    registrations.close();
    heartbeats.close();
    avro.close();
  }
}
