// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.freshet.events.avro.ProgressMarker;
import dev.freshet.events.topics.Topics;
import dev.freshet.events.wire.AvroCodec;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class LogRecordDecoderTest {
  private static final String TOPIC = Topics.DEFAULT.commands();

  private final AvroCodec avro = AvroCodec.forRegistry("mock://" + UUID.randomUUID());
  private final LogRecordDecoder decoder = new LogRecordDecoder(avro);

  @Test
  void shouldDecodeCopiesOfAMarkerOnce() {
    LogRecord first = decoder.decode(record(0, "m|0_0", marker(1)));

    assertSame(first, decoder.decode(record(1, "m|0_0", marker(1))));
  }

  @Test
  void shouldTellMarkersOfATaskApart() {
    assertEquals(1, writtenAtMs("m|0_0", 1));
    assertEquals(2, writtenAtMs("m|0_0", 2));
    assertEquals(1, writtenAtMs("m|0_0", 1));
  }

  @Test
  void shouldKeepUpWithAnyNumberOfTasks() {
    for (int task = 0; task < 1_000; task++) {
      assertEquals(task, writtenAtMs("m|0_" + task, task));
    }
  }

  private long writtenAtMs(String key, long atMs) {
    LogRecord decoded = decoder.decode(record(0, key, marker(atMs)));
    return assertInstanceOf(LogRecord.Marker.class, decoded).content().getWrittenAtMs();
  }

  private static ProgressMarker marker(long writtenAtMs) {
    return new ProgressMarker("0_0", List.of(), List.of(), writtenAtMs, false);
  }

  private ConsumerRecord<byte[], byte[]> record(int partition, String key, ProgressMarker marker) {
    return new ConsumerRecord<>(
        TOPIC, partition, 0, key.getBytes(UTF_8), avro.encode(TOPIC, marker));
  }
}
