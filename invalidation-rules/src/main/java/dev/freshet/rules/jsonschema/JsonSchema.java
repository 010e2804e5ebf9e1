// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.jsonschema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.rules.syntax.Block;
import dev.freshet.rules.syntax.CaseSyntax;
import dev.freshet.rules.syntax.RuleFileSyntax;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Writes the JSON Schema of a kind of files. The same model gives the same text, to the byte.
 * Stateless and safe for any thread.
 */
public final class JsonSchema {
  /** What the schema of rule files is called as a file. */
  public static final String RULES_FILE = "rules.schema.json";

  /** What the schema of files with tests of rules is called as a file. */
  public static final String TESTS_FILE = "tests.schema.json";

  private static final String BASE = "https://freshet.dev/schemas/";
  private static final String KIND = "kind";
  private static final String API_VERSION = "apiVersion";
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private JsonSchema() {}

  /** The schema of rule files. */
  public static String ofRuleFiles() {
    Map<String, Block> documents = new LinkedHashMap<>();
    for (String kind : RuleFileSyntax.kinds()) {
      documents.put(kind, Objects.requireNonNull(RuleFileSyntax.document(kind)));
    }
    return of(
        RULES_FILE, "Freshet rule files", "Regions of the cache, rules, warm-up jobs.", documents);
  }

  /** The schema of files with tests of rules, {@code *.test.yaml}. */
  public static String ofTestFiles() {
    return of(
        TESTS_FILE,
        "Freshet tests of rules",
        "What events are to invalidate.",
        Map.of(CaseSyntax.KIND, CaseSyntax.DOCUMENT));
  }

  /**
   * The schema of files whose documents are told apart by their {@code kind}.
   *
   * @param file what the schema is called as a file, the end of its {@code $id}
   * @param documents the blocks by their kind, each with the keys {@code apiVersion} and {@code
   *     kind}
   */
  public static String of(
      String file, String title, String description, Map<String, Block> documents) {
    Definitions definitions = new Definitions();
    ObjectNode root = JSON.objectNode();
    root.put("$schema", "http://json-schema.org/draft-07/schema#");
    root.put("$id", BASE + file);
    root.put("title", title);
    root.put("description", description);
    root.put("type", "object");
    root.set("properties", head(documents));
    root.putArray("required").add(KIND);
    ArrayNode branches = JSON.arrayNode();
    documents.forEach((kind, block) -> branches.add(branch(kind, block, definitions)));
    root.set("allOf", branches);
    ArrayNode snippets = root.putArray("defaultSnippets");
    documents.forEach((kind, block) -> snippets.add(Snippets.of(kind, block)));
    root.set("definitions", definitions.json());
    return print(root);
  }

  /** What every document begins with; offered before its kind is known. */
  private static ObjectNode head(Map<String, Block> documents) {
    Block any = documents.values().iterator().next();
    ObjectNode head = JSON.objectNode();
    ObjectNode version = head.putObject(API_VERSION);
    Descriptions.describe(version, any.key(API_VERSION));
    version.putArray("enum").add(RuleFileSyntax.API_VERSION);
    ObjectNode kinds = head.putObject(KIND);
    StringBuilder docs = new StringBuilder(any.key(KIND).doc());
    documents.forEach((kind, block) -> docs.append("\n- `" + kind + "`: " + block.doc()));
    Descriptions.describe(kinds, docs.toString());
    ArrayNode words = kinds.putArray("enum");
    documents.keySet().forEach(words::add);
    return head;
  }

  /**
   * What holds for one kind. A branch that is chosen by {@code if} reports its own problems; of the
   * alternatives of a {@code oneOf} an editor has to guess which one was meant.
   */
  private static ObjectNode branch(String kind, Block block, Definitions definitions) {
    ObjectNode branch = JSON.objectNode();
    ObjectNode condition = branch.putObject("if");
    condition.putObject("properties").putObject(KIND).put("const", kind);
    condition.putArray("required").add(KIND);
    ObjectNode document = definitions.define(kind, block);
    ObjectNode properties = (ObjectNode) document.required("properties");
    // Said by the root already, in other words: twice would be reported twice.
    properties.put(API_VERSION, true);
    properties.put(KIND, true);
    branch.putObject("then").put("$ref", Definitions.PREFIX + kind);
    return branch;
  }

  private static String print(ObjectNode root) {
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    Separators separators =
        Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER);
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter(separators).withObjectIndenter(indenter);
    try {
      return new JsonMapper().writer(printer).writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree in memory could not be written", e);
    }
  }
}
