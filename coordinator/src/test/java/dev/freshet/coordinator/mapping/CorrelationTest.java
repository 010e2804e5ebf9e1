// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.freshet.events.DomainEvent;
import dev.freshet.events.wire.RecordAddress;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CorrelationTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String OTHER = "0af7651916cd43dd8448eb211c80319c";

  @Test
  void shouldTakeTheTraceOfTheRecordFirst() {
    InFlight.Source source = source(Map.of("traceparent", parent(TRACE), "ce_id", "e-1"));

    assertEquals(TRACE, Correlation.of(source));
    assertEquals(TRACE, Correlation.of(source, event(Map.of("traceparent", parent(OTHER)))));
  }

  @Test
  void shouldTakeTheTraceOfTheEvent() {
    assertEquals(TRACE, Correlation.of(source(Map.of("ce_traceparent", parent(TRACE)))));
    assertEquals(
        TRACE, Correlation.of(source(Map.of()), event(Map.of("traceparent", parent(TRACE)))));
  }

  /** What is no trace could forge a line of the log, or tie together what is not. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x\nERROR",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01"
      })
  void shouldTakeTheIdOfTheEventWithoutATrace(String traceparent) {
    InFlight.Source source = source(Map.of("traceparent", traceparent, "ce_id", "e-1"));

    assertEquals("e-1", Correlation.of(source));
    assertEquals("e-2", Correlation.of(source, event(Map.of())));
  }

  @Test
  void shouldSayWhereARecordStandsThatIsNoEvent() {
    assertEquals(new RecordAddress("events", 3, 77).toString(), Correlation.of(source(Map.of())));
  }

  private static DomainEvent event(Map<String, String> extensions) {
    return new DomainEvent("e-2", "shop", "paid", null, null, extensions, Map.of());
  }

  private static String parent(String trace) {
    return "00-" + trace + "-00f067aa0ba902b7-01";
  }

  private static InFlight.Source source(Map<String, String> headers) {
    RecordHeaders all = new RecordHeaders();
    headers.forEach((name, text) -> all.add(name, text.getBytes(UTF_8)));
    return new InFlight.Source(
        new RecordAddress("events", 3, 77), new Record<>(null, null, 0, all));
  }
}
