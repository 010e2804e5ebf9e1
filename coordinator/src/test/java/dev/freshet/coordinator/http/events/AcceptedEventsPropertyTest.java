// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.events.DomainEvent;
import dev.freshet.events.cloudevents.EventDecoder;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.events.wire.RecordAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** What the API takes, coordinators can decode: an event that was taken never is a dead letter. */
class AcceptedEventsPropertyTest {
  private static final String TEMPLATE =
      "{\"specversion\":\"1.0\",\"id\":\"7\",\"source\":\"/s\",\"type\":\"t\",\"data\":{\"a\":%s}}";

  private final EventDecoder decoder =
      new EventDecoder(AvroCodec.forRegistry("mock://accepted-events"));

  @Property(tries = 300)
  void shouldTakeWhatCoordinatorsDecode(@ForAll("values") String value) throws IOException {
    byte[] body = String.format(Locale.ROOT, TEMPLATE, value).getBytes(StandardCharsets.UTF_8);

    DomainEvent event = decode(EventScannerTest.good(EventScanner.one(body)));

    assertEquals("7", event.id());
    assertTrue(event.data().containsKey("a"));
  }

  @Property(tries = 2_000)
  void shouldTakeNothingThatCoordinatorsRefuse(
      @ForAll("values") String value,
      @ForAll @IntRange(max = 200) int at,
      @ForAll @IntRange(max = 255) int replacement)
      throws IOException {
    byte[] body = String.format(Locale.ROOT, TEMPLATE, value).getBytes(StandardCharsets.UTF_8);
    body[at % body.length] = (byte) replacement;

    EventReading reading;
    try {
      reading = EventScanner.one(body);
    } catch (IOException e) {
      return;
    }

    if (reading instanceof EventReading.Good good) {
      assertEquals(good.event().id(), decode(good.event()).id());
    }
  }

  private DomainEvent decode(ReceivedEvent event) {
    ProducerRecord<byte[], byte[]> record = event.toRecord("events", true);
    return decoder.decode(
        new RecordAddress("events", 0, 0),
        new RecordHeaders(record.headers().toArray()),
        record.value());
  }

  @Provide
  Arbitrary<String> values() {
    Arbitrary<String> leaves =
        Arbitraries.of(
            "1",
            "-0",
            "1.10",
            "1e400",
            "123456789012345678901234567890",
            "true",
            "null",
            "\"\"",
            "\"\\u00e9\\ud83d\\ude00\"",
            "\"\\ud800\"",
            "\"\\u0000\"",
            "\"über\"",
            "[]",
            "{}");
    return leaves
        .list()
        .ofMinSize(1)
        .ofMaxSize(4)
        .map(list -> "[" + String.join(" ,", list) + "]")
        .flatMap(array -> Arbitraries.of(array, "{\"b\": " + array + "}"));
  }
}
