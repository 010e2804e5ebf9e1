// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AsideTest {
  private static final String TOPIC = "commands";
  private static final TopicPartition ONE = new TopicPartition(TOPIC, 0);
  private static final TopicPartition TWO = new TopicPartition(TOPIC, 1);
  private static final TopicPartition INBOX = new TopicPartition("inbox", 0);

  /** Wants records with an offset that three divides. */
  private final Aside aside = new Aside(TOPIC, () -> record -> record.offset() % 3 == 0);

  private final AsideConsumer consumer =
      new AsideConsumer(Map.of("bootstrap.servers", "127.0.0.1:1"), aside);

  @AfterEach
  void close() {
    consumer.close();
  }

  @Test
  void shouldHandOnWhatIsWantedAndTheLastOfEachPartition() {
    Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> read = new LinkedHashMap<>();
    read.put(ONE, records(ONE, 2, 8));
    read.put(INBOX, records(INBOX, 0, 3));
    read.put(TWO, records(TWO, 4, 5));
    Map<TopicPartition, OffsetAndMetadata> next = Map.of(ONE, new OffsetAndMetadata(8));

    ConsumerRecords<byte[], byte[]> sifted = aside.sift(new ConsumerRecords<>(read, next));

    assertEquals(List.of(3L, 6L, 7L), offsets(sifted, ONE));
    assertEquals(List.of(0L, 1L, 2L), offsets(sifted, INBOX));
    assertEquals(List.of(4L), offsets(sifted, TWO));
    assertEquals(next, sifted.nextOffsets());
    assertEquals(7, aside.count(new ConsumerRecords<>(read, next)));
  }

  @Test
  void shouldRestFromTheTopicAloneAndAskForAllOfItAgain() {
    consumer.assign(List.of(ONE, TWO, INBOX));

    consumer.rest();
    assertEquals(Set.of(ONE, TWO), consumer.paused());

    consumer.resume(List.of(ONE));
    assertEquals(Set.of(ONE, TWO), consumer.paused(), "Streams says so after each record");

    consumer.look();
    assertEquals(Set.of(), consumer.paused());
  }

  @Test
  void shouldLeavePausedWhatStreamsHasPaused() {
    consumer.assign(List.of(ONE, TWO, INBOX));
    consumer.pause(List.of(ONE, INBOX));

    consumer.rest();
    consumer.pause(List.of(TWO));
    consumer.look();
    assertEquals(Set.of(ONE, TWO, INBOX), consumer.paused());

    consumer.resume(List.of(ONE, INBOX));
    assertEquals(Set.of(TWO), consumer.paused());
  }

  @Test
  void shouldForgetWhatWasTakenFromIt() {
    consumer.assign(List.of(ONE, TWO));
    consumer.rest();
    consumer.assign(List.of(TWO, INBOX));

    consumer.look();

    assertEquals(Set.of(), consumer.paused());
  }

  private static List<ConsumerRecord<byte[], byte[]>> records(
      TopicPartition partition, long from, long to) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (long offset = from; offset < to; offset++) {
      records.add(
          new ConsumerRecord<>(
              partition.topic(), partition.partition(), offset, new byte[0], new byte[0]));
    }
    return records;
  }

  private static List<Long> offsets(ConsumerRecords<byte[], byte[]> of, TopicPartition partition) {
    return of.records(partition).stream().map(ConsumerRecord::offset).toList();
  }
}
