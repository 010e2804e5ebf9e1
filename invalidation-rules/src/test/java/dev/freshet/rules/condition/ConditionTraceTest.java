// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.condition;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.freshet.events.DomainEvent;
import dev.freshet.rules.condition.ConditionTrace.Predicate;
import dev.freshet.rules.condition.ConditionTrace.Read;
import dev.freshet.rules.condition.ConditionTrace.Result;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionTraceTest {

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "data.one > 1 => data.one > 1:false@0(data.one=1)",
        "data.yes && data.one > 1 && data.no => data.one > 1:false@12(data.one=1)",
        "data.no || data.one > 1 || !data.yes"
            + " => data.no:false@0(data.no=false) | data.one > 1:false@11(data.one=1)"
            + " | data.yes:true@28(data.yes=true)",
        "!(data.yes && (data.one == 1))"
            + " => data.yes:true@2(data.yes=true) | data.one == 1:true@15(data.one=1)",
        "!(data.no || data.yes || data.gone) => data.yes:true@13(data.yes=true)",
        "!!data.no => !!data.no:false@0(data.no=false)",
        "!!!data.yes => !!data.yes:true@1(data.yes=true)",
        "!has(data.one) => has(data.one):true@1(data.one=1)",
        "has(data.gone) => has(data.gone):false@0(data.gone?)",
        "data.one in [2, data.two] => data.one in [2, data.two]:false@0(data.one=1,data.two=2)",
        "data.yes ? data.no : data.gone"
            + " => data.yes:true@0(data.yes=true) | data.no:false@11(data.no=false)",
        "data.no ? true : {'a': false}['a']"
            + " => data.no:false@0(data.no=false) | {'a': false}['a']:false@17()",
        "data.yes ? false : data.gone => data.yes:true@0(data.yes=true)",
        "data.yes ? (data.no ? true : false) : true"
            + " => data.yes:true@0(data.yes=true) | data.no:false@12(data.no=false)",
        "(data.one) == (data.two) => (data.one) == (data.two):false@0(data.one=1,data.two=2)",
        "( (data.one) > 1 ) && data.yes => (data.one) > 1:false@2(data.one=1)",
        "data.text == 'a && b' && data.yes => data.text == 'a && b':false@0(data.text=x)",
        "'\uD83D\uDE00' == 'x' || data.no"
            + " => '\uD83D\uDE00' == 'x':false@0() | data.no:false@15(data.no=false)",
        "data['odd-name'] > 5 && data.yes" + " => data['odd-name'] > 5:false@0(data['odd-name']=3)",
        "data.list[0].name == 'b' => data.list[0].name == 'b':false@0(data.list[0].name=a)",
        "data.list.exists(i, i.name == 'b' && data.yes)"
            + " => data.list.exists(i, i.name == 'b' && data.yes):false@0"
            + "(data.list=[{name=a}],data.yes=true)",
        "data.list.exists(data, data.name == 'b')"
            + " => data.list.exists(data, data.name == 'b'):false@0(data.list=[{name=a}])",
        "event.type == 'x' => event.type == 'x':false@0(event.type=t)",
        "event.time < timestamp('2020-01-01T00:00:00Z')"
            + " => event.time < timestamp('2020-01-01T00:00:00Z'):false@0"
            + "(event.time=2026-11-20T00:00:00Z)",
        "data.nothing != null => data.nothing != null:false@0(data.nothing=null)",
        "data.gone > 1 && data.no => data.no:false@17(data.no=false)",
        "false => false:false@0()",
      })
  void shouldFindWhatMadeAConditionFalse(String text, String expected) {
    ConditionTrace trace = trace(text);

    assertEquals(
        expected,
        trace.deciding().stream()
            .filter(predicate -> predicate.result() != Result.ERROR)
            .map(ConditionTraceTest::show)
            .collect(Collectors.joining(" | ")));
  }

  @Test
  void shouldKeepErrorsThatDecide() {
    ConditionTrace trace = trace("data.yes && (data.gone.x > 1 || data.one / 0 > 1 || data.text)");

    assertEquals(
        List.of(
            "data.gone.x > 1: key 'gone' is not present in map.",
            "data.one / 0 > 1: division by zero",
            "data.text: found a value of type String, expected true or false"),
        trace.deciding().stream().map(one -> one.text() + ": " + one.error()).toList());
  }

  @Test
  void shouldGiveAllPredicatesInTheOrderOfTheText() {
    ConditionTrace trace = trace("data.no && !(data.yes ||\n data.one > 1) ? data.no : data.yes");

    assertEquals(
        List.of("data.no", "data.yes", "data.one > 1", "data.no", "data.yes"),
        trace.predicates().stream().map(Predicate::text).toList());
    assertEquals(
        List.of(0, 13, 26, 42, 52), trace.predicates().stream().map(Predicate::index).toList());
  }

  @Test
  void shouldBlameTheWholeIfOnlyTogetherItExceedsALimit() {
    String loop = "data.many.all(x, x >= 0)";
    ConditionTrace trace = trace(loop + " && " + loop.replace('x', 'y'));

    assertEquals(2, trace.predicates().size());
    assertEquals(Result.TRUE, trace.predicates().get(1).result());
    assertEquals(1, trace.deciding().size());
    assertEquals(Result.ERROR, trace.deciding().get(0).result());
    assertEquals(loop + " && " + loop.replace('x', 'y'), trace.deciding().get(0).text());
  }

  private static String show(Predicate predicate) {
    return predicate.reads().stream()
        .map(ConditionTraceTest::show)
        .collect(
            Collectors.joining(
                ",",
                predicate.text() + ":" + predicate.result().text() + "@" + predicate.index() + "(",
                ")"));
  }

  private static String show(Read read) {
    return read.path() + (read.present() ? "=" + read.value() : "?");
  }

  private static ConditionTrace trace(String text) {
    Condition condition = ConditionCompiler.compile(text, problem -> {});
    Map<String, @Nullable Object> data = new HashMap<>();
    data.put("one", 1L);
    data.put("two", 2L);
    data.put("odd-name", 3L);
    data.put("yes", true);
    data.put("no", false);
    data.put("text", "x");
    data.put("nothing", null);
    data.put("list", Arrays.asList(Map.of("name", "a")));
    data.put("many", LongStream.range(0, 600).boxed().toList());
    Instant time = Instant.parse("2026-11-20T00:00:00Z");
    DomainEvent event = new DomainEvent("7", "/s", "t", null, time, Map.of(), data);
    return ConditionTrace.of(Objects.requireNonNull(condition, text), new Variables(event));
  }
}
