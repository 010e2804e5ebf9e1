// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.coordinator.replay.TopicReader;
import dev.freshet.events.avro.CacheStateEvent;
import dev.freshet.events.avro.InvalidationCommand;
import dev.freshet.events.topics.Topics;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.events.wire.RecordAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/** What stands on the topics of commands and of reports. Belongs to one thread. */
final class CommandsAndReports implements AutoCloseable {
  private final TopicReader reader;
  private final AvroCodec codec;
  private final Topics topics;

  CommandsAndReports(String kafka, AvroCodec codec, Topics topics) {
    this.reader = new TopicReader(Map.of("bootstrap.servers", kafka));
    this.codec = codec;
    this.topics = topics;
  }

  /** The reason of the command at a place; null if there is none. */
  String reasonOf(int partition, long offset) {
    List<String> found = new ArrayList<>();
    reader.since(
        List.of(topics.commands()),
        Instant.EPOCH,
        record -> {
          if (record.partition() == partition && record.offset() == offset) {
            RecordAddress at = new RecordAddress(record.topic(), partition, offset);
            InvalidationCommand command =
                codec.decode(at, record.value(), InvalidationCommand.class);
            found.add(command.getReason().orElse(""));
          }
        });
    return String.join("; ", found);
  }

  /** The kinds of the reports about a subject. */
  List<String> reports(String subject) {
    List<String> kinds = new ArrayList<>();
    reader.since(
        List.of(topics.cacheState()),
        Instant.EPOCH,
        record -> {
          if (subject.equals(new String(record.key(), UTF_8))) {
            RecordAddress at =
                new RecordAddress(record.topic(), record.partition(), record.offset());
            CacheStateEvent event = codec.decode(at, record.value(), CacheStateEvent.class);
            kinds.add(((SpecificRecord) event.getDetails()).getSchema().getName());
          }
        });
    return kinds;
  }

  @Override
  public void close() {
    reader.close();
  }
}
