// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.condition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.events.DomainEvent;
import dev.freshet.rules.source.IssueCode;
import dev.freshet.rules.source.Limit;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data.integer > 0",
        "data.fraction > 0",
        "data.fraction >= 2.5",
        "data.integer < 5.5 && data.integer == 5.0",
        "data.decimal > 1",
        "data.nothing == null",
        "!has(data.missing)",
        "has(data.nested.list)",
        "data.nested.list.exists(item, item.flag == true)",
        "data.nested.list[0].name.startsWith('a')",
        "data.at > timestamp('2020-01-01T00:00:00Z')",
        "event.time > data.at",
        "event.type == 'payment.success' && event.subject == 'p1'",
        "event.tenant == 'blue' && event.id == '7' && event.source == '/pay'",
        "data.text.matches('^[a-z]{1,3}$')",
        "data.text in ['abc', 'def']",
        "data.text > data.nested.list[0]['name']",
        "data.nested.list[0]['name'] < data['text']",
        "data.flag",
        "data.missing == 1 || true",
      })
  void shouldHoldFor(String text) throws ConditionFailedException {
    assertTrue(compile(text).test(new Variables(event())), text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "data.integer / 0 > 1 => 13 => condition: division by zero",
        "data.missing > 1 => 4 => condition: key 'missing' is not present in map.",
        "event.missing == 'x' => 5 => condition: key 'missing' is not present in map.",
        "data.text => 0 => condition: found a value of type String, expected true or false",
        "data.nothing => 0 => condition: found a value of type NullValue, expected true or false",
        "data.nested => 0 => condition: found a map, expected true or false",
      })
  void shouldFailAtAPlaceFor(String text, int index, String reason) {
    Condition condition = compile(text);

    var failure =
        assertThrows(ConditionFailedException.class, () -> condition.test(new Variables(event())));

    assertEquals(reason, failure.reason());
    assertEquals(index, failure.index());
  }

  @Test
  void shouldFailOnValuesThatCannotBeCompared() {
    Condition condition = compile("data.text > 1");

    assertThrows(ConditionFailedException.class, () -> condition.test(new Variables(event())));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "int(data.text) > 1 => a text has not the form that its conversion expects",
        "timestamp(data.text) > event.time => a text has not the form that its conversion expects",
        "data.text && true => a value is of a type that cannot stand here",
        "data[data.text] == 1 => a map lacks the key that it is asked for",
        "data.nested.list[data.integer] == 1 => a list is shorter than the index",
        "data.integer + 9223372036854775807 > 0 => a number is out of range",
        "{data.text: 1, 'abc': 2}.size() == 1 => a map would have a key twice",
        "data.text.x == 1 => what `x` is read of has no fields",
        "data.text > 1 => `>` cannot take values of these types",
        "data.text.startsWith(data.integer) => `startsWith` cannot take values of these types",
      })
  void shouldQuoteNoValueOfTheEvent(String text, String reason) {
    Condition condition = compile(text);

    var failure =
        assertThrows(ConditionFailedException.class, () -> condition.test(new Variables(event())));

    assertEquals("condition: " + reason, failure.reason());
  }

  @Test
  void shouldStopAComprehensionAtTheLimit() {
    Condition condition = compile("data.many.all(a, data.many.all(b, a + b >= 0))");
    List<Long> many = LongStream.range(0, 100).boxed().toList();

    var failure =
        assertThrows(
            ConditionFailedException.class,
            () ->
                condition.test(
                    new Variables(DomainEvent.of("1", "/s", "e", Map.of("many", many)))));

    assertEquals("condition: " + Limit.CONDITION_ITERATIONS.exceeded(), failure.reason());
  }

  @Test
  void shouldPlaceAFailureBehindAnEmojiInUtf16Units() {
    Condition condition = compile("'\uD83D\uDE00' == 'x' || 1 / (data.integer - 5) > 0");

    var failure =
        assertThrows(ConditionFailedException.class, () -> condition.test(new Variables(event())));

    assertEquals('/', condition.toString().charAt(failure.index()));
  }

  @Test
  void shouldNameEachLimit() {
    assertEquals(List.of(Limit.CONDITION_LENGTH.exceededBy(2_001)), problems("x".repeat(2_001)));
    assertEquals(
        List.of(Limit.CONDITION_DEPTH.exceeded()),
        problems("(".repeat(40) + "true" + ")".repeat(40)));
    assertEquals(
        List.of(Limit.CONDITION_SIZE.exceeded()), problems("[" + "1,".repeat(600) + "1] == []"));
    assertEquals(
        List.of(Limit.REGEX_LENGTH.exceededBy(201)),
        problems("data.text.matches('" + "a".repeat(201) + "')"));
    assertEquals(
        List.of(Limit.REGEX_REPETITIONS.exceeded()),
        problems("data.text.matches('((a{1,99}){1,99}){5,}')"));
  }

  @Test
  void shouldRefuseARegexThatAnEventBrings() {
    assertEquals(
        List.of("a regex comes from data, expected a text in quotes"),
        problems("data.text.matches(data.text)"));
    assertEquals(
        List.of("a regex comes from data, expected a text in quotes"),
        problems("data.many.exists(m, matches(data.text, m))"));
  }

  @Test
  void shouldReportAProblemOnTheRightLine() {
    List<Problem> found = new ArrayList<>();

    ConditionCompiler.compile("data.x > 1\n  && unheard", found::add);

    assertEquals(1, found.size());
    assertEquals(IssueCode.CONDITION, found.get(0).code());
    assertEquals("data.x > 1\n  && ".length(), found.get(0).index());
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "data.a != null => a",
        "null != data.a.b => a.b",
        "data.a == 'x' && data.b > 1 && data.c in [1, 2] => a b c",
        "data.a.startsWith('x') && data.flag => a flag",
        "data.a == 1 || data.b == 1 => ''",
        "!(data.a == 1) => ''",
        "has(data.a) => ''",
        "data.a == null => ''",
        "data.a != 'x' => ''",
        "data.a == data.b => ''",
        "data.a in [null, 1] => ''",
        "data.list.exists(one, one.a == 1) => ''",
        "event.subject == 'x' => ''",
      })
  void shouldKnowWhichFieldsHaveAValueWhenItHolds(String text, String paths) {
    assertEquals(paths, String.join(" ", new TreeSet<>(compile(text).guarded())));
  }

  private static List<String> problems(String text) {
    List<String> messages = new ArrayList<>();
    Condition condition =
        ConditionCompiler.compile(text, problem -> messages.add(problem.message()));
    assertEquals(null, condition);
    return messages;
  }

  private static Condition compile(String text) {
    List<Problem> problems = new ArrayList<>();
    Condition condition = ConditionCompiler.compile(text, problems::add);
    assertEquals(List.of(), problems);
    assertNotNull(condition);
    return Objects.requireNonNull(condition);
  }

  private static DomainEvent event() {
    Map<String, @Nullable Object> data = new HashMap<>();
    data.put("integer", 5L);
    data.put("fraction", 2.5);
    data.put("decimal", new BigDecimal("1.01"));
    data.put("nothing", null);
    data.put("text", "abc");
    data.put("flag", true);
    data.put("at", Instant.parse("2026-01-01T00:00:00Z"));
    data.put("nested", Map.of("list", List.of(Map.of("flag", true, "name", "ab"))));
    Instant time = Instant.parse("2026-11-20T00:00:00Z");
    return new DomainEvent(
        "7", "/pay", "payment.success", "p1", time, Map.of("tenant", "blue"), data);
  }
}
