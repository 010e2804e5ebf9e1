// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.sample;

import dev.freshet.events.DomainEvent;
import dev.freshet.rules.schema.EventTypes;
import dev.freshet.rules.schema.FieldType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds fields of a sample that no event of its type has. Stateless and safe for any thread. */
public final class UnknownFields {
  private final List<String> found = new ArrayList<>();

  private UnknownFields() {}

  /** Their paths, as in {@code items.price}, in the order of the sample; none of unknown types. */
  public static List<String> of(DomainEvent sample, EventTypes types) {
    UnknownFields fields = new UnknownFields();
    types.find(sample.type()).ifPresent(shape -> fields.look("", shape.data(), sample.data()));
    return fields.found.stream().distinct().toList();
  }

  private void look(String path, FieldType type, @Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      map.forEach((name, one) -> field(path, type, String.valueOf(name), one));
    } else if (value instanceof List<?> list && type instanceof FieldType.ListOf of) {
      list.forEach(one -> look(path, of.elements(), one));
    }
  }

  private void field(String parent, FieldType type, String name, @Nullable Object value) {
    String path = parent.isEmpty() ? name : parent + "." + name;
    if (type instanceof FieldType.MapOf of) {
      look(path, of.values(), value);
    } else if (type instanceof FieldType.Struct struct) {
      FieldType.Field field = struct.fields().get(name);
      if (field != null) {
        look(path, field.type(), value);
      } else if (!struct.open()) {
        found.add(path);
      }
    }
  }
}
