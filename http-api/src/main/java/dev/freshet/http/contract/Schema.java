// SPDX-License-Identifier: Apache-2.0
package dev.freshet.http.contract;

import dev.freshet.http.problem.Problem;
import dev.freshet.http.problem.ProblemCode;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.SchemaException;
import io.vertx.json.schema.Validator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A JSON Schema (2020-12) of the document, compiled on its own: it carries the components that it
 * may refer to, since the library writes into schemas that it shares. Safe for any thread.
 */
final class Schema {
  private static final int MOST_HOPS = 16;

  /** To find all that is wrong takes some 40 µs for each value that does not fit. */
  private static final int MOST_VALUES = 5_000;

  private static final String COMPONENTS = "components";

  private final JsonObject root;

  /** Ends at the first thing that is wrong. */
  private final Validator verdict;

  /** Finds all of them. */
  private final Validator detail;

  /**
   * @param where the place in the document, for people
   * @throws IllegalArgumentException if it refers to what is not there; names the place
   */
  Schema(String where, JsonObject schema, JsonObject components) {
    JsonObject schemas = components.getJsonObject("schemas", new JsonObject());
    this.root = schema.copy().put(COMPONENTS, new JsonObject().put("schemas", schemas.copy()));
    try {
      this.verdict = validator(OutputFormat.Flag);
      this.detail = validator(OutputFormat.Basic);
      // References are followed as they are met: meet them now.
      unresolved(where, schema, root);
    } catch (SchemaException e) {
      throw new IllegalArgumentException(where + ": the schema is wrong, " + e.getMessage(), e);
    }
  }

  private Validator validator(OutputFormat format) {
    return Validator.create(
        JsonSchema.of(root.copy()),
        new JsonSchemaOptions()
            .setDraft(Draft.DRAFT202012)
            .setBaseUri("https://freshet.dev/api")
            .setOutputFormat(format));
  }

  private static void unresolved(String where, @Nullable Object part, JsonObject root) {
    if (part instanceof JsonObject object) {
      object
          .fieldNames()
          .forEach(
              name -> {
                Object value = object.getValue(name);
                if (name.equals("$ref") && value instanceof String ref) {
                  requireKnown(where, ref, root);
                } else {
                  unresolved(where, value, root);
                }
              });
    } else if (part instanceof JsonArray array) {
      array.forEach(item -> unresolved(where, item, root));
    }
  }

  private static void requireKnown(String where, String ref, JsonObject root) {
    if (Pointers.find(root, ref) == null) {
      throw new IllegalArgumentException(
          where + ": found $ref " + ref + ", expected one of components/schemas");
    }
  }

  /** The types that the schema at a pointer names, references followed; empty for any. */
  Set<String> types(String pointer) {
    return Set.copyOf(texts(member(pointer, "type")));
  }

  /** The default as text, one for each item; empty for none. */
  List<String> defaults() {
    return texts(member("", "default"));
  }

  private static List<String> texts(@Nullable Object value) {
    if (value instanceof JsonArray array) {
      return array.stream().map(String::valueOf).toList();
    }
    return value == null ? List.of() : List.of(String.valueOf(value));
  }

  /** A member of the schema at a pointer, or of the schema that it refers to. */
  private @Nullable Object member(String pointer, String name) {
    Object found = Pointers.find(root, pointer);
    for (int hops = 0; hops < MOST_HOPS && found instanceof JsonObject schema; hops++) {
      if (schema.containsKey(name) || !schema.containsKey("$ref")) {
        return schema.getValue(name);
      }
      found = Pointers.find(root, schema.getString("$ref"));
    }
    return null;
  }

  /**
   * What does not fit; empty if all does. Of a value of many parts only that something does not.
   */
  List<Problem.Finding> check(@Nullable Object value, ProblemCode code) {
    if (Boolean.TRUE.equals(verdict.validate(value).getValid())) {
      return List.of();
    }
    return JsonSize.isAbove(MOST_VALUES, value)
        ? List.of(
            Problem.Finding.at(
                    code,
                    "",
                    "found more than "
                        + MOST_VALUES
                        + " values, of which one or more are not what the API document says")
                .withHint("send fewer at once to be told which"))
        : new SchemaFindings(root, value, code).translate(detail.validate(value));
  }
}
