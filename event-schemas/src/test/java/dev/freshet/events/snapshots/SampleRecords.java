// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.snapshots;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * Records of a schema, without chance: as many as its widest union has branches, so that together
 * they take each branch of each union.
 */
final class SampleRecords {
  private SampleRecords() {}

  static List<GenericRecord> of(Schema schema) {
    List<GenericRecord> records = new ArrayList<>();
    for (int number = 0; number < widestUnion(schema); number++) {
      records.add(recordOf(schema, number));
    }
    return records;
  }

  private static int widestUnion(Schema schema) {
    return switch (schema.getType()) {
      case RECORD ->
          schema.getFields().stream()
              .mapToInt(field -> widestUnion(field.schema()))
              .max()
              .orElse(1);
      case UNION ->
          Math.max(
              schema.getTypes().size(),
              schema.getTypes().stream().mapToInt(SampleRecords::widestUnion).max().orElse(1));
      case ARRAY -> widestUnion(schema.getElementType());
      case MAP -> widestUnion(schema.getValueType());
      default -> 1;
    };
  }

  private static GenericRecord recordOf(Schema schema, int number) {
    GenericData.Record record = new GenericData.Record(schema);
    for (Schema.Field field : schema.getFields()) {
      record.put(field.pos(), valueOf(field.schema(), field.name(), number));
    }
    return record;
  }

  private static @Nullable Object valueOf(Schema schema, String name, int number) {
    return switch (schema.getType()) {
      case RECORD -> recordOf(schema, number);
      case UNION -> valueOf(schema.getTypes().get(number % schema.getTypes().size()), name, number);
      case ARRAY -> List.of(requireValue(schema.getElementType(), name, number));
      case MAP -> Map.of(name + "-key", requireValue(schema.getValueType(), name, number));
      case ENUM -> new GenericData.EnumSymbol(schema, schema.getEnumSymbols().get(0));
      case FIXED -> new GenericData.Fixed(schema, new byte[schema.getFixedSize()]);
      case STRING -> name + "-ü" + number;
      case BYTES -> ByteBuffer.wrap(name.getBytes(StandardCharsets.UTF_8));
      case INT -> 7 + number;
      case LONG -> 1_700_000_000_000L + number;
      case FLOAT -> 0.5f + number;
      case DOUBLE -> 12.25 + number;
      case BOOLEAN -> number % 2 == 0;
      case NULL -> null;
    };
  }

  private static Object requireValue(Schema schema, String name, int number) {
    Object value = valueOf(schema, name, number);
    if (value == null) {
      throw new IllegalStateException(name + ": found no value, expected no null inside a list");
    }
    return value;
  }
}
