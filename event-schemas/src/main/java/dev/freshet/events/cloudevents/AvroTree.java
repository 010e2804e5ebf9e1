// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.cloudevents;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/**
 * Generic Avro data as the trees of {@link dev.freshet.events.DomainEvent#data()}. Decimals and
 * timestamps keep their types; dates, local times, UUIDs and enums become text; bytes become
 * Base64.
 */
final class AvroTree {
  private AvroTree() {}

  static Map<String, @Nullable Object> of(IndexedRecord record) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (Schema.Field field : record.getSchema().getFields()) {
      map.put(field.name(), valueOf(record.get(field.pos())));
    }
    return map;
  }

  private static @Nullable Object valueOf(@Nullable Object value) {
    if (value == null
        || value instanceof Boolean
        || value instanceof BigDecimal
        || value instanceof Instant) {
      return value;
    }
    if (value instanceof Number number) {
      return numberOf(number);
    }
    if (value instanceof IndexedRecord record) {
      return of(record);
    }
    if (value instanceof Map<?, ?> map) {
      return mapOf(map);
    }
    if (value instanceof Collection<?> collection) {
      return listOf(collection);
    }
    if (value instanceof ByteBuffer buffer) {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.duplicate().get(bytes);
      return Base64.getEncoder().encodeToString(bytes);
    }
    if (value instanceof GenericFixed fixed) {
      return Base64.getEncoder().encodeToString(fixed.bytes());
    }
    // Strings, enums, UUIDs, dates and local times are what their text says.
    return value.toString();
  }

  private static Object numberOf(Number number) {
    return number instanceof Float || number instanceof Double
        ? (Object) number.doubleValue()
        : (Object) number.longValue();
  }

  private static Map<String, @Nullable Object> mapOf(Map<?, ?> map) {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    map.forEach((key, value) -> out.put(String.valueOf(key), valueOf(value)));
    return out;
  }

  private static List<@Nullable Object> listOf(Collection<?> collection) {
    List<@Nullable Object> out = new ArrayList<>(collection.size());
    collection.forEach(value -> out.add(valueOf(value)));
    return out;
  }
}
