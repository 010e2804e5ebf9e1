// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.jsonschema;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.rules.source.Limit;
import dev.freshet.rules.syntax.Block;
import dev.freshet.rules.syntax.Key;
import dev.freshet.rules.syntax.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The blocks of a model as definitions that refer to each other. Belongs to one thread. */
final class Definitions {
  static final String PREFIX = "#/definitions/";

  private final Map<String, Block> blocks = new HashMap<>();
  private final ObjectNode json = JsonNodeFactory.instance.objectNode();

  /** All that were defined, in the order in which they were met. */
  ObjectNode json() {
    return json;
  }

  /** Defines a block, and those below it, under a name. */
  ObjectNode define(String name, Block block) {
    Block other = blocks.putIfAbsent(name, block);
    if (other != null && !other.equals(block)) {
      throw new IllegalStateException("`" + name + "`: found two blocks, expected one of a name");
    }
    if (other != null) {
      return (ObjectNode) json.required(name);
    }
    ObjectNode definition = json.putObject(name);
    Descriptions.describe(definition, block.doc());
    definition.put("type", "object");
    definition.put("additionalProperties", false);
    ObjectNode properties = definition.putObject("properties");
    block.keys().forEach(key -> properties.set(key.name(), property(key)));
    require(definition, block);
    definition.putArray("defaultSnippets").add(Snippets.of(nameOf(block), block));
    return definition;
  }

  private static void require(ObjectNode definition, Block block) {
    List<String> required = block.keys().stream().filter(Key::required).map(Key::name).toList();
    if (!required.isEmpty()) {
      ArrayNode names = definition.putArray("required");
      required.forEach(names::add);
    }
    if (!block.oneOf().isEmpty()) {
      ArrayNode groups = definition.putArray("allOf");
      block.oneOf().forEach(group -> groups.add(exactlyOne(group)));
    }
  }

  private static ObjectNode exactlyOne(List<String> group) {
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    ArrayNode alternatives = schema.putArray("oneOf");
    group.forEach(name -> alternatives.addObject().putArray("required").add(name));
    return schema;
  }

  private ObjectNode property(Key key) {
    ObjectNode schema = value(key.value());
    Descriptions.describe(schema, key);
    return schema;
  }

  private ObjectNode value(Value value) {
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    if (value instanceof Value.Text text) {
      Scalars.text(schema, text.form(), text.limit());
    } else if (value instanceof Value.Words words) {
      Scalars.words(schema, words.words());
    } else if (value instanceof Value.Items items) {
      schema.put("type", "array");
      schema.put("maxItems", items.limit().max());
      schema.set("items", value(items.item()));
    } else if (value instanceof Value.Nested nested) {
      String name = nameOf(nested.block());
      define(name, nested.block());
      schema.put("$ref", PREFIX + name);
    } else if (value instanceof Value.Labels) {
      schema.put("type", "object");
      schema.put("maxProperties", Limit.LABELS.max());
      Scalars.anyText(schema.putObject("additionalProperties"), Limit.TEXT_LENGTH);
    }
    return schema;
  }

  /** A block is called in messages like {@code a region} or {@code `l1`}. */
  private static String nameOf(Block block) {
    return block.what().replaceFirst("^an? ", "").replace("`", "").replace(' ', '-');
  }
}
