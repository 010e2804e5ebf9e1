// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry.form;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON as a schema has it: an object is a record with fields of the same names. Lists and
 * maps may be left out, and so may fields that have a default. What does not fit becomes a problem
 * and is null. For one thread.
 */
final class JsonReading {
  private static final SpecificData AVRO = SpecificData.get();

  private final Problems problems;

  JsonReading(Problems problems) {
    this.problems = problems;
  }

  /**
   * Fills the fields of a record that the JSON has; those that do not fit stay as they are.
   *
   * @param given fields that are set already and that the JSON must not have
   */
  void fill(SpecificRecord record, ObjectNode json, List<String> given, String path) {
    List<Schema.Field> fields =
        record.getSchema().getFields().stream()
            .filter(field -> !given.contains(field.name()))
            .toList();
    refuseOthers(json, fields.stream().map(Schema.Field::name).toList(), path);
    for (Schema.Field field : fields) {
      Object value = field(field, json, path);
      if (value != null) {
        record.put(field.pos(), value);
      }
    }
  }

  private void refuseOthers(ObjectNode json, List<String> names, String path) {
    json.fieldNames()
        .forEachRemaining(
            name -> {
              if (!names.contains(name)) {
                problems.add(
                    at(path, Problems.shorten(name)), "an unknown field", "one of " + names);
              }
            });
  }

  private @Nullable Object field(Schema.Field field, ObjectNode json, String path) {
    JsonNode found = json.get(field.name());
    if (found != null && !found.isNull()) {
      return value(field.schema(), found, at(path, field.name()));
    }
    return switch (field.schema().getType()) {
      case ARRAY -> List.of();
      case MAP -> Map.of();
      default -> {
        if (field.hasDefaultValue()) {
          yield AVRO.getDefaultValue(field);
        }
        problems.add(at(path, field.name()), "nothing", expected(field.schema()));
        yield null;
      }
    };
  }

  private @Nullable Object value(Schema schema, JsonNode json, String path) {
    return switch (schema.getType()) {
      case ARRAY, MAP, RECORD, UNION -> structure(schema, json, path);
      default -> {
        Object scalar = scalar(schema, json);
        yield scalar == null ? mismatch(schema, json, path) : scalar;
      }
    };
  }

  /** Null if it does not fit. */
  private static @Nullable Object scalar(Schema schema, JsonNode json) {
    boolean whole = json.isIntegralNumber();
    return switch (schema.getType()) {
      case STRING -> json.textValue();
      case BOOLEAN -> json.isBoolean() ? (Object) json.booleanValue() : null;
      case INT -> whole && json.canConvertToInt() ? (Object) json.intValue() : null;
      case LONG -> whole && json.canConvertToLong() ? (Object) json.longValue() : null;
      case DOUBLE -> json.isNumber() ? (Object) json.doubleValue() : null;
      default -> constant(schema, json);
    };
  }

  private static @Nullable Object constant(Schema schema, JsonNode json) {
    for (String symbol : schema.getEnumSymbols()) {
      if (JsonNames.of(symbol).equals(json.textValue())) {
        return AVRO.createEnum(symbol, schema);
      }
    }
    return null;
  }

  private @Nullable Object structure(Schema schema, JsonNode json, String path) {
    return switch (schema.getType()) {
      case ARRAY -> json.isArray() ? list(schema, json, path) : mismatch(schema, json, path);
      case MAP ->
          json instanceof ObjectNode object
              ? map(schema, object, path)
              : mismatch(schema, json, path);
      case RECORD ->
          json instanceof ObjectNode object
              ? record(schema, object, path)
              : mismatch(schema, json, path);
      default ->
          isOptional(schema)
              ? value(schema.getTypes().get(1), json, path)
              : capability(schema, json, path);
    };
  }

  private @Nullable Object mismatch(Schema schema, JsonNode json, String path) {
    String found =
        json.isContainerNode()
            ? (json.isArray() ? "a list" : "an object")
            : json.isTextual() ? Problems.quote(json.textValue()) : json.toString();
    problems.add(path, found, expected(schema));
    return null;
  }

  private List<@Nullable Object> list(Schema schema, JsonNode json, String path) {
    List<@Nullable Object> list = new ArrayList<>();
    for (JsonNode each : json) {
      list.add(value(schema.getElementType(), each, path + "[" + list.size() + "]"));
    }
    return list;
  }

  private Map<String, @Nullable Object> map(Schema schema, ObjectNode json, String path) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> each : json.properties()) {
      map.put(
          each.getKey(),
          value(schema.getValueType(), each.getValue(), at(path, Problems.shorten(each.getKey()))));
    }
    return map;
  }

  /** Null if anything in it does not fit: nobody is to look at half a record. */
  private @Nullable SpecificRecord record(Schema schema, ObjectNode json, String path) {
    int before = problems.count();
    SpecificRecord record = (SpecificRecord) AVRO.newRecord(null, schema);
    fill(record, json, List.of(), path);
    return problems.count() == before ? record : null;
  }

  private @Nullable Object capability(Schema union, JsonNode json, String path) {
    if (!(json instanceof ObjectNode object)) {
      return mismatch(union, json, path);
    }
    JsonNode name = object.path("type");
    Optional<CapabilityType> type = CapabilityType.named(name.asText());
    if (type.isEmpty()) {
      problems.add(
          at(path, "type"),
          name.isMissingNode() ? "nothing" : Problems.quote(name.asText()),
          "one of " + CapabilityType.NAMES);
      return null;
    }
    ObjectNode rest = object.deepCopy();
    rest.remove("type");
    return record(type.get().in(union), rest, path);
  }

  private static boolean isOptional(Schema union) {
    return union.getTypes().get(0).getType() == Schema.Type.NULL;
  }

  private static String expected(Schema schema) {
    return switch (schema.getType()) {
      case STRING -> "a text";
      case BOOLEAN -> "true or false";
      case INT -> "a whole number up to " + Integer.MAX_VALUE;
      case LONG -> "a whole number";
      case DOUBLE -> "a number";
      case ENUM -> "one of " + schema.getEnumSymbols().stream().map(JsonNames::of).toList();
      case ARRAY -> "a list";
      case UNION -> isOptional(schema) ? expected(schema.getTypes().get(1)) : "an object";
      default -> "an object";
    };
  }

  private static String at(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
