// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.condition;

import dev.cel.common.values.NullValue;
import dev.freshet.events.DomainEvent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a condition sees of an event. Made once per event, and only when the first condition asks.
 * Belongs to one thread.
 */
public final class Variables {
  private final DomainEvent event;
  private @Nullable Map<String, Object> values;

  /** The variables of an event. */
  public Variables(DomainEvent event) {
    this.event = event;
  }

  Map<String, Object> values() {
    Map<String, Object> made = values;
    if (made == null) {
      made = Map.of("data", convertMap(event.data()), "event", attributes(event));
      values = made;
    }
    return made;
  }

  /** The same as they came, before they are made into what CEL knows. */
  Map<String, Object> originals() {
    return Map.of("data", event.data(), "event", attributes(event));
  }

  private static Map<String, Object> attributes(DomainEvent event) {
    Map<String, Object> attributes = new HashMap<>(event.extensions());
    attributes.put("id", event.id());
    attributes.put("source", event.source());
    attributes.put("type", event.type());
    if (event.subject() != null) {
      attributes.put("subject", event.subject());
    }
    if (event.time() != null) {
      attributes.put("time", event.time());
    }
    return attributes;
  }

  /** CEL has a null of its own, 64-bit integers, doubles, and no decimals. */
  private static Object convert(@Nullable Object value) {
    if (value == null) {
      return NullValue.NULL_VALUE;
    }
    if (value instanceof Map<?, ?> map) {
      return convertMap(map);
    }
    if (value instanceof List<?> list) {
      List<Object> converted = new ArrayList<>(list.size());
      list.forEach(item -> converted.add(convert(item)));
      return converted;
    }
    if (value instanceof BigDecimal || value instanceof Float) {
      return ((Number) value).doubleValue();
    }
    return value instanceof Integer integer ? (Object) integer.longValue() : value;
  }

  private static Map<String, Object> convertMap(Map<?, ?> map) {
    Map<String, Object> converted = new HashMap<>();
    map.forEach((key, value) -> converted.put(String.valueOf(key), convert(value)));
    return converted;
  }
}
