// SPDX-License-Identifier: Apache-2.0
package dev.freshet.http.contract;

import dev.freshet.http.problem.NearestName;
import dev.freshet.http.problem.Problem;
import dev.freshet.http.problem.ProblemCode;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.OutputUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Says in our words what a JSON Schema validator found: where, what was found, what was expected,
 * and the nearest name. What only repeats that an inner part does not fit is left out.
 */
final class SchemaFindings {
  private static final int MOST = 20;
  private static final int LONGEST = 60;
  private static final Pattern ALTERNATIVE = Pattern.compile(".*/(oneOf|anyOf|not|if)/.+");

  private final JsonObject root;
  private final @Nullable Object instance;
  private final ProblemCode code;
  private final Set<String> said = new HashSet<>();
  private final List<Problem.Finding> findings = new ArrayList<>();

  SchemaFindings(JsonObject root, @Nullable Object instance, ProblemCode code) {
    this.root = root;
    this.instance = instance;
    this.code = code;
  }

  /** At least one, at most 20 findings. */
  List<Problem.Finding> translate(OutputUnit output) {
    List<OutputUnit> errors = output.getErrors() == null ? List.of() : output.getErrors();
    for (OutputUnit error : errors) {
      if (findings.size() < MOST) {
        translateOne(error);
      }
    }
    if (findings.isEmpty()) {
      String pointer = errors.isEmpty() ? "" : Pointers.plain(errors.get(0).getInstanceLocation());
      add(pointer, "found " + found(pointer) + ", expected what the API document says", null);
    }
    return List.copyOf(findings);
  }

  private void translateOne(OutputUnit error) {
    String path = Pointers.plain(error.getKeywordLocation());
    String keywordAt = Pointers.plain(error.getAbsoluteKeywordLocation());
    String keyword = Pointers.last(keywordAt);
    String pointer = Pointers.plain(error.getInstanceLocation());
    if (ALTERNATIVE.matcher(path).matches()
        || !(Pointers.find(root, Pointers.parent(keywordAt)) instanceof JsonObject schema)) {
      return;
    }
    switch (keyword) {
      case "$ref", "properties", "patternProperties", "items", "prefixItems", "allOf" -> {}
      case "additionalProperties", "unevaluatedProperties" -> unknown(pointer, schema, keyword);
      case "required" -> missing(pointer, schema);
      default -> wrong(pointer, schema, keyword);
    }
  }

  /** The validator also names fields that are known and do not fit. */
  private void unknown(String pointer, JsonObject schema, String keyword) {
    Set<String> known = schema.getJsonObject("properties", new JsonObject()).fieldNames();
    String name = Pointers.last(pointer);
    if (Boolean.FALSE.equals(schema.getValue(keyword)) && !known.contains(name)) {
      String hint =
          NearestName.among(known, name)
              .map(nearest -> "did you mean `" + nearest + "`?")
              .orElse("known fields: " + String.join(", ", known));
      add(pointer, "unknown field `" + name + "`", hint);
    }
  }

  private void missing(String pointer, JsonObject schema) {
    if (Pointers.find(instance, pointer) instanceof JsonObject object) {
      schema.getJsonArray("required").stream()
          .map(String::valueOf)
          .filter(name -> !object.containsKey(name))
          .forEach(name -> add(pointer, "field `" + name + "` is missing", null));
    }
  }

  private void wrong(String pointer, JsonObject schema, String keyword) {
    String expected = expected(schema, keyword);
    String hint = null;
    if (keyword.equals("enum") && Pointers.find(instance, pointer) instanceof String value) {
      List<String> names = schema.getJsonArray("enum").stream().map(String::valueOf).toList();
      hint =
          NearestName.among(names, value).map(name -> "did you mean `" + name + "`?").orElse(null);
    }
    add(pointer, "found " + found(pointer) + ", expected " + expected, hint);
  }

  private static String expected(JsonObject schema, String keyword) {
    String value = Json.encode(schema.getValue(keyword));
    return switch (keyword) {
      case "type" -> types(schema.getValue("type"));
      case "enum" -> "one of " + list(schema.getJsonArray("enum"));
      case "const" -> value;
      case "pattern" -> "text that matches " + schema.getString("pattern");
      case "format" -> "text in the format " + schema.getString("format");
      case "minLength" -> "at least " + value + " characters";
      case "maxLength" -> "at most " + value + " characters";
      case "minItems" -> "at least " + value + " items";
      case "maxItems" -> "at most " + value + " items";
      case "minProperties" -> "at least " + value + " fields";
      case "maxProperties" -> "at most " + value + " fields";
      case "uniqueItems" -> "no item twice";
      case "minimum" -> "at least " + value;
      case "maximum" -> "at most " + value;
      case "exclusiveMinimum" -> "more than " + value;
      case "exclusiveMaximum" -> "less than " + value;
      case "multipleOf" -> "a multiple of " + value;
      case "oneOf" -> "exactly one of " + alternatives(schema.getJsonArray("oneOf"));
      case "anyOf" -> "one of " + alternatives(schema.getJsonArray("anyOf"));
      default -> keyword + " " + shortened(value);
    };
  }

  private static String types(Object type) {
    return type instanceof JsonArray array ? list(array) : String.valueOf(type);
  }

  private static String list(JsonArray values) {
    return values.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }

  private static String alternatives(JsonArray schemas) {
    return schemas.stream().map(SchemaFindings::alternative).collect(Collectors.joining(", "));
  }

  private static String alternative(Object schema) {
    if (!(schema instanceof JsonObject object)) {
      return String.valueOf(schema);
    }
    if (object.containsKey("$ref")) {
      return Pointers.last(object.getString("$ref"));
    }
    if (object.containsKey("required")) {
      return "{" + list(object.getJsonArray("required")) + "}";
    }
    return object.containsKey("type") ? types(object.getValue("type")) : shortened(object.encode());
  }

  private String found(String pointer) {
    Object value = Pointers.find(instance, pointer);
    if (value instanceof JsonObject) {
      return "an object";
    }
    return value instanceof JsonArray array
        ? "an array of " + array.size()
        : shortened(Json.encode(value));
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }

  private void add(String pointer, String message, @Nullable String hint) {
    if (said.add(pointer + " " + message)) {
      findings.add(Problem.Finding.at(code, pointer, message).withHint(hint));
    }
  }
}
