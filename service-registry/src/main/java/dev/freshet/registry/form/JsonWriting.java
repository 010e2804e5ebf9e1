// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry.form;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/**
 * Records as JSON values: maps, lists, texts, numbers. Fields keep their names and order, those
 * that are null are left out, and times are texts as RFC 3339 has them, without the {@code Ms} of
 * their names. Stateless.
 */
final class JsonWriting {
  private static final String MS = "Ms";
  private static final Set<String> TIMES =
      Set.of("startedAtMs", "sentAtMs", "sinceMs", "closedTimeMs", "atMs");

  private JsonWriting() {}

  static Map<String, Object> object(IndexedRecord record) {
    Map<String, Object> object = new LinkedHashMap<>();
    CapabilityType.of(record.getSchema()).ifPresent(type -> object.put("type", JsonNames.of(type)));
    for (Schema.Field field : record.getSchema().getFields()) {
      Object value = record.get(field.pos());
      if (value instanceof Long ms && TIMES.contains(field.name())) {
        object.put(withoutMs(field.name()), Instant.ofEpochMilli(ms).toString());
      } else if (value != null) {
        object.put(field.name(), value(value));
      }
    }
    return object;
  }

  private static String withoutMs(String name) {
    return name.substring(0, name.length() - MS.length());
  }

  static List<Object> list(List<?> values) {
    return values.stream().map(JsonWriting::value).toList();
  }

  private static Object value(Object value) {
    if (value instanceof IndexedRecord record) {
      return object(record);
    }
    if (value instanceof List<?> list) {
      return list(list);
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> sorted = new TreeMap<>();
      map.forEach((name, each) -> sorted.put(String.valueOf(name), each));
      return sorted;
    }
    return value instanceof Enum<?> constant ? JsonNames.of(constant) : value;
  }
}
