// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry.view;

import dev.freshet.events.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * The registry from its beginning and the heartbeats of the last minute, and then all that comes.
 * Knows up to when it has read all there is. Blocks on the cluster; for one thread, but for {@link
 * #wakeup}.
 */
final class ViewTail implements AutoCloseable {
  private static final Duration LOOK_BACK = Duration.ofMinutes(1);
  private static final Duration MARK_WITHIN = Duration.ofSeconds(1);
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(1);

  private final Consumer<byte[], byte[]> consumer;

  /** The ends of the partitions at the time of the mark that is not reached yet. */
  private final Map<TopicPartition, Long> marks = new HashMap<>();

  private @Nullable Instant markedAt;

  /** Takes over the consumer, and finds out where to read from. */
  ViewTail(Consumer<byte[], byte[]> consumer, Topics topics, Instant now) {
    this.consumer = consumer;
    List<TopicPartition> registry = partitions(topics.registry());
    List<TopicPartition> heartbeats = partitions(topics.heartbeats());
    List<TopicPartition> all = new ArrayList<>(registry);
    all.addAll(heartbeats);
    consumer.assign(all);
    consumer.seekToBeginning(registry);
    seek(heartbeats, now.minus(LOOK_BACK));
  }

  private List<TopicPartition> partitions(String topic) {
    List<PartitionInfo> found = consumer.partitionsFor(topic);
    if (found == null || found.isEmpty()) {
      throw new UnknownTopicOrPartitionException(
          "topic " + topic + ": found none, expected it; a coordinator makes it at its start");
    }
    return found.stream().map(info -> new TopicPartition(topic, info.partition())).toList();
  }

  /** Where nothing is that young, only what comes from now on is read. */
  private void seek(Collection<TopicPartition> partitions, Instant since) {
    Map<TopicPartition, Long> question = new HashMap<>();
    partitions.forEach(partition -> question.put(partition, since.toEpochMilli()));
    Map<TopicPartition, OffsetAndTimestamp> starts = consumer.offsetsForTimes(question);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    for (TopicPartition partition : partitions) {
      OffsetAndTimestamp start = starts.get(partition);
      consumer.seek(partition, start == null ? ends.getOrDefault(partition, 0L) : start.offset());
    }
  }

  ConsumerRecords<byte[], byte[]> poll(Duration patience) {
    return consumer.poll(patience);
  }

  /**
   * Asks where the partitions end now. That is the next mark, unless the last is not reached yet:
   * who reads more slowly than records come would else never reach any.
   *
   * @return whether brokers answered
   */
  boolean mark(Instant now) {
    try {
      Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment(), MARK_WITHIN);
      if (markedAt == null) {
        marks.putAll(ends);
        markedAt = now;
      }
      return true;
    } catch (TimeoutException e) {
      return false;
    }
  }

  /** The time of the last mark, once everything that was stored by then has been polled. */
  Optional<Instant> reachedMark() {
    if (markedAt == null) {
      return Optional.empty();
    }
    marks.entrySet().removeIf(mark -> consumer.position(mark.getKey()) >= mark.getValue());
    if (!marks.isEmpty()) {
      return Optional.empty();
    }
    Instant reached = markedAt;
    markedAt = null;
    return Optional.of(reached);
  }

  /** Makes a poll that waits, or the next one, throw; for any thread. */
  void wakeup() {
    consumer.wakeup();
  }

  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(CLOSE_WITHIN));
  }
}
