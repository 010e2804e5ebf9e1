// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.demo.purge;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.cli.CommandFailure;
import dev.freshet.cli.local.LocalStack;
import dev.freshet.events.avro.HotKeys;
import dev.freshet.events.avro.RunState;
import dev.freshet.events.avro.StartRun;
import dev.freshet.events.avro.WarmupMessage;
import dev.freshet.events.avro.WarmupRun;
import dev.freshet.events.topics.Topics;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.events.wire.RecordAddress;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Orders runs, and hears of runs and hot keys, as the API and its users do, on the topics. Hears
 * what is said from its start on. For one thread.
 */
final class WarmupTail implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(10);
  private static final Set<RunState> ENDS =
      EnumSet.of(RunState.DONE, RunState.FAILED, RunState.CANCELLED, RunState.SKIPPED);

  private final Topics topics;
  private final AvroCodec codec;
  private final KafkaProducer<byte[], byte[]> producer;
  private final KafkaConsumer<byte[], byte[]> consumer;

  WarmupTail(LocalStack stack) {
    topics = new Topics(stack.environment());
    codec = AvroCodec.forRegistry(stack.registry());
    Map<String, Object> client = Map.of("bootstrap.servers", stack.kafka());
    producer = new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer());
    consumer =
        new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    List<TopicPartition> all =
        List.of(
            new TopicPartition(topics.warmupStatus(), 0), new TopicPartition(topics.hotKeys(), 0));
    consumer.assign(all);
    consumer.seekToEnd(all);
    all.forEach(consumer::position);
  }

  /** Has a job run by hand with these keys. */
  void order(String run, String job, List<String> keys) throws InterruptedException {
    StartRun order = new StartRun(run, PriceRules.SET, job, keys, "demo", "all there are");
    WarmupMessage message = new WarmupMessage("demo", System.currentTimeMillis(), order);
    String inbox = topics.warmupInbox();
    try {
      producer
          .send(new ProducerRecord<>(inbox, run.getBytes(UTF_8), codec.encode(inbox, message)))
          .get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("run " + run + ": order not stored", e.getCause());
    }
  }

  /**
   * Waits for the end of a run.
   *
   * @param progress hears how the run is doing
   * @throws CommandFailure if that takes longer than {@code timeout}
   */
  WarmupRun awaitEnd(Predicate<WarmupRun> which, Consumer<WarmupRun> progress, Duration timeout) {
    long deadlineNanos = System.nanoTime() + timeout.toNanos();
    while (System.nanoTime() - deadlineNanos < 0) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        if (record.topic().equals(topics.warmupStatus()) && record.value() != null) {
          WarmupRun run = codec.decode(address(record), record.value(), WarmupRun.class);
          if (which.test(run)) {
            progress.accept(run);
            if (ENDS.contains(run.getState())) {
              return run;
            }
          }
        }
      }
    }
    throw new CommandFailure("demo: the warm-up run has not ended within " + timeout);
  }

  /**
   * Waits until so many nodes have said which keys of a region are hot.
   *
   * @throws CommandFailure if that takes longer than {@code timeout}
   */
  void awaitHotKeys(String region, int nodes, Duration timeout) {
    Set<String> heard = new HashSet<>();
    long deadlineNanos = System.nanoTime() + timeout.toNanos();
    while (heard.size() < nodes) {
      if (System.nanoTime() - deadlineNanos > 0) {
        throw new CommandFailure("demo: not all nodes have reported hot keys within " + timeout);
      }
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        if (record.topic().equals(topics.hotKeys()) && record.value() != null) {
          HotKeys report = codec.decode(address(record), record.value(), HotKeys.class);
          if (report.getRegion().equals(region)) {
            heard.add(report.getInstance());
          }
        }
      }
    }
  }

  private static RecordAddress address(ConsumerRecord<byte[], byte[]> record) {
    return new RecordAddress(record.topic(), record.partition(), record.offset());
  }

  @Override
  public void close() {
    consumer.close();
    producer.close();
    codec.close();
  }
}
