// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.mapping;

import dev.freshet.events.wire.RecordAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/** Writes what could not be mapped to the dead letters, and reports it. */
final class RejectStep extends ContextualProcessor<byte[], InFlight.Rejected, Object, Object> {
  static final String REASON = "freshet_reason";
  static final String MESSAGE = "freshet_message";
  static final String RULE = "freshet_rule";
  static final String TOPIC = "freshet_topic";
  static final String PARTITION = "freshet_partition";
  static final String OFFSET = "freshet_offset";

  private static final int LONGEST_MESSAGE = 2_000;

  private final Workbench bench;

  RejectStep(Workbench bench) {
    this.bench = bench;
  }

  @Override
  public void process(Record<byte[], InFlight.Rejected> record) {
    InFlight.Rejected rejected = record.value();
    Record<byte[], byte[]> original = rejected.source().content();
    context()
        .forward(
            // Now, not the event's time: retention counts from here.
            new Record<>(original.key(), original.value(), bench.nowMs(), headers(rejected)),
            MappingTopology.DEAD_LETTERS);
    context().forward(bench.reports().rejected(rejected), MappingTopology.CACHE_STATE);
    bench.metrics().deadLetter(rejected.reason());
  }

  /** The headers of the record and ours; those of an earlier life as a dead letter are replaced. */
  static Headers headers(InFlight.Rejected rejected) {
    Headers headers = new RecordHeaders(rejected.source().content().headers().toArray());
    ours(rejected)
        .forEach(
            (name, text) -> headers.remove(name).add(name, text.getBytes(StandardCharsets.UTF_8)));
    if (rejected.rule() == null) {
      headers.remove(RULE);
    }
    return headers;
  }

  private static Map<String, String> ours(InFlight.Rejected rejected) {
    RecordAddress address = rejected.source().address();
    Map<String, String> ours = new LinkedHashMap<>();
    ours.put(REASON, rejected.reason());
    ours.put(MESSAGE, shortened(rejected.message()));
    if (rejected.rule() != null) {
      ours.put(RULE, rejected.rule());
    }
    ours.put(TOPIC, address.topic());
    ours.put(PARTITION, Integer.toString(address.partition()));
    ours.put(OFFSET, Long.toString(address.offset()));
    return ours;
  }

  static String shortened(String message) {
    return message.length() <= LONGEST_MESSAGE
        ? message
        : message.substring(0, LONGEST_MESSAGE) + "…";
  }
}
