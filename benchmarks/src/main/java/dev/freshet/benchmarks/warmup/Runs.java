// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.warmup;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.benchmarks.harness.stack.Stack;
import dev.freshet.events.avro.RunState;
import dev.freshet.events.avro.StartRun;
import dev.freshet.events.avro.WarmupMessage;
import dev.freshet.events.avro.WarmupRun;
import dev.freshet.events.topics.Topics;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.events.wire.RecordAddress;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Orders warm-up runs and waits for their ends. For one thread. */
final class Runs implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Set<RunState> ENDS =
      EnumSet.of(RunState.DONE, RunState.FAILED, RunState.CANCELLED, RunState.SKIPPED);

  private final Topics topics;
  private final AvroCodec codec;
  private final Producer<byte[], byte[]> producer;
  private final Consumer<byte[], byte[]> status;

  Runs(Stack stack, Topics topics) {
    this.topics = topics;
    this.codec = AvroCodec.forRegistry(stack.registryUrl());
    this.producer = stack.producer();
    Map<String, Object> settings = new HashMap<>(stack.kafkaClient());
    this.status =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    TopicPartition only = new TopicPartition(topics.warmupStatus(), 0);
    status.assign(List.of(only));
    status.seekToEnd(List.of(only));
    long unused = status.position(only);
  }

  /** Has a job run with these keys, and waits until all are cached. */
  WarmupRun run(String ruleSet, String job, List<String> keys) throws Exception {
    String run = UUID.randomUUID().toString();
    WarmupMessage order =
        new WarmupMessage(
            "benchmark",
            System.currentTimeMillis(),
            new StartRun(run, ruleSet, job, keys, null, null));
    producer
        .send(
            new ProducerRecord<>(
                topics.warmupInbox(),
                run.getBytes(UTF_8),
                codec.encode(topics.warmupInbox(), order)))
        .get();
    WarmupRun ended = awaitEnd(run);
    long cached = ended.getLoaded() + ended.getPresent();
    if (ended.getState() != RunState.DONE || cached != keys.size()) {
      throw new IllegalStateException(
          "warm-up run: found %s, expected all of %d keys cached".formatted(ended, keys.size()));
    }
    return ended;
  }

  private WarmupRun awaitEnd(String run) {
    long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() - deadlineNanos < 0) {
      for (ConsumerRecord<byte[], byte[]> record : status.poll(Duration.ofMillis(100))) {
        WarmupRun said = decode(record);
        if (said.getRun().equals(run) && ENDS.contains(said.getState())) {
          return said;
        }
      }
    }
    throw new IllegalStateException("warm-up run: found no end of it after " + PATIENCE);
  }

  private WarmupRun decode(ConsumerRecord<byte[], byte[]> record) {
    RecordAddress from = new RecordAddress(record.topic(), record.partition(), record.offset());
    return codec.decode(from, record.value(), WarmupRun.class);
  }

  @Override
  public void close() {
    status.close();
    producer.close();
    codec.close();
  }
}
