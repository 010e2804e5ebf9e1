// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.log;

import dev.freshet.events.avro.InvalidationCommand;
import dev.freshet.events.avro.ProgressMarker;
import dev.freshet.events.values.Target;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.events.wire.RecordAddress;
import dev.freshet.events.wire.UndecodableRecordException;
import java.nio.charset.StandardCharsets;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Says what a record of the command log is; never fails for what a record holds. */
final class LogRecordDecoder {
  private final AvroCodec avro;

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
    try {
      SpecificRecord content =
          avro.decode(
              new RecordAddress(record.topic(), record.partition(), record.offset()),
              record.value());
      if (content instanceof ProgressMarker marker) {
        return new LogRecord.Marker(marker);
      }
      return content instanceof InvalidationCommand command
          ? command(new String(record.key(), StandardCharsets.UTF_8), command)
          : new LogRecord.Unreadable("found a " + content.getSchema().getFullName());
    } catch (UndecodableRecordException | IllegalArgumentException e) {
      return new LogRecord.Unreadable(String.valueOf(e.getMessage()));
    }
  }

  /** The key decides the partition, so a command under another target's key has no order. */
  private static LogRecord command(String key, InvalidationCommand command) {
    return key.equals(command.getTarget())
        ? new LogRecord.Command(Target.parse(key), command)
        : new LogRecord.Unreadable(
            "found key '" + key + "', expected the command's target " + command.getTarget());
  }
}
