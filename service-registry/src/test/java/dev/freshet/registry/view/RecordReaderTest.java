// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.events.avro.ObserverStatus;
import dev.freshet.events.topics.Topics;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.events.wire.RegistryUnavailableException;
import dev.freshet.registry.MemberId;
import dev.freshet.registry.MemberView;
import dev.freshet.registry.Records;
import dev.freshet.registry.RegistryKeys;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordReaderTest {
  private static final String REGISTRY = Topics.DEFAULT.registry();
  private static final String HEARTBEATS = Topics.DEFAULT.heartbeats();
  private static final MemberId MEMBER = Records.member("p-1");
  private static final Instant STORED = Records.NOON.plusSeconds(7);

  private final AvroCodec codec = AvroCodec.forRegistry("mock://record-reader");
  private final Unreadable unreadable = new Unreadable();
  private final RecordReader reader = new RecordReader(Topics.DEFAULT, codec, unreadable);
  private final ViewTable table = new ViewTable();

  @Test
  void shouldReadEntriesHeartbeatsAndTheObserver() {
    read(REGISTRY, MEMBER.toString(), Records.entry("p-1", "first"));
    read(HEARTBEATS, MEMBER.toString(), Records.heartbeat("p-1", "first", 1));
    read(REGISTRY, RegistryKeys.OBSERVER, new ObserverStatus("c-1", false, 0L, ""));

    MemberView member = table.snapshot().find(MEMBER).orElseThrow();
    assertEquals(Records.entry("p-1", "first"), member.entry());
    assertEquals(Optional.of(STORED), member.heard().map(MemberView.Heard::storedAt));
    assertTrue(table.snapshot().observer().isPresent());
  }

  @Test
  void shouldTakeTombstonesForWhatTheyAre() {
    read(REGISTRY, MEMBER.toString(), Records.entry("p-1", "first"));
    read(REGISTRY, RegistryKeys.OBSERVER, new ObserverStatus("c-1", false, 0L, ""));

    read(REGISTRY, MEMBER.toString(), null);
    read(REGISTRY, RegistryKeys.OBSERVER, null);

    assertEquals(Map.of(), table.snapshot().members());
    assertEquals(Optional.empty(), table.snapshot().observer());
  }

  @Test
  void shouldCountWhatCannotBeReadByWhatIsWrong() {
    readBytes(HEARTBEATS, MEMBER.toString(), new byte[] {1, 2, 3});
    readBytes(HEARTBEATS, MEMBER.toString(), new byte[] {1, 2, 3});
    readBytes(HEARTBEATS, MEMBER.toString(), null);
    read(HEARTBEATS, "no member", Records.heartbeat("p-1", "first", 1));
    read(HEARTBEATS, null, Records.heartbeat("p-1", "first", 1));
    read(REGISTRY, MEMBER.toString(), Records.heartbeat("p-1", "first", 1));

    assertEquals(
        Map.of(
            HEARTBEATS + " not-avro", 2L,
            HEARTBEATS + " empty", 1L,
            HEARTBEATS + " invalid-attribute", 2L,
            REGISTRY + " malformed", 1L),
        unreadable.counts());
    assertEquals(Map.of(), table.snapshot().members());
  }

  @Test
  void shouldNotTakeAnAbsentSchemaRegistryForABadRecord() {
    byte[] framed = codec.encode(HEARTBEATS, Records.heartbeat("p-1", "first", 1));
    try (AvroCodec unreachable =
        AvroCodec.forRegistry("http://127.0.0.1:1", Map.of("max.retries", 0))) {
      RecordReader cutOff = new RecordReader(Topics.DEFAULT, unreachable, unreadable);

      assertThrows(
          RegistryUnavailableException.class,
          () -> cutOff.read(record(HEARTBEATS, MEMBER.toString(), framed), table));
    }
    assertEquals(Map.of(), unreadable.counts());
  }

  private void read(String topic, @Nullable String key, @Nullable SpecificRecord value) {
    readBytes(topic, key, value == null ? null : codec.encode(topic, value));
  }

  private void readBytes(String topic, @Nullable String key, byte @Nullable [] value) {
    reader.read(record(topic, key, value), table);
  }

  private static ConsumerRecord<byte[], byte[]> record(
      String topic, @Nullable String key, byte @Nullable [] value) {
    return new ConsumerRecord<>(
        topic,
        0,
        5,
        STORED.toEpochMilli(),
        TimestampType.LOG_APPEND_TIME,
        -1,
        -1,
        key == null ? null : key.getBytes(StandardCharsets.UTF_8),
        value,
        new RecordHeaders(),
        Optional.empty());
  }
}
