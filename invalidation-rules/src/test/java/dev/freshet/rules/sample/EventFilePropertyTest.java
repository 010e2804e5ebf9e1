// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.events.DomainEvent;
import dev.freshet.events.cloudevents.EventDecoder;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.events.wire.RecordAddress;
import dev.freshet.rules.source.InvalidRuleFileException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** A sample is the event that the same JSON is on the wire. */
class EventFilePropertyTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final RecordAddress ADDRESS = new RecordAddress("t", 0, 0);
  private static final EventDecoder WIRE =
      new EventDecoder(AvroCodec.forRegistry("mock://samples"));

  @Property(tries = 1_000)
  void shouldReadWhatTheWireReads(@ForAll("data") Map<String, Object> data)
      throws JsonProcessingException {
    Map<String, Object> event = new LinkedHashMap<>(Map.of("id", "1", "source", "/s"));
    event.put("type", "t");
    event.put("data", data);
    String json = JSON.writeValueAsString(event);
    RecordHeaders headers = new RecordHeaders();
    headers.add("content-type", "application/cloudevents+json".getBytes(StandardCharsets.UTF_8));

    DomainEvent wire = WIRE.decode(ADDRESS, headers, json.getBytes(StandardCharsets.UTF_8));

    assertEquals(List.of(wire), EventFile.read("e.json", json));
    assertEquals(List.of(wire), EventFile.read("e.yaml", json));
  }

  @Property(tries = 2_000)
  void shouldReadOrRaiseTheOneException(@ForAll("pieces") List<String> pieces) {
    String text = String.join("", pieces);
    for (String file : List.of("e.json", "e.yaml")) {
      try {
        assertFalse(EventFile.read(file, text).isEmpty());
      } catch (InvalidRuleFileException e) {
        assertFalse(e.issues().isEmpty());
        e.issues().forEach(issue -> assertFalse(issue.render().isEmpty()));
      }
    }
  }

  @Provide
  Arbitrary<List<String>> pieces() {
    return Arbitraries.of(
            "{",
            "}",
            "[",
            "]",
            ":",
            ",",
            "\"type\":",
            "\"a\"",
            "type: a",
            "\n",
            "1",
            "1e999999999",
            "-",
            "null",
            "\\u12",
            "\"data\":",
            "\"",
            "\u0000",
            "\uD83D",
            "99999999999999999999",
            "time: 2026-02-30T00:00:00Z",
            "data: {a: 1}",
            "---\n",
            "*a")
        .list()
        .ofMaxSize(14);
  }

  @Provide
  Arbitrary<Map<String, Object>> data() {
    Arbitrary<Object> leaf =
        Arbitraries.oneOf(
            Arbitraries.longs().map(Object.class::cast),
            Arbitraries.doubles().map(Object.class::cast),
            Arbitraries.bigIntegers().map(Object.class::cast),
            Arbitraries.bigDecimals().map(Object.class::cast),
            Arbitraries.of(true, false).map(Object.class::cast),
            texts().injectNull(0.2).map(Object.class::cast));
    Arbitrary<Object> value =
        Arbitraries.lazyOf(
            () -> leaf,
            () -> leaf.list().ofMaxSize(3).map(Object.class::cast),
            () -> leaf.array(Object[].class).ofMaxSize(2).map(Arrays::asList),
            () -> Arbitraries.maps(texts(), leaf).ofMaxSize(3).map(Object.class::cast));
    return Arbitraries.maps(texts(), value).ofMaxSize(5);
  }

  /** YAML knows no characters that cannot be printed, and JSON writes them as they are. */
  private static Arbitrary<String> texts() {
    return Arbitraries.strings()
        .withChars(" :{}[]'\"\\#-~\t\näß€\u0007")
        .alpha()
        .numeric()
        .ofMaxLength(8);
  }
}
