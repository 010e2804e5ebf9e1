// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.schema;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.freshet.rules.schema.FieldType.Simple;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the shape of events from JSON Schema (draft-07; newer drafts as far as they say the same).
 * The event type is {@code x-event-type}, else a {@code title} without white space.
 *
 * <p>Other than the standard, a record without {@code additionalProperties} counts as closed: a
 * check that lets every name pass would find no typing mistake. {@code additionalProperties: true}
 * opens it. Times are text here, because JSON brings them as text.
 */
final class JsonShape {
  private final JsonNode root;
  private final FieldBudget budget = new FieldBudget();

  /** The references around the present place: a schema that contains itself has no end. */
  private final Deque<String> around = new ArrayDeque<>();

  private JsonShape(JsonNode root) {
    this.root = root;
  }

  /**
   * The shape; empty if the schema is not that of an event.
   *
   * @throws IllegalArgumentException if a reference leads nowhere, or the schema is no record
   */
  static Optional<EventShape> of(JsonNode root, String origin) {
    String type = root.path("x-event-type").asText(root.path("title").asText(""));
    if (type.isBlank() || type.chars().anyMatch(Character::isWhitespace)) {
      return Optional.empty();
    }
    if (!(new JsonShape(root).typed(root).type() instanceof FieldType.Struct data)) {
      throw new IllegalArgumentException(
          "the schema of event " + type + " describes no record, expected `type: object`");
    }
    return Optional.of(new EventShape(type, origin, data));
  }

  private record Typed(FieldType type, boolean nullable) {
    static final Typed ANY = new Typed(Simple.ANY, false);
  }

  private Typed typed(JsonNode schema) {
    if (!budget.take() || !schema.isObject()) {
      return Typed.ANY;
    }
    if (schema.has("$ref")) {
      return referenced(schema.path("$ref").asText());
    }
    for (String choice : List.of("oneOf", "anyOf")) {
      if (schema.has(choice)) {
        return chosen(schema.path(choice));
      }
    }
    if (schema.has("allOf")) {
      return Typed.ANY;
    }
    Set<String> types = types(schema);
    boolean nullable = types.remove("null");
    return types.size() == 1
        ? new Typed(plain(types.iterator().next(), schema), nullable || hasNull(schema))
        : new Typed(Simple.ANY, nullable);
  }

  private Typed referenced(String reference) {
    if (!reference.startsWith("#")) {
      return Typed.ANY;
    }
    JsonNode target =
        reference.equals("#")
            ? root
            : reference.startsWith("#/")
                ? root.at(JsonPointer.compile(reference.substring(1)))
                : root.path(reference);
    if (target.isMissingNode()) {
      throw new IllegalArgumentException("$ref '" + reference + "' leads nowhere");
    }
    if (around.contains(reference)) {
      return Typed.ANY;
    }
    around.push(reference);
    Typed typed = typed(target);
    around.pop();
    return typed;
  }

  /** Null or one other schema is that schema; any other choice is not looked into. */
  private Typed chosen(JsonNode choices) {
    List<JsonNode> values = new ArrayList<>();
    boolean nullable = false;
    for (JsonNode choice : choices) {
      if (choice.path("type").asText().equals("null")) {
        nullable = true;
      } else {
        values.add(choice);
      }
    }
    if (values.size() != 1) {
      return new Typed(Simple.ANY, nullable);
    }
    Typed only = typed(values.get(0));
    return new Typed(only.type(), only.nullable() || nullable);
  }

  private static Set<String> types(JsonNode schema) {
    Set<String> types = new HashSet<>();
    JsonNode type = schema.path("type");
    if (type.isTextual()) {
      types.add(type.asText());
    }
    type.forEach(one -> types.add(one.asText()));
    if (types.isEmpty() && schema.has("properties")) {
      types.add("object");
    }
    if (types.isEmpty() && isTexts(schema.path("enum"))) {
      types.add("string");
    }
    return types;
  }

  private FieldType plain(String type, JsonNode schema) {
    return switch (type) {
      case "string" -> text(schema);
      case "integer" -> Simple.INTEGER;
      case "number" -> Simple.DECIMAL;
      case "boolean" -> Simple.BOOL;
      case "array" -> new FieldType.ListOf(element(schema.path("items")));
      case "object" -> object(schema);
      default -> throw new IllegalArgumentException("`type`: found '" + type + "', which is none");
    };
  }

  private FieldType text(JsonNode schema) {
    JsonNode values = schema.path("enum");
    if (!isTexts(values)) {
      return Simple.TEXT;
    }
    List<String> names = new ArrayList<>();
    values.forEach(
        value -> {
          if (value.isTextual()) {
            names.add(value.asText());
          }
        });
    return new FieldType.Symbols(names);
  }

  private static boolean isTexts(JsonNode values) {
    boolean any = false;
    for (JsonNode value : values) {
      if (!value.isTextual() && !value.isNull()) {
        return false;
      }
      any |= value.isTextual();
    }
    return any;
  }

  private static boolean hasNull(JsonNode schema) {
    for (JsonNode value : schema.path("enum")) {
      if (value.isNull()) {
        return true;
      }
    }
    return false;
  }

  private FieldType element(JsonNode schema) {
    Typed element = typed(schema);
    return element.nullable() ? Simple.ANY : element.type();
  }

  private FieldType object(JsonNode schema) {
    JsonNode properties = schema.path("properties");
    JsonNode others = schema.path("additionalProperties");
    if (properties.isEmpty() && others.isObject()) {
      return new FieldType.MapOf(element(others));
    }
    Set<String> required = new HashSet<>();
    schema.path("required").forEach(name -> required.add(name.asText()));
    Map<String, FieldType.Field> fields = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> property : properties.properties()) {
      Typed typed = typed(property.getValue());
      boolean nullable = !required.contains(property.getKey()) || typed.nullable();
      String doc = property.getValue().path("description").asText("");
      fields.put(property.getKey(), new FieldType.Field(typed.type(), nullable, doc));
    }
    boolean open =
        properties.isEmpty()
            ? !others.isBoolean() || others.booleanValue()
            : others.isObject() || others.asBoolean(false);
    return new FieldType.Struct(fields, open || schema.has("patternProperties"));
  }
}
