// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.events.topics.Topics;
import dev.freshet.registry.Records;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;

class ViewTailTest {
  private static final TopicPartition REGISTRY = new TopicPartition(Topics.DEFAULT.registry(), 0);
  private static final TopicPartition HEARTBEATS =
      new TopicPartition(Topics.DEFAULT.heartbeats(), 0);
  private static final Instant NOON = Records.NOON;

  private final TimedConsumer consumer = new TimedConsumer();

  @Test
  void shouldReadTheWholeRegistryAndTheHeartbeatsOfTheLastMinute() {
    consumer.holds(REGISTRY, 3, 10);
    consumer.holds(HEARTBEATS, 0, 500);
    consumer.firstSince.put(NOON.minusSeconds(60).toEpochMilli(), 440L);

    ViewTail tail = open();

    assertEquals(3, consumer.position(REGISTRY));
    assertEquals(440, consumer.position(HEARTBEATS));
    tail.close();
    assertTrue(consumer.closed());
  }

  @Test
  void shouldWaitForNewHeartbeatsWhereThereAreNoYoungOnes() {
    consumer.holds(REGISTRY, 0, 0);
    consumer.holds(HEARTBEATS, 0, 500);

    ViewTail tail = open();

    assertEquals(500, consumer.position(HEARTBEATS));
    tail.close();
  }

  @Test
  void shouldKnowUpToWhenItHasReadEverything() {
    consumer.holds(REGISTRY, 0, 2);
    consumer.holds(HEARTBEATS, 0, 0);
    try (ViewTail tail = open()) {
      assertTrue(tail.mark(NOON));
      poll(tail, 0);
      assertEquals(Optional.empty(), tail.reachedMark());
      // A later mark would never be reached if records came faster than they are read.
      assertTrue(tail.mark(NOON.plusSeconds(1)));

      poll(tail, 1);

      assertEquals(Optional.of(NOON), tail.reachedMark());
      assertEquals(Optional.empty(), tail.reachedMark());
      assertTrue(tail.mark(NOON.plusSeconds(2)));
      assertEquals(Optional.of(NOON.plusSeconds(2)), tail.reachedMark());
    }
  }

  @Test
  void shouldNotClaimToBeUpToDateWhileNoBrokerAnswers() {
    consumer.holds(REGISTRY, 0, 0);
    consumer.holds(HEARTBEATS, 0, 0);
    try (ViewTail tail = open()) {
      consumer.setOffsetsException(new TimeoutException("no broker"));

      assertFalse(tail.mark(NOON));

      assertEquals(Optional.empty(), tail.reachedMark());
    }
  }

  @Test
  void shouldNoticeThatNoBrokerAnswersWhileItHasNotReadEverything() {
    consumer.holds(REGISTRY, 0, 1);
    consumer.holds(HEARTBEATS, 0, 0);
    try (ViewTail tail = open()) {
      assertTrue(tail.mark(NOON));
      consumer.setOffsetsException(new TimeoutException("no broker"));

      assertFalse(tail.mark(NOON.plusSeconds(1)));

      poll(tail, 0);
      assertEquals(Optional.of(NOON), tail.reachedMark());
    }
  }

  @Test
  void shouldNameATopicThatIsMissing() {
    consumer.holds(REGISTRY, 0, 0);

    UnknownTopicOrPartitionException missing =
        assertThrows(UnknownTopicOrPartitionException.class, this::open);

    assertTrue(String.valueOf(missing.getMessage()).contains(Topics.DEFAULT.heartbeats()));
  }

  private ViewTail open() {
    return new ViewTail(consumer, Topics.DEFAULT, NOON);
  }

  private void poll(ViewTail tail, long offset) {
    consumer.addRecord(new ConsumerRecord<>(REGISTRY.topic(), 0, offset, null, null));
    assertEquals(1, tail.poll(Duration.ZERO).count());
  }

  /** Kafka's own stand-in, which knows no times. */
  private static final class TimedConsumer extends MockConsumer<byte[], byte[]> {
    private final Map<Long, Long> firstSince = new HashMap<>();

    private TimedConsumer() {
      super("none");
    }

    private void holds(TopicPartition partition, long beginning, long end) {
      updatePartitions(
          partition.topic(), List.of(new PartitionInfo(partition.topic(), 0, null, null, null)));
      updateBeginningOffsets(Map.of(partition, beginning));
      updateEndOffsets(Map.of(partition, end));
    }

    @Override
    public synchronized Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
        Map<TopicPartition, Long> times) {
      Map<TopicPartition, OffsetAndTimestamp> found = new HashMap<>();
      times.forEach(
          (partition, time) -> {
            Long offset = firstSince.get(time);
            found.put(partition, offset == null ? null : new OffsetAndTimestamp(offset, time));
          });
      return found;
    }
  }
}
