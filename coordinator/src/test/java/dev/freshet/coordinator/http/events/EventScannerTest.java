// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.events;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonParseException;
import dev.freshet.http.problem.Problem.Finding;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventScannerTest {
  private static final String HEAD =
      "\"specversion\":\"1.0\",\"id\":\"7\",\"source\":\"/shop\",\"type\":\"payment.success\"";

  @Test
  void shouldKeepTheBytesOfTheData() throws IOException {
    String data = "{ \"amount\" : 1.10, \"großes\":[1e400,\"\\u00e9\"] }";

    ReceivedEvent event = good(one("{" + HEAD + ",\"data\": " + data + " ,\"subject\":\"42\"}"));

    assertEquals(data, new String(event.data(), UTF_8));
    assertEquals("42", event.key());
    assertEquals("application/json", event.contentType());
    assertEquals(
        Map.of(
            "specversion",
            "1.0",
            "id",
            "7",
            "source",
            "/shop",
            "type",
            "payment.success",
            "subject",
            "42"),
        event.attributes());
  }

  @Test
  void shouldTakePartitionKeyBeforeSubject() throws IOException {
    ReceivedEvent event =
        good(one("{" + HEAD + ",\"subject\":\"42\",\"partitionkey\":\"eu\",\"hot\":true,\"n\":7}"));

    assertEquals("eu", event.key());
    assertEquals("true", event.attributes().get("hot"));
    assertEquals("7", event.attributes().get("n"));
    assertEquals(0, event.data().length);
  }

  @Test
  void shouldReadDataInBase64() throws IOException {
    String base64 = Base64.getEncoder().encodeToString("{\"a\":1}".getBytes(UTF_8));

    ReceivedEvent event = good(one("{" + HEAD + ",\"data_base64\":\"" + base64 + "\"}"));

    assertEquals("{\"a\":1}", new String(event.data(), UTF_8));
  }

  @Test
  void shouldNameAllThatIsWrongWithAnEvent() throws IOException {
    EventReading.Bad bad =
        bad(
            one(
                "{\"specversion\":\"2.0\",\"id\":\"\",\"time\":\"yesterday\",\"Type\":\"x\","
                    + "\"source\":{},\"data\":[1]}"));

    assertEquals(
        List.of(
            "A003 /specversion attribute specversion: found '2.0', expected 1.0",
            "A002 /source attribute source: found none, expected a text",
            "A002 /type attribute type: found none, expected a text",
            "A003 /id attribute id: found an empty text, expected a value or nothing",
            "A003 /time attribute time: found 'yesterday', expected RFC 3339, for example"
                + " 2026-11-20T09:00:00Z",
            "A003 /Type attribute Type: found this name, expected lower-case letters and digits",
            "A003 /source attribute source: found an object, expected a text, an integer or a"
                + " boolean",
            "A004 /data found an array, expected a JSON object"),
        texts(bad));
  }

  @Test
  void shouldRefuseDataThatNoRuleCouldRead() throws IOException {
    assertEquals(
        List.of("A004 /data found a number, expected a JSON object"),
        texts(bad(one("{" + HEAD + ",\"data\":5}"))));
    assertEquals(
        List.of("A004 /data_base64 found data and data_base64, expected one of them"),
        texts(bad(one("{" + HEAD + ",\"data\":{},\"data_base64\":\"e30=\"}"))));
    assertEquals(
        List.of("A004 /data_base64 found no Base64, expected a JSON object in it"),
        texts(bad(one("{" + HEAD + ",\"data_base64\":\"%%\",\"subject\":\"a\"}"))));
    assertEquals(
        List.of("A004 /data_base64 found an array, expected a JSON object"),
        texts(bad(one("{" + HEAD + ",\"data_base64\":\"W10=\"}"))));
    assertEquals(
        List.of(
            "A003 /datacontenttype attribute datacontenttype: found 'text/xml', expected"
                + " application/json or another type in JSON"),
        texts(bad(one("{" + HEAD + ",\"datacontenttype\":\"text/xml\"}"))));
  }

  @Test
  void shouldReadBatchInOrderAndRefuseEachForItself() throws IOException {
    List<EventReading> batch =
        EventScanner.batch(
            ("[{" + HEAD + ",\"data\":{\"n\":1}}, 5, {\"id\":\"b\"}, {" + HEAD + "}]")
                .getBytes(UTF_8));

    assertEquals(4, batch.size());
    assertEquals("{\"n\":1}", new String(good(batch.get(0)).data(), UTF_8));
    assertEquals(
        List.of("A001 /1 found a number, expected an event as a JSON object"),
        texts(bad(batch.get(1))));
    assertEquals("b", bad(batch.get(2)).id());
    assertTrue(
        texts(bad(batch.get(2)))
            .contains("A002 /2/source attribute source: found none, expected a text"));
    assertEquals("7", good(batch.get(3)).id());
  }

  @Test
  void shouldRefuseWhatIsNoObject() throws IOException {
    assertEquals(
        List.of("A001  found nothing, expected an event as a JSON object"), texts(bad(one(""))));
    assertEquals(
        List.of("A001  found an array, expected an event as a JSON object"),
        texts(bad(one("[{}]"))));
  }

  @Test
  void shouldRefuseBodiesThatAreNoJson() {
    for (String body :
        List.of(
            "{",
            "{" + HEAD + ",\"data\":" + "[".repeat(1_001) + "]".repeat(1_001) + "}",
            "{" + HEAD + "} {}",
            "{" + HEAD + ",\"id\":\"8\"}",
            "{" + HEAD + ",\"data\":{\"a\":1,\"a\":2}}",
            "{" + HEAD + ",\"data\":{\"a\":" + "1".repeat(1_001) + "}}")) {
      assertThrows(IOException.class, () -> one(body), body);
    }
    assertThrows(IOException.class, () -> EventScanner.batch("{}".getBytes(UTF_8)));
    assertThrows(IOException.class, () -> EventScanner.batch("[{}".getBytes(UTF_8)));
    assertThrows(
        JsonParseException.class, () -> EventScanner.one(("{" + HEAD + "}").getBytes(UTF_16)));
  }

  @Test
  void shouldNameFieldThatStandsTwiceAtAnyDepth() throws IOException {
    for (int fields : List.of(1, 7, 8, 9, 100)) {
      String distinct =
          IntStream.range(0, fields)
              .mapToObj(number -> "\"f" + number + "\":{\"f0\":0}")
              .collect(Collectors.joining(","));
      String body = "[{" + HEAD + ",\"data\":{\"list\":[{%s}]}}]";

      assertInstanceOf(EventReading.Good.class, batch(body.formatted(distinct)).get(0));
      for (String again : List.of("f0", "f" + (fields - 1))) {
        String twice = distinct + ",\n  \"" + again + "\":[]";
        JsonParseException refused =
            assertThrows(JsonParseException.class, () -> batch(body.formatted(twice)));
        assertEquals("Duplicate field '" + again + "'", refused.getOriginalMessage());
        assertEquals(2, refused.getLocation().getLineNr());
        assertEquals(3, refused.getLocation().getColumnNr());
      }
    }
  }

  @Test
  void shouldRefuseFieldOfEventThatStandsTwiceWhateverItHolds() {
    for (String twice :
        List.of(
            "\"a\":null,\"a\":null",
            "\"data\":null,\"data\":{}",
            "\"data_base64\":null,\"data_base64\":\"e30=\"",
            "\"a\":[],\"a\":1",
            "\"a\":[{\"b\":1,\"b\":2}]",
            "\"data\":[{\"b\":1,\"b\":2}]")) {
      assertThrows(JsonParseException.class, () -> one("{" + HEAD + "," + twice + "}"), twice);
    }
  }

  private static List<EventReading> batch(String body) throws IOException {
    return EventScanner.batch(body.getBytes(UTF_8));
  }

  private static EventReading one(String body) throws IOException {
    return EventScanner.one(body.getBytes(UTF_8));
  }

  static ReceivedEvent good(EventReading reading) {
    return assertInstanceOf(EventReading.Good.class, reading, reading::toString).event();
  }

  static EventReading.Bad bad(EventReading reading) {
    return assertInstanceOf(EventReading.Bad.class, reading);
  }

  static List<String> texts(EventReading.Bad bad) {
    return bad.problems().stream().map(EventScannerTest::text).toList();
  }

  private static String text(Finding finding) {
    return finding.code() + " " + finding.pointer() + " " + finding.message();
  }
}
