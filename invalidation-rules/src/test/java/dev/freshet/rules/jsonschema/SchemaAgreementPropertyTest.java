// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.jsonschema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.RuleSource;
import dev.freshet.rules.source.Issue;
import dev.freshet.rules.source.IssueCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * Parser and schema come from one model: what one of them says about a file, the other says too.
 */
class SchemaAgreementPropertyTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final EditorView EDITOR = new EditorView(JsonSchema.ofRuleFiles());

  /** What a schema can see as well as the parser. */
  private static final Set<IssueCode> STRUCTURE =
      EnumSet.of(
          IssueCode.MISSING_KEY,
          IssueCode.UNKNOWN_KEY,
          IssueCode.WRONG_TYPE,
          IssueCode.UNKNOWN_KIND);

  private static final List<String> VALUES =
      List.of(
          "null",
          "[]",
          "{}",
          "\"\"",
          "\"text\"",
          "\"a b\"",
          "5",
          "\"5\"",
          "0",
          "-1",
          "1.5",
          "true",
          "false",
          "\"true\"",
          "\"5m\"",
          "\"10%\"",
          "0.1",
          "[1]",
          "[null]",
          "[\"a\"]",
          "{\"a\": 1}",
          "[{\"all\": true}]",
          "\"off\"",
          "\"1KiB\"",
          "\"2027-01-31\"",
          "99999999999999999999");

  private static final List<JsonNode> GOOD =
      Stream.of("everything.yaml", "jobs.yaml").flatMap(file -> documents(file).stream()).toList();

  private static List<JsonNode> documents(String file) {
    try {
      String yaml = Files.readString(Path.of("src/test/resources/jsonschema", file));
      return EditorView.documents(yaml).stream().<JsonNode>map(JSON::valueToTree).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(file, e);
    }
  }

  @Example
  void shouldBeginWithWhatBothAccept() throws JsonProcessingException {
    assertEquals(List.of(), issues(GOOD));
    for (JsonNode document : GOOD) {
      assertEquals(List.of(), EDITOR.problems(document));
    }
  }

  @Property(tries = 2_000)
  void shouldAgreeOnAFileWithOneMistake(
      @ForAll @IntRange(max = 2) int document,
      @ForAll @IntRange(max = 200) int place,
      @ForAll @IntRange(max = 20) int key,
      @ForAll Mistake mistake,
      @ForAll @IntRange(max = 25) int value)
      throws JsonProcessingException {
    List<JsonNode> documents = new ArrayList<>(GOOD);
    JsonNode mutated = GOOD.get(document).deepCopy();
    List<JsonNode> places = new ArrayList<>();
    collect(mutated, places);
    mistake.make(places.get(place % places.size()), key, JSON.readTree(VALUES.get(value)));
    documents.set(document, mutated);

    List<Issue> issues = issues(documents);
    List<String> problems = EDITOR.problems(mutated);

    if (!problems.isEmpty()) {
      assertTrue(issues.stream().anyMatch(Issue::isError), problems::toString);
    }
    if (issues.stream().anyMatch(SchemaAgreementPropertyTest::isStructural)) {
      assertFalse(problems.isEmpty(), issues::toString);
    }
  }

  /** That {@code scan} stands beside a pattern only is more than a schema of keys says. */
  private static boolean isStructural(Issue issue) {
    return STRUCTURE.contains(issue.code()) && !issue.message().startsWith("`scan`");
  }

  private static List<Issue> issues(List<JsonNode> documents) throws JsonProcessingException {
    List<String> texts = new ArrayList<>();
    for (JsonNode document : documents) {
      texts.add(JSON.writeValueAsString(document));
    }
    RuleSource source = new RuleSource("everything", "e.yaml", 1, String.join("\n---\n", texts));
    return RuleBook.compile(List.of(source)).allIssues();
  }

  private static void collect(JsonNode node, List<JsonNode> places) {
    if (node.isContainerNode()) {
      places.add(node);
      node.forEach(child -> collect(child, places));
    }
  }

  /** What may happen to a mapping or a list. */
  enum Mistake {
    LOSE,
    RENAME,
    REPLACE,
    ADD;

    void make(JsonNode place, int key, JsonNode value) {
      if (place instanceof ArrayNode list) {
        change(list, key % Math.max(1, list.size()), value);
      } else if (place instanceof ObjectNode mapping) {
        List<String> names = new ArrayList<>();
        mapping.fieldNames().forEachRemaining(names::add);
        change(mapping, names.isEmpty() ? "none" : names.get(key % names.size()), value);
      }
    }

    private void change(ArrayNode list, int i, JsonNode value) {
      switch (this) {
        case LOSE -> list.remove(i);
        case RENAME, ADD -> list.add(value);
        case REPLACE -> {
          if (!list.isEmpty()) {
            list.set(i, value);
          }
        }
      }
    }

    private void change(ObjectNode mapping, String name, JsonNode value) {
      switch (this) {
        case LOSE -> mapping.remove(name);
        case RENAME ->
            mapping.set(
                name + "x", mapping.path(name).isMissingNode() ? value : mapping.remove(name));
        case REPLACE -> mapping.set(name, value);
        case ADD -> mapping.set("added", value);
      }
    }
  }
}
