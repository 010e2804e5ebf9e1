// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.log;

import dev.freshet.events.avro.InvalidationCommand;
import dev.freshet.events.avro.ProgressMarker;
import dev.freshet.events.values.Target;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.events.wire.RecordAddress;
import dev.freshet.events.wire.UndecodableRecordException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Says what a record of the command log is; never fails for what a record holds. For one thread.
 */
final class LogRecordDecoder {
  /** More than tasks that write markers; where there are more still, some are decoded again. */
  private static final int MOST_MARKERS = 256;

  private final AvroCodec avro;

  /** The last marker of each task, by its key: most are copies in other command partitions. */
  private final Map<String, Known> markers = new HashMap<>();

  private record Known(byte[] bytes, LogRecord.Marker marker) {}

  LogRecordDecoder(AvroCodec avro) {
    this.avro = avro;
  }

  /**
   * Decodes one record.
   *
   * @throws dev.freshet.events.wire.RegistryUnavailableException if the registry cannot be asked
   *     now
   */
  LogRecord decode(ConsumerRecord<byte[], byte[]> record) {
    if (record.key() == null) {
      return new LogRecord.Unreadable("found no key, expected a target");
    }
    String key = new String(record.key(), StandardCharsets.UTF_8);
    Known known = markers.get(key);
    if (known != null && Arrays.equals(known.bytes(), record.value())) {
      return known.marker();
    }
    try {
      SpecificRecord content =
          avro.decode(
              new RecordAddress(record.topic(), record.partition(), record.offset()),
              record.value());
      if (content instanceof ProgressMarker marker) {
        return remembered(key, record.value(), new LogRecord.Marker(marker));
      }
      return content instanceof InvalidationCommand command
          ? command(key, command)
          : new LogRecord.Unreadable("found a " + content.getSchema().getFullName());
    } catch (UndecodableRecordException | IllegalArgumentException e) {
      return new LogRecord.Unreadable(String.valueOf(e.getMessage()));
    }
  }

  private LogRecord remembered(String key, byte[] bytes, LogRecord.Marker marker) {
    if (markers.size() >= MOST_MARKERS) {
      markers.clear();
    }
    markers.put(key, new Known(bytes, marker));
    return marker;
  }

  /** The key decides the partition, so a command under another target's key has no order. */
  private static LogRecord command(String key, InvalidationCommand command) {
    return key.equals(command.getTarget())
        ? new LogRecord.Command(Target.parse(key), command)
        : new LogRecord.Unreadable(
            "found key '" + key + "', expected the command's target " + command.getTarget());
  }
}
