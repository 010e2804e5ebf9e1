// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.events.avro.DrainOrder;
import dev.freshet.events.avro.Heartbeat;
import dev.freshet.events.avro.Registration;
import dev.freshet.events.avro.RegistryEntry;
import dev.freshet.events.wire.RecordAddress;
import dev.freshet.registry.MemberId;
import dev.freshet.registry.RegistryKeys;
import dev.freshet.registry.keeping.Registry;
import dev.freshet.registry.keeping.RegistryChange;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Reads what comes in and tells the registry. Waits for the schema registry; stateless. */
final class Inbox {
  private final RegistryParts parts;

  Inbox(RegistryParts parts) {
    this.parts = parts;
  }

  /**
   * Tells the registry of a record.
   *
   * @throws dev.freshet.events.wire.UndecodableRecordException if it cannot be decoded
   * @throws MalformedRecordException if it is not what its topic holds
   */
  List<RegistryChange> take(Registry registry, RecordAddress from, Record<byte[], byte[]> record) {
    String key = key(from, record.key());
    if (from.topic().equals(parts.topics().heartbeats())) {
      Heartbeat heartbeat = decode(from, record.value(), Heartbeat.class);
      requireKey(from, key, () -> MemberId.of(heartbeat).toString());
      return registry.heard(heartbeat, Instant.ofEpochMilli(record.timestamp()), parts.now());
    }
    return RegistryKeys.isDrain(key)
        ? drain(registry, from, key, record.value())
        : registration(registry, from, key, record);
  }

  private List<RegistryChange> registration(
      Registry registry, RecordAddress from, String key, Record<byte[], byte[]> record) {
    if (record.value() == null) {
      // Our own tombstones say nothing new, and may stand behind a registration that came since.
      return record.headers().lastHeader(Outbox.FORGOTTEN_HEADER) == null
          ? registry.left(id(from, key), incarnation(record.headers()), parts.now())
          : List.of();
    }
    Registration registration = decode(from, record.value(), Registration.class);
    requireKey(from, key, () -> MemberId.of(registration).toString());
    return registry.registered(registration, parts.now());
  }

  private List<RegistryChange> drain(
      Registry registry, RecordAddress from, String key, byte @Nullable [] value) {
    if (value == null) {
      return registry.drainLifted(legal(from, () -> RegistryKeys.drained(key)), parts.now());
    }
    DrainOrder order = decode(from, value, DrainOrder.class);
    requireKey(
        from, key, () -> RegistryKeys.drain(new MemberId(order.getService(), order.getInstance())));
    return registry.drain(order, parts.now());
  }

  private static @Nullable String incarnation(Headers headers) {
    Header header = headers.lastHeader(RegistryKeys.INCARNATION_HEADER);
    return header == null ? null : new String(header.value(), UTF_8);
  }

  private static String key(RecordAddress from, byte @Nullable [] key) {
    if (key == null) {
      throw new MalformedRecordException(from + ": found no key, expected service/instance");
    }
    return new String(key, UTF_8);
  }

  /** Compaction goes by the key: one that is wrong would delete what belongs to another. */
  private static void requireKey(RecordAddress from, String key, Supplier<String> expected) {
    String right = legal(from, expected);
    if (!key.equals(right)) {
      throw new MalformedRecordException(from + ": found key " + key + ", expected " + right);
    }
  }

  private static MemberId id(RecordAddress from, String text) {
    return legal(from, () -> MemberId.parse(text));
  }

  private static <T> T legal(RecordAddress from, Supplier<T> part) {
    try {
      return part.get();
    } catch (IllegalArgumentException e) {
      throw new MalformedRecordException(from + ": " + e.getMessage(), e);
    }
  }

  /** An entry that this or another observer has left in the store. */
  RegistryEntry entry(byte[] value) {
    return decode(new RecordAddress(parts.topics().registry(), 0, 0), value, RegistryEntry.class);
  }

  private <T extends SpecificRecord> T decode(
      RecordAddress from, byte @Nullable [] value, Class<T> type) {
    return parts.patience().untilAnswered(() -> parts.codec().decode(from, value, type));
  }
}
