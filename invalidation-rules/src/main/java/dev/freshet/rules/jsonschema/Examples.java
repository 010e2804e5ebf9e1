// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.jsonschema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.rules.source.IssueLog;
import dev.freshet.rules.source.SourceText;
import dev.freshet.rules.yaml.Scalar;
import dev.freshet.rules.yaml.YamlNode;
import dev.freshet.rules.yaml.YamlReader;
import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Pattern;

/** YAML as an editor sees it: a text without quotes may be a number, a boolean, nothing. */
final class Examples {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9][0-9]{0,17})");
  private static final Pattern FRACTION = Pattern.compile("-?(0|[1-9][0-9]{0,17})\\.[0-9]{1,18}");

  private Examples() {}

  /**
   * The JSON of one YAML value.
   *
   * @throws IllegalStateException if it is not YAML, or not one value
   */
  static JsonNode parse(String yaml) {
    IssueLog issues = new IssueLog(new SourceText("example", yaml));
    List<YamlNode> nodes = YamlReader.read(issues);
    if (issues.hasErrors() || nodes.size() != 1) {
      throw new IllegalStateException("`" + yaml + "`: found no YAML value: " + issues.issues());
    }
    return json(nodes.get(0));
  }

  /** The JSON of a node. */
  static JsonNode json(YamlNode node) {
    if (node instanceof YamlNode.Sequence sequence) {
      ArrayNode array = JSON.arrayNode();
      sequence.items().forEach(item -> array.add(json(item)));
      return array;
    }
    if (node instanceof YamlNode.Mapping mapping) {
      ObjectNode object = JSON.objectNode();
      mapping.entries().forEach(entry -> object.set(name(entry.key()), json(entry.value())));
      return object;
    }
    return node instanceof Scalar scalar ? json(scalar) : JSON.nullNode();
  }

  private static String name(YamlNode key) {
    return key instanceof Scalar scalar ? scalar.text() : key.description();
  }

  private static JsonNode json(Scalar scalar) {
    String text = scalar.text();
    if (!scalar.plain()) {
      return JSON.textNode(text);
    }
    if (scalar.isNothing()) {
      return JSON.nullNode();
    }
    if (text.equals("true") || text.equals("false")) {
      return JSON.booleanNode(Boolean.parseBoolean(text));
    }
    if (WHOLE.matcher(text).matches()) {
      return JSON.numberNode(Long.parseLong(text));
    }
    return FRACTION.matcher(text).matches()
        ? JSON.numberNode(new BigDecimal(text))
        : JSON.textNode(text);
  }
}
