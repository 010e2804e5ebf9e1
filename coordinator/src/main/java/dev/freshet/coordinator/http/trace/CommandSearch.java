// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.trace;

import dev.freshet.coordinator.replay.TopicReader;
import dev.freshet.events.avro.Cause;
import dev.freshet.events.avro.InvalidationCommand;
import dev.freshet.events.values.Receipt;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.events.wire.RecordAddress;
import dev.freshet.events.wire.UndecodableRecordException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Looks for the commands that an event caused. Belongs to one thread; blocks. */
final class CommandSearch {
  /** Times of events are those of their publishers, times of commands those of brokers. */
  private static final Duration SLACK = Duration.ofMinutes(5);

  private final TopicReader reader;
  private final AvroCodec codec;
  private final String topic;

  CommandSearch(TopicReader reader, AvroCodec codec, String topic) {
    this.reader = reader;
    this.codec = codec;
    this.topic = topic;
  }

  /** A command where it stands. */
  record FoundCommand(InvalidationCommand command, Cause cause, Receipt at, Instant storedAt) {}

  /**
   * The commands, as far as they are not compacted away.
   *
   * @param found takes them
   * @return whether all of the log was looked at
   */
  boolean find(FoundEvent event, Instant now, Budget budget, List<FoundCommand> found) {
    byte[] id = event.event().id().getBytes(StandardCharsets.UTF_8);
    return reader.between(
        List.of(topic),
        event.storedAt().minus(SLACK),
        now.plus(SLACK),
        record -> {
          if (record.value() != null && holds(record.value(), id)) {
            decode(record)
                .filter(one -> isCausedBy(one.cause(), event.receipt()))
                .ifPresent(found::add);
          }
          return budget.spend();
        });
  }

  /** Avro writes texts as they are: what does not hold the id need not be decoded. */
  static boolean holds(byte[] value, byte[] id) {
    for (int start = 0; start <= value.length - id.length; start++) {
      int length = 0;
      while (length < id.length && value[start + length] == id[length]) {
        length++;
      }
      if (length == id.length) {
        return true;
      }
    }
    return false;
  }

  private Optional<FoundCommand> decode(ConsumerRecord<byte[], byte[]> record) {
    RecordAddress address = new RecordAddress(record.topic(), record.partition(), record.offset());
    try {
      return codec.decode(address, record.value()) instanceof InvalidationCommand command
          ? command
              .getCause()
              .map(
                  cause ->
                      new FoundCommand(
                          command,
                          cause,
                          new Receipt(record.topic(), record.partition(), record.offset()),
                          Instant.ofEpochMilli(record.timestamp())))
          : Optional.empty();
    } catch (UndecodableRecordException e) {
      // Nodes report it, and take everything for stale.
      return Optional.empty();
    }
  }

  private static boolean isCausedBy(Cause cause, Receipt event) {
    return cause.getTopic().equals(event.topic())
        && cause.getPartition() == event.partition()
        && cause.getOffset() == event.offset();
  }
}
