// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.condition;

import dev.cel.common.types.CelType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.CelValue;
import dev.cel.common.values.NullValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A map of an event as CEL sees it: with a null of CEL's own, 64-bit integers, doubles, and no
 * decimals. What is asked for is converted when it is asked for. For each read of a field CEL walks
 * through any map with all maps and lists in it, to see whether a value must be converted, except
 * for one that is a value of its own: therefore this is such a value. Cannot be changed; safe for
 * any thread as long as nobody changes the map below.
 */
@SuppressWarnings("Immutable") // Nobody changes the payload of an event.
final class MapView extends CelValue implements Map<String, Object> {
  private static final CelType TYPE = MapType.create(SimpleType.DYN, SimpleType.DYN);

  private final Map<String, ? extends @Nullable Object> fields;

  MapView(Map<String, ? extends @Nullable Object> fields) {
    this.fields = fields;
  }

  @Override
  public @Nullable Object get(@Nullable Object key) {
    return containsKey(key) ? convert(fields.get(key)) : null;
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return key instanceof String && fields.containsKey(key);
  }

  @Override
  public int size() {
    return fields.size();
  }

  @Override
  public boolean isEmpty() {
    return fields.isEmpty();
  }

  @Override
  public boolean containsValue(@Nullable Object value) {
    return converted().containsValue(value);
  }

  @Override
  public Set<String> keySet() {
    return converted().keySet();
  }

  @Override
  public Collection<Object> values() {
    return converted().values();
  }

  @Override
  public Set<Entry<String, Object>> entrySet() {
    return converted().entrySet();
  }

  private Map<String, Object> converted() {
    Map<String, Object> converted = new LinkedHashMap<>();
    fields.forEach((key, value) -> converted.put(key, convert(value)));
    return converted;
  }

  @SuppressWarnings("unchecked") // Maps of events have texts as keys.
  private static Object convert(@Nullable Object value) {
    if (value == null) {
      return NullValue.NULL_VALUE;
    }
    if (value instanceof Map<?, ?> map) {
      return new MapView((Map<String, ? extends @Nullable Object>) map);
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

  @Override
  public Object value() {
    return this;
  }

  @Override
  public boolean isZeroValue() {
    return isEmpty();
  }

  @Override
  public CelType celType() {
    return TYPE;
  }

  @Override
  public Object put(String key, Object value) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Object remove(@Nullable Object key) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void putAll(Map<? extends String, ? extends Object> map) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void clear() {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Map && converted().equals(other);
  }

  @Override
  public int hashCode() {
    return converted().hashCode();
  }

  @Override
  public String toString() {
    return converted().toString();
  }
}
