// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.jsonschema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.rules.syntax.Block;
import dev.freshet.rules.syntax.Key;
import dev.freshet.rules.syntax.RuleFileSyntax;
import dev.freshet.rules.syntax.Value;
import java.util.List;

/**
 * A block as an editor inserts it: the keys that must be there, filled with their examples, each of
 * which is a place to type over.
 */
final class Snippets {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final String kind;
  private int places;

  private Snippets(String kind) {
    this.kind = kind;
  }

  /** The snippet of a block; {@code label} is also the kind of a document. */
  static ObjectNode of(String label, Block block) {
    ObjectNode snippet = JSON.objectNode();
    snippet.put("label", label);
    snippet.put("description", block.doc().replace("`", ""));
    snippet.set("body", new Snippets(label).body(block));
    return snippet;
  }

  private ObjectNode body(Block block) {
    ObjectNode body = JSON.objectNode();
    for (Key key : block.keys()) {
      boolean chosen =
          block.oneOf().stream().map(group -> group.get(0)).anyMatch(key.name()::equals);
      if (key.required() || chosen) {
        body.set(key.name(), value(key));
      }
    }
    return body;
  }

  private JsonNode value(Key key) {
    return switch (key.name()) {
      case "apiVersion" -> JSON.textNode(RuleFileSyntax.API_VERSION);
      case "kind" -> JSON.textNode(kind);
      default -> value(key.value(), key.examples());
    };
  }

  private JsonNode value(Value value, List<String> examples) {
    if (value instanceof Value.Nested nested) {
      return body(nested.block());
    }
    if (value instanceof Value.Items items && items.item() instanceof Value.Nested nested) {
      return JSON.arrayNode().add(body(nested.block()));
    }
    if (value instanceof Value.Words words) {
      return place(words.words().get(0));
    }
    if (value instanceof Value.Text text) {
      return place(
          examples.isEmpty() ? text.form().expected() : Examples.parse(examples.get(0)).asText());
    }
    return examples.isEmpty() ? JSON.objectNode() : Examples.parse(examples.get(0));
  }

  private JsonNode place(String text) {
    places++;
    String escaped = text.replaceAll("[\\\\$}]", "\\\\$0");
    return JSON.textNode("${" + places + ":" + escaped + "}");
  }
}
