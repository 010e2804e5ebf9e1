// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.harness.stack;

import dev.freshet.events.EventPublisher;
import dev.freshet.events.topics.Topics;
import dev.freshet.stack.EmbeddedKafka;
import dev.freshet.stack.LocalSchemaRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Kafka, a schema registry, and what is started on them; ends with all of it. Each environment has
 * a coordinator of its own. For one thread, but what it says otherwise of.
 */
public final class Stack implements AutoCloseable {
  private final Deque<Runnable> open = new ConcurrentLinkedDeque<>();
  private final String kafka;
  private final Path directory;
  private final LocalSchemaRegistry registry;

  /** With a Kafka of its own. */
  public Stack() {
    this(EmbeddedKafka.start());
  }

  /** On this Kafka, which ends with it. */
  public Stack(EmbeddedKafka kafka) {
    this(kafka.bootstrapServers(), kafka.dataDirectory());
    open.addLast(kafka::close);
  }

  /**
   * On a Kafka of the caller's.
   *
   * @param directory for files, which the caller deletes afterwards
   */
  public Stack(String bootstrapServers, Path directory) {
    this.kafka = bootstrapServers;
    this.directory = directory;
    this.registry = LocalSchemaRegistry.start();
    open.push(registry::close);
  }

  /** Starts a coordinator of an environment, which makes its topics. */
  public Server coordinator(Topics topics, String... jvmOptions) {
    return start(List.of(jvmOptions), CoordinatorServer.class, topics, state(topics).toString());
  }

  /** Starts a coordinator of an environment that tells no progress, and that is hardly heard. */
  public Server muteCoordinator(Topics topics, String... jvmOptions) {
    return start(
        List.of(jvmOptions),
        CoordinatorServer.class,
        topics,
        state(topics).toString(),
        CoordinatorServer.MUTE);
  }

  /** Among the records, so that it goes with them. */
  private Path state(Topics topics) {
    return directory.resolve(topics.environment() + "-state");
  }

  /**
   * Starts another program; its arguments are Kafka, the schema registry, the environment and a
   * directory for its files.
   */
  public Server start(Class<?> main, Topics topics) {
    return start(List.of(), main, topics, state(topics).toString());
  }

  /**
   * Starts another program; its arguments are Kafka, the schema registry, the environment, and more
   * of its own. For any thread.
   */
  public Server start(List<String> jvmOptions, Class<?> main, Topics topics, String... more) {
    List<String> arguments = new ArrayList<>();
    arguments.add(kafka);
    arguments.add(registry.url());
    arguments.add(topics.environment());
    arguments.addAll(List.of(more));
    Server server = Server.start(jvmOptions, main, arguments.toArray(String[]::new));
    open.push(server::close);
    return server;
  }

  /** How Kafka's clients reach it. */
  public Map<String, Object> kafkaClient() {
    return Map.of("bootstrap.servers", bootstrapServers());
  }

  /** Where Kafka is. */
  public String bootstrapServers() {
    return kafka;
  }

  /** A producer with its own settings; the caller closes it. */
  public Producer<byte[], byte[]> producer() {
    return new KafkaProducer<>(kafkaClient(), new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** A publisher with its own settings; ends with the stack. */
  public EventPublisher publisher(Topics topics) {
    EventPublisher publisher =
        EventPublisher.builder(kafka).environment(topics.environment()).build();
    open.push(publisher::close);
    return publisher;
  }

  /** Where the schema registry is. */
  public String registryUrl() {
    return registry.url();
  }

  @Override
  public void close() {
    open.forEach(Runnable::run);
    open.clear();
  }
}
