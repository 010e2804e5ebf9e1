// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.streams;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.benchmarks.harness.stack.Stack;
import dev.freshet.events.cloudevents.EventEncoder;
import dev.freshet.events.topics.TopicSizing;
import dev.freshet.events.topics.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;

/**
 * The reference: Kafka Streams that copies records from a topic to another and does nothing else.
 * In its best setting for a short way, {@code linger.ms=0} in both producers, where Streams waits
 * for 100 ms unless told; and as safe as the coordinator's, {@code acks=all}, idempotent, at least
 * once. As many partitions as the coordinator's topics, and records with as many bytes as an event,
 * its headers included. {@link #send} is for any thread.
 *
 * @param in the topic that is copied
 * @param out the copy
 * @param producer of what is to be copied
 */
record Relay(String in, String out, Producer<byte[], byte[]> producer) implements AutoCloseable {
  private static final int PARTITIONS = TopicSizing.dev().eventPartitions();
  private static final ProducerRecord<byte[], byte[]> SAMPLE =
      EventEncoder.binaryJson("sample", null, Change.event(1_000_000));

  /** Makes the topics. Blocks on the cluster. */
  static Relay open(Stack stack, Topics topics) throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(stack.kafkaClient())) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(in(topics.environment()), PARTITIONS, (short) 1),
                  new NewTopic(out(topics.environment()), PARTITIONS, (short) 1)))
          .all()
          .get();
    }
    Map<String, Object> settings = new HashMap<>(stack.kafkaClient());
    settings.put("linger.ms", 0);
    return new Relay(
        in(topics.environment()),
        out(topics.environment()),
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer()));
  }

  private static String in(String environment) {
    return environment + ".relay-in";
  }

  static String out(String environment) {
    return environment + ".relay-out";
  }

  static int partitions() {
    return PARTITIONS;
  }

  /** What runs in the middle. */
  static Topology topology(String environment) {
    StreamsBuilder topology = new StreamsBuilder();
    topology.stream(in(environment), Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()))
        .mapValues(value -> value)
        .to(out(environment), Produced.with(Serdes.ByteArray(), Serdes.ByteArray()));
    return topology.build();
  }

  /** How it runs there. */
  static Properties settings(String kafka, String environment, String directory) {
    Properties settings = new Properties();
    settings.putAll(
        Map.of(
            StreamsConfig.BOOTSTRAP_SERVERS_CONFIG,
            kafka,
            StreamsConfig.APPLICATION_ID_CONFIG,
            environment + "-relay",
            StreamsConfig.STATE_DIR_CONFIG,
            directory,
            StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
            StreamsConfig.AT_LEAST_ONCE,
            StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
            1_000,
            StreamsConfig.producerPrefix("linger.ms"),
            0,
            StreamsConfig.producerPrefix("acks"),
            "all"));
    return settings;
  }

  /** Sends a record under a number, which its copy has too; does not wait. */
  void send(int number) {
    byte[] key = Integer.toString(number).getBytes(UTF_8);
    Headers headers = SAMPLE.headers();
    var unused = producer.send(new ProducerRecord<>(in, null, null, key, SAMPLE.value(), headers));
  }

  /** Waits until all that was sent is stored. */
  void flush() {
    producer.flush();
  }

  @Override
  public void close() {
    producer.close();
  }
}
