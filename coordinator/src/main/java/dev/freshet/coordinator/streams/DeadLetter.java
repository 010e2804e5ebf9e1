// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.streams;

import dev.freshet.events.wire.RecordAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * A record that could not be taken. Immutable.
 *
 * @param address where it stands
 * @param original the record as it was read
 * @param reason stable code
 * @param message what is wrong, for people
 * @param rule the rule that failed, as set/id; null if the record itself is at fault
 */
public record DeadLetter(
    RecordAddress address,
    Record<byte[], byte[]> original,
    String reason,
    String message,
    @Nullable String rule) {
  private static final String REASON = "freshet_reason";
  private static final String MESSAGE = "freshet_message";
  private static final String RULE = "freshet_rule";
  private static final String TOPIC = "freshet_topic";
  private static final String PARTITION = "freshet_partition";
  private static final String OFFSET = "freshet_offset";

  private static final int LONGEST_MESSAGE = 2_000;

  /** The original for the topic of dead letters, with the reason in its headers. */
  public Record<byte[], byte[]> record(long nowMs) {
    // Now, not the time of the original: retention counts from here.
    return new Record<>(original.key(), original.value(), nowMs, headers());
  }

  /** The headers of the record and ours; those of an earlier life as a dead letter are replaced. */
  public Headers headers() {
    Headers headers = new RecordHeaders(original.headers().toArray());
    ours()
        .forEach(
            (name, text) -> headers.remove(name).add(name, text.getBytes(StandardCharsets.UTF_8)));
    if (rule == null) {
      headers.remove(RULE);
    }
    return headers;
  }

  private Map<String, String> ours() {
    Map<String, String> ours = new LinkedHashMap<>();
    ours.put(REASON, reason);
    ours.put(MESSAGE, shortened(message));
    if (rule != null) {
      ours.put(RULE, rule);
    }
    ours.put(TOPIC, address.topic());
    ours.put(PARTITION, Integer.toString(address.partition()));
    ours.put(OFFSET, Long.toString(address.offset()));
    return ours;
  }

  /** A message of bounded length. */
  public static String shortened(String message) {
    return message.length() <= LONGEST_MESSAGE
        ? message
        : message.substring(0, LONGEST_MESSAGE) + "…";
  }
}
