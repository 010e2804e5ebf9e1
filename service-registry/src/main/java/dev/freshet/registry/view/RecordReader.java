// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry.view;

import dev.freshet.events.avro.Heartbeat;
import dev.freshet.events.avro.ObserverStatus;
import dev.freshet.events.avro.RegistryEntry;
import dev.freshet.events.topics.Topics;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.events.wire.RecordAddress;
import dev.freshet.events.wire.UndecodableRecordException;
import dev.freshet.registry.MemberId;
import dev.freshet.registry.RegistryKeys;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Tells a table what a record says. What cannot be read is counted and passed over: one bad
 * heartbeat must not hide all others. For one thread.
 */
final class RecordReader {
  private final Topics topics;
  private final AvroCodec codec;
  private final Unreadable unreadable;

  RecordReader(Topics topics, AvroCodec codec, Unreadable unreadable) {
    this.topics = topics;
    this.codec = codec;
    this.unreadable = unreadable;
  }

  /**
   * Reads a record.
   *
   * @throws dev.freshet.events.wire.RegistryUnavailableException if its schema cannot be had now;
   *     the table is as before
   */
  void read(ConsumerRecord<byte[], byte[]> record, ViewTable table) {
    RecordAddress address = new RecordAddress(record.topic(), record.partition(), record.offset());
    try {
      String key = key(record, address);
      if (record.topic().equals(topics.heartbeats())) {
        Heartbeat heartbeat = codec.decode(address, record.value(), Heartbeat.class);
        table.heartbeat(owner(key, address), heartbeat, Instant.ofEpochMilli(record.timestamp()));
      } else if (key.equals(RegistryKeys.OBSERVER)) {
        table.observer(decode(address, record.value(), ObserverStatus.class));
      } else {
        table.entry(owner(key, address), decode(address, record.value(), RegistryEntry.class));
      }
    } catch (UndecodableRecordException e) {
      unreadable.count(record.topic() + " " + e.reason().code(), e);
    }
  }

  private static String key(ConsumerRecord<byte[], byte[]> record, RecordAddress address) {
    byte[] key = record.key();
    if (key == null) {
      throw invalid(address + ": found no key, expected service/instance", null);
    }
    return new String(key, StandardCharsets.UTF_8);
  }

  private static MemberId owner(String key, RecordAddress address) {
    try {
      return MemberId.parse(key);
    } catch (IllegalArgumentException e) {
      throw invalid(address + ": key: " + e.getMessage(), e);
    }
  }

  private static UndecodableRecordException invalid(String message, @Nullable Throwable cause) {
    return new UndecodableRecordException(
        UndecodableRecordException.Reason.INVALID_ATTRIBUTE, message, cause);
  }

  /** A tombstone is null. */
  private <T extends SpecificRecord> @Nullable T decode(
      RecordAddress address, byte @Nullable [] value, Class<T> type) {
    return value == null ? null : codec.decode(address, value, type);
  }
}
