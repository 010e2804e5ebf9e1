// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.warmup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.events.avro.WarmupPriority;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Against a consumer that does as that of Kafka 4.3.1 was seen to do. */
class ShareLaneTest {
  private static final int LOCK_MS = 30_000;

  private long nowNanos;

  /** Fetched ahead. */
  private final List<ConsumerRecord<byte[], byte[]>> fetched = new ArrayList<>();

  /** Given and not settled. */
  private final Map<Long, ConsumerRecord<byte[], byte[]>> given = new LinkedHashMap<>();

  private final Map<Long, AcknowledgeType> acknowledged = new LinkedHashMap<>();
  private final List<Long> locksLost = new ArrayList<>();
  private final List<String> sent = new ArrayList<>();
  private final ShareLane lane =
      new ShareLane(WarmupPriority.HIGH, "n1", consumer(), 2, () -> nowNanos);

  @Test
  void shouldGiveNothingNewUntilAllIsSettled() {
    fetched.addAll(records(0, 3));

    List<ConsumerRecord<byte[], byte[]>> first = lane.take();
    assertEquals(List.of(0L, 1L), offsets(first));
    assertEquals(List.of(), lane.take());
    lane.settle(first.get(0), AcknowledgeType.ACCEPT);
    assertEquals(List.of(), lane.take());
    assertFalse(lane.isEmpty());
    lane.flush();
    assertEquals(List.of("0 accept"), sent);
    lane.settle(first.get(1), AcknowledgeType.RELEASE);

    assertTrue(lane.isEmpty());
    assertEquals(List.of(2L), offsets(lane.take()));
    assertEquals(List.of("0 accept", "1 release"), sent);
  }

  @Test
  void shouldRenewInTimeAndTellWhatIsLost() {
    fetched.addAll(records(0, 2));
    List<ConsumerRecord<byte[], byte[]>> taken = lane.take();
    pass(Duration.ofSeconds(9));
    assertEquals(List.of(), List.copyOf(lane.renew()), "not yet");
    assertEquals(List.of(), sent);

    pass(Duration.ofSeconds(2));
    assertEquals(List.of(), List.copyOf(lane.renew()));
    assertEquals(List.of("0 renew", "1 renew"), sent);
    assertEquals(List.of(), lane.take(), "they were given before");

    pass(Duration.ofSeconds(11));
    locksLost.add(0L);
    assertEquals(List.of(taken.get(0)), List.copyOf(lane.renew()));
    lane.settle(taken.get(0), AcknowledgeType.ACCEPT);
    lane.settle(taken.get(1), AcknowledgeType.ACCEPT);
    lane.flush();

    assertEquals("1 accept", sent.get(sent.size() - 1));
    assertFalse(sent.contains("0 accept"), "it is somebody else's");
  }

  @Test
  void shouldNotGiveWhatHasLostItsLockWhileItLayHere() {
    fetched.addAll(records(0, 4));
    List<ConsumerRecord<byte[], byte[]>> first = lane.take();
    pass(Duration.ofSeconds(40));
    locksLost.add(2L);
    first.forEach(each -> lane.settle(each, AcknowledgeType.ACCEPT));

    assertEquals(List.of(3L), offsets(lane.take()));
  }

  @Test
  void shouldGiveBackWhatItHoldsWhenItIsClosed() {
    fetched.addAll(records(0, 2));
    lane.settle(lane.take().get(0), AcknowledgeType.ACCEPT);

    lane.close();

    assertEquals(List.of("0 accept", "1 release", "closed"), sent);
  }

  @Test
  void shouldCloseTheConsumerThoughATaskCannotBeGivenBack() {
    fetched.addAll(records(0, 2));
    assertEquals(2, lane.take().size());
    given.remove(0L);

    lane.close();

    assertEquals(List.of("1 release", "closed"), sent);
  }

  private void pass(Duration time) {
    nowNanos += time.toNanos();
  }

  private static List<ConsumerRecord<byte[], byte[]>> records(int from, int to) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int i = from; i < to; i++) {
      records.add(new ConsumerRecord<>("tasks", 0, i, new byte[0], new byte[0]));
    }
    return records;
  }

  private static List<Long> offsets(List<ConsumerRecord<byte[], byte[]>> records) {
    return records.stream().map(ConsumerRecord::offset).toList();
  }

  @SuppressWarnings("unchecked") // it is asked for records of bytes alone
  private ShareConsumer<byte[], byte[]> consumer() {
    return (ShareConsumer<byte[], byte[]>)
        Proxy.newProxyInstance(
            ShareConsumer.class.getClassLoader(),
            new Class<?>[] {ShareConsumer.class},
            (proxy, method, arguments) -> answer(method.getName(), arguments));
  }

  @SuppressWarnings("unchecked") // likewise
  private @Nullable Object answer(String method, Object[] arguments) {
    switch (method) {
      case "poll" -> {
        return poll();
      }
      case "acknowledge" ->
          acknowledge(
              (ConsumerRecord<byte[], byte[]>) arguments[0], (AcknowledgeType) arguments[1]);
      case "acquisitionLockTimeoutMs" -> {
        return Optional.of(LOCK_MS);
      }
      case "commitSync" -> {
        send();
        return Map.of();
      }
      case "commitAsync" -> send();
      case "close" -> {
        send();
        sent.add("closed");
      }
      default -> throw new UnsupportedOperationException(method);
    }
    return null;
  }

  private ConsumerRecords<byte[], byte[]> poll() {
    send();
    if (given.isEmpty()) {
      while (!fetched.isEmpty() && given.size() < 2) {
        ConsumerRecord<byte[], byte[]> next = fetched.remove(0);
        given.put(next.offset(), next);
      }
    }
    return given.isEmpty()
        ? ConsumerRecords.empty()
        : new ConsumerRecords<>(
            Map.of(new TopicPartition("tasks", 0), List.copyOf(given.values())), Map.of());
  }

  private void acknowledge(ConsumerRecord<byte[], byte[]> record, AcknowledgeType how) {
    if (!given.containsKey(record.offset())) {
      throw new IllegalStateException("The record cannot be acknowledged.");
    }
    acknowledged.put(record.offset(), how);
  }

  private void send() {
    acknowledged.forEach(
        (offset, how) -> {
          sent.add(offset + " " + how);
          if (how != AcknowledgeType.RENEW || locksLost.contains(offset)) {
            given.remove(offset);
          }
        });
    acknowledged.clear();
  }
}
