// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.log;

import dev.freshet.events.topics.CommandTopic;
import dev.freshet.events.topics.Topics;
import dev.freshet.events.values.LogIdentity;
import dev.freshet.events.values.Position;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The command log from its first record on: all partitions, assigned and not subscribed, because
 * every node needs every command and a group per node would leave ghosts.
 *
 * <p>For one thread, except {@link #wakeup}.
 */
final class LogTail implements AutoCloseable {
  /** Until the end is reached, which shows when nothing comes. */
  private static final Duration POLL = Duration.ofMillis(200);

  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(1);
  private static final Duration IDENTITY_CHECK = Duration.ofSeconds(2);

  private final Topics topics;
  private final Admin admin;
  private final Consumer<byte[], byte[]> consumer;
  private final LogIdentity identity;
  private final List<Position> starts;

  /** The ends of the partitions when they were last marked, of those that are not reached yet. */
  private final Map<TopicPartition, Long> marks = new HashMap<>();

  private final int[] leaderEpochs;
  private final IdentityWatch watch;

  private LogTail(Topics topics, Admin admin, Consumer<byte[], byte[]> consumer) {
    this.topics = topics;
    this.admin = admin;
    this.consumer = consumer;
    this.identity = CommandTopic.identify(admin, topics);
    this.leaderEpochs = new int[identity.partitions()];
    this.watch = new IdentityWatch(admin, topics, identity, IDENTITY_CHECK);
    this.starts = CommandTopic.starts(admin, topics, identity);
    consumer.assign(starts.stream().map(this::partition).toList());
    // Where the log was found to start, not where it starts by then: what retention deletes in
    // between must show as a position that is gone.
    starts.forEach(start -> consumer.seek(partition(start), start.offset()));
    markEnd();
  }

  private TopicPartition partition(Position position) {
    return new TopicPartition(topics.commands(), position.partition());
  }

  /**
   * Connects and seeks to the first record. Blocks on the cluster.
   *
   * @throws org.apache.kafka.common.KafkaException if the cluster or the topic is not there
   */
  static LogTail open(NodeSettings settings) {
    Admin admin = Admin.create(Map.copyOf(settings.clientConfig("admin")));
    try {
      return open(settings, admin);
    } catch (RuntimeException e) {
      admin.close(Duration.ZERO);
      throw e;
    }
  }

  private static LogTail open(NodeSettings settings, Admin admin) {
    Map<String, Object> config = new HashMap<>(settings.clientConfig("follower"));
    // A position that the log does not have must show: seeking elsewhere would skip commands.
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
    Consumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    try {
      return new LogTail(settings.topics(), admin, consumer);
    } catch (RuntimeException e) {
      consumer.close();
      throw e;
    }
  }

  LogIdentity identity() {
    return identity;
  }

  /** The last record before the start of each partition that has lost records there. */
  List<Position> lost() {
    return starts.stream()
        .filter(start -> start.offset() > 0)
        .map(start -> new Position(start.partition(), start.leaderEpoch(), start.offset() - 1))
        .toList();
  }

  /**
   * The next records, each partition's in order; none if there is nothing new for a while.
   *
   * @throws LogChangedException if the log is no longer the one that was opened
   * @throws org.apache.kafka.common.KafkaException if the position is not in the log any more
   */
  ConsumerRecords<byte[], byte[]> poll() {
    watch.check();
    // Records end a wait at once; one that ends without any costs as much as if some had come.
    return consumer.poll(marks.isEmpty() ? watch.rest() : POLL);
  }

  /**
   * The leader epoch of a record.
   *
   * @throws LogChangedException if it is older than that of a record before: then this is a new log
   *     under the old name
   */
  int leaderEpoch(ConsumerRecord<byte[], byte[]> record) {
    int epoch = record.leaderEpoch().orElse(0);
    if (epoch < leaderEpochs[record.partition()]) {
      throw new LogChangedException(
          topics.commands()
              + ": leader epoch of partition "
              + record.partition()
              + " went back, found "
              + epoch
              + ", expected at least "
              + leaderEpochs[record.partition()]);
    }
    leaderEpochs[record.partition()] = epoch;
    return epoch;
  }

  /** Whether the cluster answers. */
  boolean isAnswered() {
    return watch.isAnswered();
  }

  /** Marks where the log ends now; done first when it is opened. Blocks on the cluster. */
  final void markEnd() {
    marks.putAll(consumer.endOffsets(consumer.assignment()));
  }

  /** Whether everything that stood in the log when its end was marked has been polled. */
  boolean isAtMark() {
    marks.entrySet().removeIf(mark -> consumer.position(mark.getKey()) >= mark.getValue());
    return marks.isEmpty();
  }

  /** Makes a poll that waits, or the next one, throw; for any thread. */
  void wakeup() {
    consumer.wakeup();
  }

  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(CLOSE_WITHIN));
    admin.close(CLOSE_WITHIN);
  }
}
