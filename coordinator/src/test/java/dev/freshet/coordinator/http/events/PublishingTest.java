// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.coordinator.http.log.LogWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class PublishingTest {
  private final AtomicInteger tried = new AtomicInteger();
  private final MockProducer<byte[], byte[]> producer =
      new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()) {
        @Override
        public synchronized Future<RecordMetadata> send(
            ProducerRecord<byte[], byte[]> record, Callback callback) {
          tried.incrementAndGet();
          return super.send(record, callback);
        }
      };

  private Publishing publish(int events) {
    List<EventReading> readings = new ArrayList<>();
    IntStream.range(0, events)
        .forEach(
            number ->
                readings.add(
                    new EventReading.Good(
                        new ReceivedEvent(
                            Map.of("id", "e" + number), "application/json", new byte[0]))));
    return Publishing.begin(new LogWriter(producer), "events", readings, false);
  }

  @Test
  void shouldNotWaitForKafkaOnceMoreForEachEventWhileItIsAway() {
    producer.sendException = new TimeoutException("no metadata after 2000 ms");

    List<BatchItem> items = publish(1_000).items();

    assertEquals(1, tried.get());
    assertEquals(1_000, items.size());
    assertTrue(
        items.stream().allMatch(item -> item.status() == 503 && item instanceof BatchItem.Refused));
    assertEquals(
        "event e999: not tried, event e0: no metadata after 2000 ms",
        ((BatchItem.Refused) items.get(999)).toJson().getString("detail"));
  }

  @Test
  void shouldTryEachEventWhenOneIsRefusedForItself() {
    producer.sendException = new RecordTooLargeException("too large");

    List<BatchItem> items = publish(3).items();

    assertEquals(3, tried.get());
    assertTrue(items.stream().allMatch(item -> item.status() == 413), items::toString);
  }
}
