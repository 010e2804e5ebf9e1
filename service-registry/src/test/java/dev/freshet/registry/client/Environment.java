// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry.client;

import dev.freshet.events.avro.MemberStatus;
import dev.freshet.events.avro.Registration;
import dev.freshet.events.topics.TopicCatalogue;
import dev.freshet.events.topics.TopicSizing;
import dev.freshet.events.topics.Topics;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.events.wire.RecordAddress;
import dev.freshet.registry.MemberId;
import dev.freshet.registry.Records;
import dev.freshet.testkit.Environments;
import dev.freshet.testkit.RegistryFixture;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** An environment of its own on real servers, in which the test does what a coordinator does. */
final class Environment implements AutoCloseable {
  final Topics topics = new Topics(Environments.unique());
  final AvroCodec codec = AvroCodec.forRegistry(RegistryFixture.url());
  private final Map<String, Object> kafka;
  private final Producer<byte[], byte[]> producer;
  private final KafkaConsumer<byte[], byte[]> consumer;

  Environment(String bootstrapServers) {
    kafka = Map.of("bootstrap.servers", bootstrapServers);
    producer = new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer());
    consumer = new KafkaConsumer<>(kafka, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  void createTopics() {
    try (Admin admin = Admin.create(kafka)) {
      TopicCatalogue.forEnvironment(topics, TopicSizing.dev()).ensure(admin);
    }
  }

  /** All that a topic holds now. */
  List<ConsumerRecord<byte[], byte[]>> read(String topic) {
    TopicPartition partition = new TopicPartition(topic, 0);
    consumer.assign(List.of(partition));
    consumer.seekToBeginning(List.of(partition));
    long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
    List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
    while (consumer.position(partition) < end) {
      consumer.poll(Duration.ofMillis(100)).forEach(all::add);
    }
    return all;
  }

  <T extends SpecificRecord> T decode(ConsumerRecord<byte[], byte[]> record, Class<T> type) {
    return codec.decode(
        new RecordAddress(record.topic(), record.partition(), record.offset()),
        record.value(),
        type);
  }

  /** What the registry says of a member that runs. */
  void keep(Registration registration) throws ExecutionException, InterruptedException {
    producer
        .send(
            new ProducerRecord<>(
                topics.registry(),
                MemberId.of(registration).toString().getBytes(StandardCharsets.UTF_8),
                codec.encode(topics.registry(), Records.entry(registration, MemberStatus.UP))))
        .get();
  }

  @Override
  public void close() {
    producer.close();
    consumer.close();
    codec.close();
  }
}
