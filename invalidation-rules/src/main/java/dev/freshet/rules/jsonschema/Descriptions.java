// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.jsonschema;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.rules.syntax.Form;
import dev.freshet.rules.syntax.Key;
import dev.freshet.rules.syntax.Value;
import java.util.stream.Collectors;

/** What an editor shows of a key: its meaning, its default, examples. */
final class Descriptions {
  private Descriptions() {}

  /** Sets description, default and examples. */
  static void describe(ObjectNode schema, Key key) {
    StringBuilder doc = new StringBuilder(key.doc());
    String byDefault = key.byDefault();
    if (byDefault != null) {
      doc.append("\n\nDefault: `").append(byDefault).append('`');
    }
    if (!key.examples().isEmpty()) {
      doc.append(key.examples().size() == 1 ? "\n\nExample: " : "\n\nExamples: ");
      doc.append(
          key.examples().stream().map(text -> "`" + text + "`").collect(Collectors.joining(", ")));
    }
    describe(schema, doc.toString());
    if (byDefault != null) {
      setDefault(schema, key.value(), byDefault);
    }
    if (!key.examples().isEmpty()) {
      ArrayNode examples = schema.putArray("examples");
      key.examples().forEach(text -> examples.add(Examples.parse(text)));
    }
  }

  /** Sets the description, with Markdown and without. */
  static void describe(ObjectNode schema, String markdown) {
    schema.put("description", markdown.replace("`", ""));
    schema.put("markdownDescription", markdown);
  }

  private static void setDefault(ObjectNode schema, Value value, String text) {
    if (value instanceof Value.Text count && count.form() == Form.COUNT) {
      schema.put("default", Long.parseLong(text));
    } else {
      schema.set("default", Examples.parse(text));
    }
  }
}
