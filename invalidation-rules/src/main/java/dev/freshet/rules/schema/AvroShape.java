// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.schema;

import dev.freshet.rules.schema.FieldType.Simple;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.LogicalType;
import org.apache.avro.Schema;

/**
 * Reads the shape of events from Avro record schemas that name their event type in the property
 * {@code eventType}. The types are those that the event decoder makes of Avro data: a date becomes
 * text, bytes become Base64 text, a timestamp stays one.
 */
final class AvroShape {
  private final FieldBudget budget = new FieldBudget();

  /** The records around the present one: a schema that contains itself has no end. */
  private final Deque<String> around = new ArrayDeque<>();

  private AvroShape() {}

  /** The shape; empty if the schema is not that of an event. */
  static Optional<EventShape> of(Schema schema, String origin) {
    String type = schema.getProp("eventType");
    if (schema.getType() != Schema.Type.RECORD || type == null || type.isBlank()) {
      return Optional.empty();
    }
    return Optional.of(new EventShape(type, origin, new AvroShape().struct(schema)));
  }

  private FieldType.Struct struct(Schema schema) {
    around.push(schema.getFullName());
    Map<String, FieldType.Field> fields = new LinkedHashMap<>();
    for (Schema.Field field : schema.getFields()) {
      String doc = field.doc() == null ? "" : field.doc();
      fields.put(
          field.name(), new FieldType.Field(type(field.schema()), isNullable(field.schema()), doc));
    }
    around.pop();
    return new FieldType.Struct(fields, false);
  }

  private FieldType type(Schema schema) {
    if (!budget.take()) {
      return Simple.ANY;
    }
    LogicalType logical = schema.getLogicalType();
    return logical == null ? plain(schema) : logical(schema, logical.getName());
  }

  /** The logical types that the decoder converts; of the others it sees the plain value. */
  private FieldType logical(Schema schema, String name) {
    return switch (name) {
      case "decimal" -> Simple.DECIMAL;
      case "timestamp-millis", "timestamp-micros" -> Simple.TIMESTAMP;
      case "date",
          "time-millis",
          "time-micros",
          "local-timestamp-millis",
          "local-timestamp-micros",
          "uuid" ->
          Simple.TEXT;
      default -> plain(schema);
    };
  }

  private FieldType plain(Schema schema) {
    return switch (schema.getType()) {
      case STRING, BYTES, FIXED -> Simple.TEXT;
      case INT, LONG -> Simple.INTEGER;
      case FLOAT, DOUBLE -> Simple.DECIMAL;
      case BOOLEAN -> Simple.BOOL;
      case ENUM -> new FieldType.Symbols(schema.getEnumSymbols());
      case RECORD -> around.contains(schema.getFullName()) ? Simple.ANY : struct(schema);
      case ARRAY -> new FieldType.ListOf(element(schema.getElementType()));
      case MAP -> new FieldType.MapOf(element(schema.getValueType()));
      case UNION -> union(schema.getTypes());
      case NULL -> Simple.ANY;
    };
  }

  private FieldType element(Schema schema) {
    return isNullable(schema) ? Simple.ANY : type(schema);
  }

  private FieldType union(List<Schema> branches) {
    List<Schema> values =
        branches.stream().filter(branch -> branch.getType() != Schema.Type.NULL).toList();
    return values.size() == 1 ? type(values.get(0)) : Simple.ANY;
  }

  private static boolean isNullable(Schema schema) {
    return schema.getType() == Schema.Type.NULL
        || (schema.getType() == Schema.Type.UNION
            && schema.getTypes().stream().anyMatch(branch -> branch.getType() == Schema.Type.NULL));
  }
}
