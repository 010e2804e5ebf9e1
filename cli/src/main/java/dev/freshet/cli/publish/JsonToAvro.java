// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.publish;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshet.cli.UsageFailure;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * Makes records from JSON as people write it: unions without their type's name, times as text, and
 * fields with a default left out. Names the field where it does not fit. Stateless.
 */
public final class JsonToAvro {
  private JsonToAvro() {}

  /**
   * The record.
   *
   * @param where what to call the data in messages
   * @throws UsageFailure if the JSON does not fit the schema
   */
  public static GenericRecord convert(String where, JsonNode json, Schema schema) {
    return record(where, json, schema);
  }

  private static @Nullable Object value(String where, JsonNode json, Schema schema) {
    return switch (schema.getType()) {
      case RECORD -> record(where, json, schema);
      case UNION -> union(where, json, schema);
      case ARRAY -> array(where, json, schema);
      case MAP -> map(where, json, schema);
      case STRING -> require(where, json.isTextual(), json, schema) ? json.textValue() : null;
      case BOOLEAN -> require(where, json.isBoolean(), json, schema) ? json.booleanValue() : null;
      case INT -> require(where, isInt(json), json, schema) ? json.intValue() : null;
      case LONG -> number(where, json, schema);
      case FLOAT -> require(where, json.isNumber(), json, schema) ? json.floatValue() : null;
      case DOUBLE -> require(where, json.isNumber(), json, schema) ? json.doubleValue() : null;
      case ENUM -> symbol(where, json, schema);
      case BYTES -> bytes(where, json, schema);
      case NULL -> nothing(where, json, schema);
      case FIXED -> throw new UsageFailure(where + ": fixed bytes cannot be given as JSON");
    };
  }

  private static GenericRecord record(String where, JsonNode json, Schema schema) {
    require(where, json.isObject(), json, schema);
    GenericRecord record = new GenericData.Record(schema);
    for (Map.Entry<String, JsonNode> field : json.properties()) {
      if (schema.getField(field.getKey()) == null) {
        throw new UsageFailure(
            "%s.%s: %s has no such field, expected one of %s"
                .formatted(where, field.getKey(), schema.getName(), names(schema)));
      }
    }
    for (Schema.Field field : schema.getFields()) {
      record.put(field.pos(), fieldOf(where + "." + field.name(), json.get(field.name()), field));
    }
    return record;
  }

  private static @Nullable Object fieldOf(
      String where, @Nullable JsonNode json, Schema.Field field) {
    if (json != null) {
      return value(where, json, field.schema());
    }
    if (!field.hasDefaultValue()) {
      throw new UsageFailure(where + ": found nothing, expected " + describe(field.schema()));
    }
    return GenericData.get().getDefaultValue(field);
  }

  /** The first type that fits; what is wrong with the last one, if none does. */
  private static @Nullable Object union(String where, JsonNode json, Schema schema) {
    UsageFailure last = null;
    for (Schema type : schema.getTypes()) {
      try {
        return value(where, json, type);
      } catch (UsageFailure e) {
        last = e;
      }
    }
    List<Schema> real =
        schema.getTypes().stream().filter(type -> type.getType() != Schema.Type.NULL).toList();
    throw real.size() == 1 && last != null ? last : mismatch(where, json, schema);
  }

  private static List<@Nullable Object> array(String where, JsonNode json, Schema schema) {
    require(where, json.isArray(), json, schema);
    List<@Nullable Object> values = new ArrayList<>(json.size());
    for (JsonNode element : json) {
      values.add(value(where + "[" + values.size() + "]", element, schema.getElementType()));
    }
    return values;
  }

  private static Map<String, @Nullable Object> map(String where, JsonNode json, Schema schema) {
    require(where, json.isObject(), json, schema);
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : json.properties()) {
      String name = entry.getKey();
      values.put(name, value(where + "." + name, entry.getValue(), schema.getValueType()));
    }
    return values;
  }

  private static long number(String where, JsonNode json, Schema schema) {
    if (json.isTextual() && schema.getLogicalType() instanceof LogicalTypes.TimestampMillis) {
      return instant(where, json, schema).toEpochMilli();
    }
    if (json.isTextual() && schema.getLogicalType() instanceof LogicalTypes.TimestampMicros) {
      return ChronoUnit.MICROS.between(Instant.EPOCH, instant(where, json, schema));
    }
    require(where, json.isIntegralNumber() && json.canConvertToLong(), json, schema);
    return json.longValue();
  }

  private static Instant instant(String where, JsonNode json, Schema schema) {
    try {
      return Instant.parse(json.textValue());
    } catch (DateTimeException e) {
      throw mismatch(where, json, schema);
    }
  }

  private static GenericData.EnumSymbol symbol(String where, JsonNode json, Schema schema) {
    boolean known = json.isTextual() && schema.hasEnumSymbol(json.textValue());
    require(where, known, json, schema);
    return new GenericData.EnumSymbol(schema, json.textValue());
  }

  /** As Avro's own JSON has them: one character for each byte. */
  private static ByteBuffer bytes(String where, JsonNode json, Schema schema) {
    require(where, json.isTextual(), json, schema);
    return ByteBuffer.wrap(json.textValue().getBytes(StandardCharsets.ISO_8859_1));
  }

  private static @Nullable Object nothing(String where, JsonNode json, Schema schema) {
    require(where, json.isNull(), json, schema);
    return null;
  }

  private static boolean isInt(JsonNode json) {
    return json.isIntegralNumber() && json.canConvertToInt();
  }

  private static boolean require(String where, boolean fits, JsonNode json, Schema schema) {
    if (!fits) {
      throw mismatch(where, json, schema);
    }
    return true;
  }

  private static UsageFailure mismatch(String where, JsonNode json, Schema schema) {
    String found = json.getNodeType().name().toLowerCase(Locale.ROOT);
    return new UsageFailure(where + ": found " + found + ", expected " + describe(schema));
  }

  private static String describe(Schema schema) {
    if (schema.getType() == Schema.Type.UNION) {
      return String.join(" or ", schema.getTypes().stream().map(JsonToAvro::describe).toList());
    }
    if (schema.getType() == Schema.Type.ENUM) {
      return "one of " + schema.getEnumSymbols();
    }
    if (schema.getLogicalType() != null && schema.getType() == Schema.Type.LONG) {
      return "a time such as 2026-01-31T12:00:00Z, or a whole number";
    }
    return schema.getType() == Schema.Type.RECORD
        ? "an object (" + schema.getName() + ")"
        : schema.getType().getName();
  }

  private static List<String> names(Schema schema) {
    return schema.getFields().stream().map(Schema.Field::name).toList();
  }
}
