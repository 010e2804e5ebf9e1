// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.jsonschema;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.rules.source.Limit;
import dev.freshet.rules.syntax.Form;
import java.util.List;

/**
 * What a single text may be. To the parser {@code 5} and {@code "5"} are the same text; an editor
 * sees a number and a string, and has to accept both.
 */
final class Scalars {
  private Scalars() {}

  /** A text of a form. */
  static void text(ObjectNode schema, Form form, Limit limit) {
    switch (form) {
      case TEXT, TEMPLATE, PATTERN, CONDITION -> anyText(schema, limit);
      case NAME, RULE_REF, EVENT -> {
        anyText(schema, limit);
        pattern(schema, form);
      }
      case DURATION, DATE -> {
        schema.put("type", "string");
        pattern(schema, form);
      }
      case COUNT -> {
        numberOrString(schema, "integer", form);
        schema.put("minimum", 1);
      }
      case SIZE -> {
        numberOrString(schema, "integer", form);
        schema.put("minimum", 0);
      }
      case SHARE -> {
        numberOrString(schema, "number", form);
        schema.put("minimum", 0);
        schema.put("exclusiveMaximum", 1);
      }
      case FLAG -> words(schema, List.of("true", "false"));
    }
  }

  /** Any text of at most so many characters. */
  static void anyText(ObjectNode schema, Limit limit) {
    schema.putArray("type").add("string").add("number").add("boolean");
    schema.put("maxLength", limit.max());
  }

  private static void numberOrString(ObjectNode schema, String number, Form form) {
    schema.putArray("type").add(number).add("string");
    pattern(schema, form);
  }

  /** One of some words. */
  static void words(ObjectNode schema, List<String> words) {
    ArrayNode values = schema.putArray("enum");
    for (String word : words) {
      if (word.equals("true") || word.equals("false")) {
        values.add(Boolean.parseBoolean(word));
      }
      values.add(word);
    }
  }

  /** Holds for the whole text; numbers and booleans pass it by. */
  private static void pattern(ObjectNode schema, Form form) {
    schema.put("pattern", "^(?:" + form.pattern().pattern() + ")$");
  }
}
