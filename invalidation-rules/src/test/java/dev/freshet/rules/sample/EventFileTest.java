// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.events.DomainEvent;
import dev.freshet.rules.source.InvalidRuleFileException;
import dev.freshet.rules.source.Issue;
import dev.freshet.rules.source.IssueLog;
import dev.freshet.rules.source.Limit;
import dev.freshet.rules.source.SourceText;
import dev.freshet.rules.yaml.YamlNode;
import dev.freshet.rules.yaml.YamlReader;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventFileTest {

  @Test
  void shouldReadEveryAttributeAndKindOfValue() {
    DomainEvent event =
        only(
            "e.json",
            """
            {"specversion": "1.0", "id": "7", "source": "/pay", "type": "payment.success",
             "subject": "p1", "time": "2026-03-01T11:15:30+01:00", "Tenant": "blue", "hop": 3,
             "datacontenttype": "application/json", "traceparent": null,
             "data": {"whole": 42, "huge": 123456789012345678901234567890, "fraction": 12.50,
                      "power": 1e3, "text": "42", "yes": true, "none": null,
                      "deep": {"list": [1, "a", null, {"x": -1}]}}}
            """);

    Map<String, Object> data = new LinkedHashMap<>();
    data.put("whole", 42L);
    data.put("huge", new BigDecimal("123456789012345678901234567890"));
    data.put("fraction", 12.5);
    data.put("power", 1000.0);
    data.put("text", "42");
    data.put("yes", true);
    data.put("none", null);
    data.put("deep", Map.of("list", Arrays.asList(1L, "a", null, Map.of("x", -1L))));
    Instant time = Instant.parse("2026-03-01T10:15:30Z");
    Map<String, String> extensions = Map.of("tenant", "blue", "hop", "3");
    assertEquals(
        new DomainEvent("7", "/pay", "payment.success", "p1", time, extensions, data), event);
  }

  @Test
  void shouldTakeForANumberInYamlOnlyWhatIsOneInJson() {
    DomainEvent event =
        only(
            "e.yaml",
            """
            type: t
            data:
              whole: 42
              quoted: "42"
              octal: 042
              hex: 0x2A
              plus: +1
              version: 1.2.3
              day: 2026-11-20
              word: no
              nothing: ~
              negative: -0.5
              true: true
            """);

    Map<String, Object> data = new LinkedHashMap<>();
    data.put("whole", 42L);
    data.put("quoted", "42");
    data.put("octal", "042");
    data.put("hex", "0x2A");
    data.put("plus", "+1");
    data.put("version", "1.2.3");
    data.put("day", "2026-11-20");
    data.put("word", "no");
    data.put("nothing", null);
    data.put("negative", -0.5);
    data.put("true", true);
    assertEquals(data, event.data());
  }

  @Test
  void shouldNumberEventsThatNameNoId() {
    String lines = "{\"type\": \"a\"}\n{\"type\": \"b\", \"id\": \"x\"}\r\n\n{\"type\": \"c\"}\n";

    List<DomainEvent> events = EventFile.read("e.jsonl", lines);

    assertEquals(
        List.of(event("1", "a"), event("x", "b"), event("3", "c")),
        events.stream().map(event -> event(event.id(), event.type())).toList());
    assertTrue(events.stream().allMatch(event -> event.source().equals(EventFile.SOURCE)));
    assertTrue(events.stream().allMatch(event -> event.time() == null && event.subject() == null));
    assertEquals(events, EventFile.read("e.jsonl", lines));
  }

  @Test
  void shouldReadListsAndDocuments() {
    List<DomainEvent> expected = List.of(event("1", "a"), event("2", "b"), event("3", "c"));

    assertEquals(
        expected, EventFile.read("-", "[{\"type\":\"a\"},{\"type\":\"b\"}] {\"type\":\"c\"}"));
    assertEquals(expected, EventFile.read("-", "type: a\n---\n- {type: b}\n- {type: c}\n---\n"));
    assertEquals(expected, EventFile.read("e.YAML", "[{type: a}, {type: b}, {type: c}]"));
  }

  @Test
  void shouldReportEverythingThatIsWrongWithItsPlace() {
    String yaml =
        """
        - {type: t, time: yesterday, data: [1]}
        - {data: {a: 1, a: 2}}
        - {type: t, dta: {a: 1}, specversion: 0.3, data_base64: e30=}
        - payment.success
        - {type: t, data: {[1]: 2}, subject: *alias}
        """;

    assertEquals(
        List.of(
            "e.yaml:1:19: error[R070] `time`: found 'yesterday', expected RFC 3339 such as"
                + " 2026-11-20T10:15:30Z",
            "e.yaml:1:36: error[R070] `data`: found a list, expected a mapping",
            "e.yaml:2:3: error[R070] the event has no `type`, expected one such as payment.success",
            "e.yaml:2:17: error[R006] key `a` stands twice",
            "e.yaml:3:18: error[R070] attribute `dta`: found a mapping, expected a text",
            "e.yaml:3:39: error[R070] found CloudEvents '0.3', expected 1.0",
            "e.yaml:3:44: error[R070] found `data_base64`, expected `data`",
            "e.yaml:4:3: error[R070] found 'payment.success', expected an event such as {type:"
                + " payment.success, data: {userId: 42}}",
            "e.yaml:5:20: error[R070] found a list for a key, expected a text",
            "e.yaml:5:38: error[R004] found the alias '*alias', rule files have no aliases"),
        issues("e.yaml", yaml).stream().map(Issue::toString).toList());
    assertEquals("did you mean `data`?", issues("e.yaml", yaml).get(4).help());
  }

  @Test
  void shouldPlaceMistakesInJson() {
    assertEquals("e.json:2:9: error[R003] not JSON", start("e.json", "{\n \"type\":t}"));
    assertEquals("e.json:1:13: error[R003] not JSON", start("e.json", "{\"type\": \"a\""));
    assertEquals(
        "e.json:2:18: error[R006] key `data` stands twice",
        start(
            "e.json",
            "{\"type\":\"a\",\n\"data\": {\"\uD83D\uDE00\": 1}, \"data\": {}}"
                .replace("1}, ", "1},")));
    assertEquals(
        "e.json:1:2: error[R070] found '1', expected an event such as", start("e.json", "[1]"));
    assertEquals("-:1:1: error[R070] found no event, expected at least one", start("-", " \n"));
    assertEquals("-:1:1: error[R070] found no event, expected at least one", start("-", "[]"));
  }

  @Test
  void shouldHoldTheLimitsOfRuleFiles() {
    String deep = "{\"type\": \"t\", \"data\": {\"a\": " + "[".repeat(19) + "]".repeat(19) + "}}";
    String large = "{\"type\": \"" + "t".repeat(Limit.FILE_SIZE.max()) + "\"}";

    assertEquals(
        "e.json:1:47: error[R002] " + Limit.NESTING_DEPTH.exceeded(), start("e.json", deep));
    assertEquals(
        "e.json:1:1: error[R002] " + Limit.FILE_SIZE.exceededBy(large.length()),
        start("e.json", large));
    assertEquals(
        "-:1:1: error[R003] not JSON",
        start("-", "[".repeat(100_000)).replaceAll(":\\d+: ", ":1: "));
  }

  @Test
  void shouldReadAnEventInsideAnotherFile() {
    IssueLog issues = new IssueLog(new SourceText("t.test.yaml", "event: {type: a}\nbad: 7"));
    YamlNode.Mapping file = (YamlNode.Mapping) YamlReader.read(issues).get(0);

    assertEquals(event("1", "a"), EventFile.event(file.entries().get(0).value(), issues));
    assertEquals(null, EventFile.event(file.entries().get(1).value(), issues));
    assertEquals("2:6", place(issues.issues().get(0)));
  }

  private static String place(Issue issue) {
    return issue.location().line() + ":" + issue.location().column();
  }

  private static DomainEvent event(String id, String type) {
    return DomainEvent.of(id, EventFile.SOURCE, type, Map.of());
  }

  private static DomainEvent only(String file, String text) {
    List<DomainEvent> events = EventFile.read(file, text);
    assertEquals(1, events.size());
    return events.get(0);
  }

  private static String start(String file, String text) {
    String issue = issues(file, text).get(0).toString();
    return issue.replaceAll("(not JSON|such as).*", "$1");
  }

  private static List<Issue> issues(String file, String text) {
    var thrown = assertThrows(InvalidRuleFileException.class, () -> EventFile.read(file, text));
    return new ArrayList<>(thrown.issues());
  }
}
