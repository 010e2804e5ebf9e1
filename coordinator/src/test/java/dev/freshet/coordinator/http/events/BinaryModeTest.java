// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BinaryModeTest {
  private static final byte[] DATA = "{\"a\":1.10}".getBytes(UTF_8);

  private final List<Map.Entry<String, String>> headers =
      new ArrayList<>(
          List.of(
              Map.entry("CE-SpecVersion", "1.0"),
              Map.entry("ce-id", "7"),
              Map.entry("ce-source", "/shop"),
              Map.entry("ce-type", "payment.success"),
              Map.entry("Accept", "*/*")));

  @Test
  void shouldReadAttributesFromHeadersAndKeepTheBody() {
    ReceivedEvent event = EventScannerTest.good(read(DATA));

    assertEquals(
        Map.of("specversion", "1.0", "id", "7", "source", "/shop", "type", "payment.success"),
        event.attributes());
    assertArrayEquals(DATA, event.data());
    assertEquals("application/json", event.contentType());
  }

  @Test
  void shouldDecodeHeaderValues() {
    headers.add(Map.entry("ce-subject", "Euro%20%E2%82%AC%20100%"));
    headers.add(Map.entry("ce-city", "\"K\\\"öln\""));

    EventReading reading = read(new byte[0]);

    // Latin-1 as it stands in a header is no UTF-8.
    assertEquals(
        List.of(
            "A003 header:ce-city attribute city: found bytes that are no UTF-8, expected it in"
                + " percent encoding"),
        EventScannerTest.texts(EventScannerTest.bad(reading)));
    headers.remove(headers.size() - 1);
    assertEquals(
        "Euro € 100%", EventScannerTest.good(read(new byte[0])).attributes().get("subject"));
  }

  @Test
  void shouldUnquoteHeaderValues() {
    headers.add(Map.entry("ce-subject", "\"a \\\"b\\\" c\""));

    assertEquals("a \"b\" c", EventScannerTest.good(read(DATA)).attributes().get("subject"));
  }

  @Test
  void shouldNameAllThatIsWrong() {
    headers.removeIf(header -> header.getKey().equals("ce-type"));
    headers.add(Map.entry("ce-id", "8"));
    headers.add(Map.entry("ce-data", "x"));

    EventReading reading = read("[1]".getBytes(UTF_8));

    assertEquals(
        List.of(
            "A002 header:ce-type attribute type: found none, expected a text",
            "A003 header:ce-data attribute data: found this name, expected lower-case letters and"
                + " digits",
            "A003 header:ce-id attribute id: found it twice, expected it once",
            "A004  found an array, expected a JSON object"),
        EventScannerTest.texts(EventScannerTest.bad(reading)));
  }

  @Test
  void shouldSayWhereTheBodyIsNoJson() {
    assertEquals(
        List.of("A004  cannot be parsed at line 2, column 6, expected a JSON object"),
        EventScannerTest.texts(
            EventScannerTest.bad(read("{\"a\":1,\n\"b\": nul}".getBytes(UTF_8)))));
  }

  private EventReading read(byte[] body) {
    return BinaryMode.read(headers, "application/json", body);
  }
}
