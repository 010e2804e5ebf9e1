// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.jsonschema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import dev.freshet.rules.syntax.RegionSyntax;
import dev.freshet.rules.syntax.RuleSyntax;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema that editors get, held against the files that the parser knows. */
class JsonSchemaTest {
  private static final String SCHEMA = JsonSchema.ofRuleFiles();
  private static final EditorView EDITOR = new EditorView(SCHEMA);
  private static final EditorView TEST_EDITOR = new EditorView(JsonSchema.ofTestFiles());
  private static final Path SHIPPED = Path.of("src/main/resources/freshet/schemas");
  private static final Pattern YAML_BLOCK =
      Pattern.compile("^ *```yaml(?: \\S+)?\\R(.*?)^ *```", Pattern.DOTALL | Pattern.MULTILINE);

  /** With {@code -Dfreshet.golden=write} the file is written anew, for review. */
  @ParameterizedTest
  @MethodSource("schemas")
  void shouldShipWhatTheModelGives(String name, String schema) throws IOException {
    Path file = SHIPPED.resolve(name);
    if ("write".equals(System.getProperty("freshet.golden"))) {
      Files.createDirectories(SHIPPED);
      Files.writeString(file, schema);
    }

    assertEquals(schema, Files.readString(file));
  }

  static Stream<Arguments> schemas() {
    return Stream.of(
        Arguments.of(JsonSchema.RULES_FILE, SCHEMA),
        Arguments.of(JsonSchema.TESTS_FILE, JsonSchema.ofTestFiles()));
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void shouldBeDraft7(String name, String schema) {
    var draft =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
            .getSchema(SchemaLocation.of(SchemaId.V7));

    assertEquals(List.of(), List.copyOf(draft.validate(schema, InputFormat.JSON)), name);
    assertFalse(schema.contains("unevaluatedProperties"));
  }

  static List<Path> goodFiles() throws IOException {
    List<Path> files = new ArrayList<>(yamlFiles(Path.of("rules")));
    files.addAll(yamlFiles(Path.of("src/test/resources/jsonschema")));
    return files;
  }

  static List<Path> goodTestFiles() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("rules"))) {
      return files.filter(path -> path.toString().endsWith(".test.yaml")).sorted().toList();
    }
  }

  private static List<Path> yamlFiles(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(path -> path.toString().matches(".*(?<!\\.test)\\.yaml"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("goodFiles")
  void shouldAcceptFilesThatAreRight(Path file) throws IOException {
    assertEquals(List.of(), EDITOR.problems(Files.readString(file)));
  }

  @ParameterizedTest
  @MethodSource("goodTestFiles")
  void shouldAcceptTestsThatAreRight(Path file) throws IOException {
    assertEquals(List.of(), TEST_EDITOR.problems(Files.readString(file)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kind: InvalidationRules",
        "tests: [{event: {type: a}, invalidates: []}]",
        "tests: [{name: a, event: {type: a}, invalidates: {key: b}}]",
        "tests: [{name: a, event: {type: a}, invalidate: []}]",
        "tests: [{name: a, event: {type: a}, eventFile: b, invalidates: []}]",
        "tests: [{name: a, event: {type: a}, invalidates: [{key: a, tag: b}]}]",
        "tests: [{name: a, event: {type: a}, invalidates: [{parameter: {region: a}}]}]",
      })
  void shouldRefuseOneMistakeInATest(String mistake) {
    String good =
        """
        apiVersion: freshet.dev/v1
        kind: RuleTests
        tests: [{name: a, event: {type: a}, invalidates: [{key: b}]}]
        """;
    assertEquals(List.of(), TEST_EDITOR.problems(good));

    String key = mistake.substring(0, mistake.indexOf(':'));
    String bad = good.replaceAll("(?m)^" + key + ":.*$", mistake);

    assertFalse(TEST_EDITOR.problems(bad).isEmpty(), bad);
  }

  @Test
  void shouldAcceptTheRulesInTheDocumentation() throws IOException {
    List<Path> pages = new ArrayList<>(List.of(Path.of("../README.md")));
    try (Stream<Path> files = Files.list(Path.of("../docs"))) {
      files
          .filter(path -> path.toString().endsWith(".md"))
          .filter(path -> !path.endsWith("rule-codes.md")) // shows what is wrong
          .sorted()
          .forEach(pages::add);
    }

    int blocks = 0;
    for (Path page : pages) {
      for (var found = YAML_BLOCK.matcher(Files.readString(page)); found.find(); ) {
        String yaml = found.group(1).stripIndent();
        // What a worker loads from is no rule file, and read by the worker alone.
        if (yaml.contains("apiVersion: freshet.dev") && !yaml.contains("kind: Sources")) {
          EditorView editor = yaml.contains("kind: RuleTests") ? TEST_EDITOR : EDITOR;
          assertEquals(List.of(), editor.problems(yaml), page::toString);
          blocks++;
        }
      }
    }

    assertTrue(
        blocks >= 8,
        "found " + blocks + " blocks, expected those of README, cache.md and rules.md");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"keys", "kinds", "outputs", "rule-settings", "rules", "settings", "values"})
  void shouldRefuseFilesWithWrongKeysWordsOrTypes(String name) throws IOException {
    String yaml = Files.readString(Path.of("src/test/resources/golden", name + ".yaml"));

    assertFalse(EDITOR.problems(yaml).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kind: Nope",
        "apiVersion: freshet.dev/v2",
        "regions: [{name: a, ttl: 1m}]",
        "regions: [{name: a, key: a, ttl: 1m, ttll: 1m}]",
        "regions: [{name: a, key: a, ttl: 15}]",
        "regions: [{name: a, key: a, ttl: 1 m}]",
        "regions: [{name: a b, key: a, ttl: 1m}]",
        "regions: [{name: a, key: a, ttl: 1m, version: 0}]",
        "regions: [{name: a, key: a, ttl: 1m, version: two}]",
        "regions: [{name: a, key: a, ttl: 1m, ttlJitter: 1}]",
        "regions: [{name: a, key: a, ttl: 1m, onBlind: stop}]",
        "regions: [{name: a, key: a, ttl: 1m, l2: {enabled: yes}}]",
        "regions: [{name: a, key: a, ttl: 1m, l1: {maxBytes: 64MB}}]",
        "regions: [{name: a, key: a, ttl: 1m, tags: b}]",
        "regions: [{name: a, key: ~, ttl: 1m}]",
        "regions: {name: a}",
        "metadata: {name: a}",
        "metadata: {name: a, owner: b, labels: {c: [d]}}",
      })
  void shouldRefuseOneMistake(String mistake) {
    String good =
        """
        apiVersion: freshet.dev/v1
        kind: CacheRegions
        metadata: {name: a, owner: b}
        regions: [{name: a, key: a, ttl: 1m}]
        """;
    assertEquals(List.of(), EDITOR.problems(good));

    String key = mistake.substring(0, mistake.indexOf(':'));
    String bad = good.replaceAll("(?m)^" + key + ":.*$", mistake);

    assertFalse(EDITOR.problems(bad).isEmpty(), bad);
  }

  @Test
  void shouldDescribeEveryKey() throws IOException {
    JsonNode definitions = new JsonMapper().readTree(SCHEMA).required("definitions");

    JsonNode ttl = definitions.at("/region/properties/ttl");
    assertEquals("15m", ttl.at("/examples/0").asText());
    assertTrue(ttl.required("markdownDescription").asText().contains("Example: `15m`"));
    assertEquals(3, definitions.at("/retry/properties/attempts/default").asInt());
    assertTrue(definitions.at("/l2/properties/enabled/default").isBoolean());
    for (var definition : definitions.properties()) {
      for (var property : definition.getValue().required("properties").properties()) {
        assertTrue(
            property.getValue().isBoolean() || property.getValue().hasNonNull("description"),
            definition.getKey() + "." + property.getKey());
      }
    }
  }

  /** A snippet in which every place keeps its text is a file that the schema accepts. */
  @Test
  void shouldOfferSnippetsThatAreRight() throws IOException {
    JsonNode snippets = new JsonMapper().readTree(SCHEMA).required("defaultSnippets");

    assertEquals(3, snippets.size());
    for (JsonNode snippet : snippets) {
      String typed =
          snippet
              .required("body")
              .toString()
              .replaceAll("\\$\\{\\d+:((?:[^}\\\\]|\\\\\\\\.)*)}", "$1")
              .replaceAll("\\\\\\\\(.)", "$1");
      assertFalse(typed.contains("${"), typed);
      assertEquals(List.of(), EDITOR.problems(typed), typed);
    }
  }

  @Test
  void shouldRefuseTwoBlocksOfOneName() {
    Definitions definitions = new Definitions();
    definitions.define("region", RegionSyntax.REGION);
    definitions.define("region", RegionSyntax.REGION);

    assertThrows(IllegalStateException.class, () -> definitions.define("region", RuleSyntax.RULE));
  }
}
