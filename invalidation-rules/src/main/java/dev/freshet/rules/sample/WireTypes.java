// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.sample;

import dev.freshet.events.DomainEvent;
import dev.freshet.rules.schema.EventTypes;
import dev.freshet.rules.schema.FieldType;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gives the values of a sample the types that they have on the wire. JSON and YAML know no
 * timestamps, Avro does: where the schema of an event says timestamp, a text in the form of RFC
 * 3339 becomes an {@link java.time.Instant}. Numbers stay what they are: a schema does not tell
 * whether {@code 12} arrives as a whole number (JSON) or as a fraction (Avro). Stateless and safe
 * for any thread.
 */
public final class WireTypes {
  private WireTypes() {}

  /** The same event, if its type is known with timestamps where its schema has them. */
  public static DomainEvent apply(DomainEvent sample, EventTypes types) {
    return types
        .find(sample.type())
        .map(shape -> withData(sample, struct(shape.data(), sample.data())))
        .orElse(sample);
  }

  private static DomainEvent withData(DomainEvent event, Map<String, @Nullable Object> data) {
    return new DomainEvent(
        event.id(),
        event.source(),
        event.type(),
        event.subject(),
        event.time(),
        event.extensions(),
        data);
  }

  private static @Nullable Object value(FieldType type, @Nullable Object value) {
    if (type == FieldType.Simple.TIMESTAMP && value instanceof String text) {
      return timestamp(text);
    }
    if (value instanceof Map<?, ?> map) {
      return type instanceof FieldType.Struct struct
          ? struct(struct, map)
          : type instanceof FieldType.MapOf of ? map(of, map) : map;
    }
    return type instanceof FieldType.ListOf of && value instanceof List<?> list
        ? list(of, list)
        : value;
  }

  private static Map<String, @Nullable Object> struct(FieldType.Struct struct, Map<?, ?> values) {
    Map<String, @Nullable Object> typed = new LinkedHashMap<>();
    values.forEach(
        (name, value) -> {
          FieldType.Field field = struct.fields().get(name);
          typed.put(String.valueOf(name), field == null ? value : value(field.type(), value));
        });
    return typed;
  }

  private static Map<String, @Nullable Object> map(FieldType.MapOf of, Map<?, ?> values) {
    Map<String, @Nullable Object> typed = new LinkedHashMap<>();
    values.forEach((name, value) -> typed.put(String.valueOf(name), value(of.values(), value)));
    return typed;
  }

  private static List<@Nullable Object> list(FieldType.ListOf of, List<?> values) {
    List<@Nullable Object> typed = new ArrayList<>(values.size());
    values.forEach(value -> typed.add(value(of.elements(), value)));
    return typed;
  }

  /** A text that is no time stays a text: whoever compares it with one says what is wrong. */
  private static Object timestamp(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      return text;
    }
  }
}
