// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.rulesets;

import dev.freshet.events.wire.AvroCodec;
import dev.freshet.events.wire.RecordAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The rules topic as a table that is read, and changed in transactions. Blocks on the cluster and
 * the schema registry. One thread.
 */
final class RulesTopic implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration READ_LIMIT = Duration.ofMinutes(1);

  /** A transaction that failed is ended by the next publisher, or by its timeout. */
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(1);

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

  /** Somebody else began to change rules meanwhile; what we had begun may be stored or not. */
  static final class FencedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable Draft begun;

    private FencedException(Throwable cause, @Nullable Draft begun) {
      super(cause);
      this.begun = begun;
    }

    /** The same decision, unless what it led to the last time turns out to be stored. */
    Function<RulesTable, Draft> again(Function<RulesTable, Draft> decision) {
      return table -> begun != null && table.holds(begun) ? begun : decision.apply(table);
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
   * @throws RecordTooLargeException if a text is too long for the topic; nothing was stored
   */
  Draft change(Function<RulesTable, Draft> decision) {
    Producer<String, byte[]> producer = cluster.producer();
    Draft draft = null;
    try {
      producer.initTransactions();
      RulesTable table = read();
      draft = decision.apply(table);
      if (!table.holds(draft)) {
        // Encoded before, because the registry may let us wait.
        write(producer, draft.writes().stream().map(this::record).toList());
      }
      return draft;
    } catch (RuntimeException e) {
      throw isFenced(e) ? new FencedException(e, draft) : e;
    } finally {
      producer.close(LONGEST_CLOSE);
    }
  }

  /**
   * What is seen depends on when the other came: before we wrote, while we did, or after it had
   * ended our transaction for us. In between, brokers fail on the commit with an error for which
   * the client has no class and no cause (seen with Kafka 4.3.1): then only reading tells whether
   * it was stored.
   */
  private static boolean isFenced(RuntimeException e) {
    return isCausedBy(ProducerFencedException.class, e)
        || isCausedBy(InvalidProducerEpochException.class, e)
        || isCausedBy(InvalidTxnStateException.class, e)
        || (e.getClass() == KafkaException.class && e.getCause() == null);
  }

  private void write(
      Producer<String, byte[]> producer, List<ProducerRecord<String, byte[]>> records) {
    producer.beginTransaction();
    for (ProducerRecord<String, byte[]> record : records) {
      // The commit fails if any of them could not be written.
      Future<RecordMetadata> unused = producer.send(record);
    }
    try {
      producer.commitTransaction();
    } catch (KafkaException e) {
      throw isCausedBy(RecordTooLargeException.class, e) ? tooLarge(records, e) : e;
    }
  }

  private RecordTooLargeException tooLarge(
      List<ProducerRecord<String, byte[]>> records, KafkaException cause) {
    ProducerRecord<String, byte[]> largest =
        Collections.max(records, Comparator.comparingInt(RulesTopic::bytes));
    return new RecordTooLargeException(
        "rules: "
            + largest.key()
            + " has "
            + bytes(largest)
            + " bytes, more than topic "
            + topic
            + " takes even when compressed, nothing was stored; split the set, or raise the"
            + " topic's max.message.bytes",
        cause);
  }

  private static int bytes(ProducerRecord<String, byte[]> record) {
    return record.value() == null ? 0 : record.value().length;
  }

  private ProducerRecord<String, byte[]> record(Draft.Write write) {
    byte[] value = write.value() == null ? null : codec.encode(topic, write.value());
    return new ProducerRecord<>(topic, write.key(), value);
  }

  private static boolean isCausedBy(Class<? extends KafkaException> type, Throwable failure) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      if (type.isInstance(e)) {
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
