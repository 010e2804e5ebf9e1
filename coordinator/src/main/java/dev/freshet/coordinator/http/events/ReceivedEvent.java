// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.events;

import dev.freshet.events.cloudevents.EventEncoder;
import dev.freshet.events.topics.EventHeaders;
import java.util.Collections;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * An event as it came: good enough for every coordinator to decode. Immutable; the attributes and
 * the bytes are shared, and nobody changes them once they are here.
 *
 * @param attributes the CloudEvents attributes by their names, without that of the content type
 * @param contentType of the data
 * @param data a JSON object, or empty
 */
record ReceivedEvent(Map<String, String> attributes, String contentType, byte[] data) {
  private static final String PARTITION_KEY = "partitionkey";

  ReceivedEvent {
    attributes = Collections.unmodifiableMap(attributes);
  }

  /** The id, which every event has that came this far. */
  String id() {
    return attributes.getOrDefault("id", "");
  }

  /** Events of one key keep their order. */
  @Nullable String key() {
    String key = attributes.get(PARTITION_KEY);
    return key != null ? key : attributes.get("subject");
  }

  /**
   * The record to write.
   *
   * @param awaited whether somebody waits for the event to be applied
   */
  ProducerRecord<byte[], byte[]> toRecord(String topic, boolean awaited) {
    ProducerRecord<byte[], byte[]> record =
        EventEncoder.binary(topic, key(), attributes, contentType, data);
    if (awaited) {
      EventHeaders.await(record.headers());
    }
    return record;
  }
}
