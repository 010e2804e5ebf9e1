// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.rulesets;

import dev.freshet.events.wire.AvroCodec;
import dev.freshet.events.wire.RecordAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The rules topic as a table that is read, and changed in transactions. Blocks on the cluster and
 * the schema registry. One thread.
 */
final class RulesTopic implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration READ_LIMIT = Duration.ofMinutes(1);

  private final Cluster cluster;
  private final AvroCodec codec;
  private final String topic;
  private final Consumer<String, byte[]> consumer;

  RulesTopic(Cluster cluster, AvroCodec codec) {
    this.cluster = cluster;
    this.codec = codec;
    this.topic = cluster.topics().rules();
    this.consumer = cluster.consumer();
  }

  /**
   * All that was committed before the call. Waits for transactions that are underway.
   *
   * @throws TimeoutException if that takes longer than a minute
   */
  RulesTable read() {
    RulesTable table = new RulesTable();
    RuleRecordReader reader = new RuleRecordReader(codec, table);
    Map<TopicPartition, Long> ends = cluster.ends(topic);
    consumer.assign(ends.keySet());
    consumer.seekToBeginning(ends.keySet());
    long deadlineNanos = System.nanoTime() + READ_LIMIT.toNanos();
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      if (System.nanoTime() > deadlineNanos) {
        throw new TimeoutException(
            "topic " + topic + ": not read within " + READ_LIMIT + ", expected the ends " + ends);
      }
      consumer.poll(POLL).forEach(record -> read(record, reader));
    }
    return table;
  }

  private static void read(ConsumerRecord<String, byte[]> record, RuleRecordReader reader) {
    reader.read(
        new RecordAddress(record.topic(), record.partition(), record.offset()),
        record.key(),
        record.value());
  }

  /** Somebody else began to change rules meanwhile; nothing of ours was stored. */
  static final class FencedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private FencedException(Throwable cause) {
      super(cause);
    }
  }

  /**
   * Reads, decides and writes as one: nobody else writes between the reading and the writing.
   *
   * <p>Beginning fences off whoever else is between the two, and waits for the end of what that one
   * had begun. The transaction of one that was killed is aborted so, too. (Kafka documentation,
   * "Transactional Messaging"; KIP-98.)
   *
   * @param decision what to write, from what is there
   * @throws FencedException if another has begun meanwhile
   */
  Draft change(Function<RulesTable, Draft> decision) {
    try (Producer<String, byte[]> producer = cluster.producer()) {
      producer.initTransactions();
      Draft draft = decision.apply(read());
      // Encoded before, because the registry may let us wait.
      List<ProducerRecord<String, byte[]>> records = new ArrayList<>();
      draft.writes().forEach(write -> records.add(record(write)));
      if (!records.isEmpty()) {
        producer.beginTransaction();
        for (ProducerRecord<String, byte[]> record : records) {
          // The commit fails if any of them could not be written.
          Future<RecordMetadata> unused = producer.send(record);
        }
        producer.commitTransaction();
      }
      return draft;
    } catch (RuntimeException e) {
      throw isFencing(e) ? new FencedException(e) : e;
    }
  }

  private ProducerRecord<String, byte[]> record(Draft.Write write) {
    byte[] value = write.value() == null ? null : codec.encode(topic, write.value());
    return new ProducerRecord<>(topic, write.key(), value);
  }

  private static boolean isFencing(@Nullable Throwable failure) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      if (e instanceof ProducerFencedException || e instanceof InvalidProducerEpochException) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
