// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;

/**
 * The yardstick: what the same path costs without Freshet. Topic to topic through a Kafka Streams
 * application that does nothing, with the settings of the coordinator, read by two plain consumers.
 * {@link #send} is for one thread.
 */
final class Relay implements AutoCloseable {
  private static final int CONSUMERS = 2;
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration START_TIMEOUT = Duration.ofSeconds(30);

  private final String in;
  private final String out;
  private final int partitions;
  private final long[] sentNanos;
  private final AtomicLongArray seen;
  private final AtomicLongArray arrivedNanos;
  private final CountDownLatch missing;
  private final KafkaStreams streams;
  private final KafkaProducer<byte[], byte[]> producer;
  private final List<KafkaConsumer<byte[], byte[]>> consumers = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private int sent;

  private Relay(String bootstrap, String environment, int partitions, int capacity, Path state) {
    this.in = environment + ".relay-in";
    this.out = environment + ".relay-out";
    this.partitions = partitions;
    this.sentNanos = new long[capacity];
    this.seen = new AtomicLongArray(capacity);
    this.arrivedNanos = new AtomicLongArray(capacity);
    this.missing = new CountDownLatch(capacity);
    this.streams = streams(bootstrap, environment, state);
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrap, "acks", "all", "linger.ms", 0),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /**
   * Starts the relay and waits until it runs.
   *
   * @param capacity how many records will be sent
   */
  static Relay start(String bootstrap, String environment, int partitions, int capacity, Path state)
      throws Exception {
    Relay relay = new Relay(bootstrap, environment, partitions, capacity, state);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(relay.in, partitions, (short) 1),
                  new NewTopic(relay.out, partitions, (short) 1)))
          .all()
          .get(START_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    }
    CountDownLatch running = new CountDownLatch(1);
    relay.streams.setStateListener(
        (now, before) -> {
          if (now == KafkaStreams.State.RUNNING) {
            running.countDown();
          }
        });
    relay.streams.start();
    for (int i = 0; i < CONSUMERS; i++) {
      relay.follow(bootstrap, i);
    }
    if (!running.await(START_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException("relay: not running within " + START_TIMEOUT);
    }
    return relay;
  }

  private KafkaStreams streams(String bootstrap, String environment, Path state) {
    StreamsBuilder topology = new StreamsBuilder();
    topology.stream(in, Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()))
        .to(out, Produced.with(Serdes.ByteArray(), Serdes.ByteArray()));
    Properties config = new Properties();
    config.putAll(
        Map.of(
            StreamsConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrap,
            StreamsConfig.APPLICATION_ID_CONFIG,
            environment + "-relay",
            StreamsConfig.STATE_DIR_CONFIG,
            state.toString(),
            StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
            1_000,
            StreamsConfig.producerPrefix("linger.ms"),
            0,
            StreamsConfig.consumerPrefix("auto.offset.reset"),
            "earliest"));
    return new KafkaStreams(topology.build(), config);
  }

  private void follow(String bootstrap, int number) {
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrap, "auto.offset.reset", "earliest"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    consumer.assign(
        IntStream.range(0, partitions).mapToObj(i -> new TopicPartition(out, i)).toList());
    Thread thread = new Thread(() -> read(consumer, 1L << number), "demo-relay-" + (number + 1));
    thread.setDaemon(true);
    consumers.add(consumer);
    threads.add(thread);
    thread.start();
  }

  private void read(KafkaConsumer<byte[], byte[]> consumer, long flag) {
    try (consumer) {
      while (missing.getCount() > 0) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          arrived(ByteBuffer.wrap(record.value()).getInt(), flag, System.nanoTime());
        }
      }
    } catch (WakeupException closing) {
      Thread.currentThread().interrupt();
    }
  }

  /** The consumer that completes the flags of a record is the later one. */
  private void arrived(int number, long flag, long nowNanos) {
    long all = (1L << CONSUMERS) - 1;
    long before = seen.getAndAccumulate(number, flag, (old, bit) -> old | bit);
    if (before != all && (before | flag) == all) {
      arrivedNanos.set(number, nowNanos);
      missing.countDown();
    }
  }

  /** Sends one record as large as an event. */
  void send(byte[] payload) {
    byte[] value =
        ByteBuffer.allocate(Integer.BYTES + payload.length).putInt(sent).put(payload).array();
    byte[] key = Integer.toString(sent).getBytes(UTF_8);
    sentNanos[sent++] = System.nanoTime();
    var unused = producer.send(new ProducerRecord<>(in, key, value));
  }

  /** Waits for all records; the latencies of those behind the first {@code skipped}. */
  Latencies await(int skipped, Duration timeout) throws InterruptedException {
    if (!missing.await(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new IllegalStateException(
          "relay: " + missing.getCount() + " records have not arrived within " + timeout);
    }
    Latencies latencies = new Latencies();
    for (int i = skipped; i < sent; i++) {
      latencies.add(arrivedNanos.get(i) - sentNanos[i]);
    }
    return latencies;
  }

  @Override
  public void close() {
    consumers.forEach(KafkaConsumer::wakeup);
    producer.close(Duration.ofSeconds(1));
    streams.close(Duration.ofSeconds(5));
  }
}
