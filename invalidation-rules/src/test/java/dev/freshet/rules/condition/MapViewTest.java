// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.condition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cel.common.values.NullValue;
import dev.freshet.events.DomainEvent;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** CEL takes the view for a map, whatever is done with it. */
class MapViewTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "size(data) == 5 && size(data.map) == 2",
        "'map' in data && !('none' in data) && !(dyn(1) in data.map)",
        "data['map']['a'] == 1",
        "data.map == {'a': 1, 'b': 2.5} && {'b': 2.5, 'a': 1.0} == data.map",
        "data.map != {'a': 1} && data.map != data.empty && data.map == data.map",
        "data.map in [{'a': 1, 'b': 2.5}] && data.empty == {}",
        "data.map.all(key, key in ['a', 'b']) && data.map.exists(key, data.map[key] == 2.5)",
        "data.map.map(key, data.map[key]).exists(value, value == 1)",
        "data.list.exists(one, one.deep.flag) && data.list[0].deep == {'flag': true}",
        "data.list.map(one, one.deep).filter(one, has(one.flag)) == [data.list[0].deep]",
        "has(data.map.a) && !has(data.map.c) && data.nothing == null && has(data.nothing)",
        "type(data) == map && type(data.map) == type({}) && type(data.list) == list",
        "dyn(data) == dyn(data) && [data, data.map][1].a == 1",
        "(data.map.a == 1 ? data.map : data.empty).b > 2",
      })
  void shouldBeAMapForCel(String text) throws ConditionFailedException {
    Condition condition =
        ConditionCompiler.compile(
            text, problem -> assertNull(problem, () -> text + ": " + problem.message()));

    assertTrue(Objects.requireNonNull(condition).test(new Variables(event(payload()))), text);
  }

  @Test
  void shouldBeAMapForJava() {
    MapView view = new MapView(payload());

    assertEquals(Set.of("map", "list", "nothing", "empty", "amount"), view.keySet());
    assertEquals(NullValue.NULL_VALUE, view.get("nothing"));
    assertNull(view.get("none"));
    assertNull(view.get((Object) 1L));
    assertEquals(7.5, view.get("amount"));
    assertEquals(Map.of("a", 1L, "b", 2.5), view.get("map"));
    assertEquals(view.get("map"), Map.of("a", 1L, "b", 2.5));
    assertEquals(Map.of("a", 1L, "b", 2.5).hashCode(), new MapView(inner()).hashCode());
    assertEquals(5, view.entrySet().size());
    assertTrue(view.containsValue(7.5) && !view.containsValue("none"));
    assertFalse(view.isEmpty() || view.isZeroValue());
    assertThrows(UnsupportedOperationException.class, view::clear);
  }

  @Test
  void shouldReadNothingButWhatAConditionAsksFor() throws ConditionFailedException {
    AtomicInteger reads = new AtomicInteger();
    Map<String, @Nullable Object> counting =
        new HashMap<>(payload()) {
          private static final long serialVersionUID = 1L;

          @Override
          public Set<Entry<String, Object>> entrySet() {
            reads.incrementAndGet();
            return super.entrySet();
          }

          @Override
          public void forEach(BiConsumer<? super String, ? super @Nullable Object> action) {
            reads.incrementAndGet();
            super.forEach(action);
          }
        };
    Condition condition = ConditionCompiler.compile("data.inside.amount > 1", problem -> {});

    assertTrue(
        Objects.requireNonNull(condition)
            .test(new Variables(event(new HashMap<>(Map.of("inside", counting))))));
    assertEquals(0, reads.get());
  }

  private static DomainEvent event(Map<String, @Nullable Object> data) {
    return DomainEvent.of("1", "/s", "t", data);
  }

  private static Map<String, @Nullable Object> inner() {
    // Fails if it is asked for anything but texts.
    return new TreeMap<>(Map.of("a", 1, "b", new BigDecimal("2.5")));
  }

  private static Map<String, @Nullable Object> payload() {
    Map<String, @Nullable Object> payload = new HashMap<>();
    payload.put("map", inner());
    payload.put("list", List.of(Map.of("deep", Map.of("flag", true))));
    payload.put("nothing", null);
    payload.put("empty", Map.of());
    payload.put("amount", new BigDecimal("7.5"));
    return payload;
  }
}
