// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.condition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.events.DomainEvent;
import dev.freshet.rules.RandomConditions;
import dev.freshet.rules.condition.ConditionTrace.Predicate;
import dev.freshet.rules.condition.ConditionTrace.Read;
import dev.freshet.rules.condition.ConditionTrace.Result;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ConditionTracePropertyTest {

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void shouldTakePredicatesFromTheTextWithFieldsOfTheirOwn(
      @ForAll("conditions") String text, @ForAll("data") Map<String, Object> data) {
    ConditionTrace trace = ConditionTrace.of(compile(text), variables(data));

    int from = 0;
    for (Predicate predicate : trace.predicates()) {
      assertTrue(predicate.index() >= from, text);
      from = predicate.index() + predicate.text().length();
      assertEquals(predicate.text(), text.substring(predicate.index(), from), text);
      for (Read read : predicate.reads()) {
        assertTrue(read.names().stream().allMatch(predicate.text()::contains), text);
      }
    }
    assertTrue(trace.predicates().containsAll(trace.deciding()), text);
    assertFalse(trace.deciding().isEmpty(), text);
  }

  /** Whatever the other predicates come to, those that decided decide. */
  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void shouldNameWhatDecides(
      @ForAll("conditions") String text,
      @ForAll("data") Map<String, Object> data,
      @ForAll Random random) {
    Variables variables = variables(data);
    ConditionTrace trace = ConditionTrace.of(compile(text), variables);
    Result result = result(text, variables);
    boolean failed = trace.deciding().stream().anyMatch(one -> one.result() == Result.ERROR);
    assertEquals(result == Result.ERROR, failed, text);

    if (!failed) {
      String other = withOthersAtRandom(text, trace, random);

      assertEquals(result, result(other, variables), () -> text + " as " + other);
    }
  }

  private static String withOthersAtRandom(String text, ConditionTrace trace, Random random) {
    StringBuilder other = new StringBuilder(text);
    List<Predicate> predicates = trace.predicates();
    for (int i = predicates.size() - 1; i >= 0; i--) {
      Predicate one = predicates.get(i);
      boolean constant = one.text().equals("true") || one.text().equals("false");
      if (!constant && !trace.deciding().contains(one)) {
        String value = List.of("true", "false", "1/0 == 1").get(random.nextInt(3));
        other.replace(one.index(), one.index() + one.text().length(), "(" + value + ")");
      }
    }
    return other.toString();
  }

  private static Result result(String text, Variables variables) {
    try {
      return Result.of(compile(text).test(variables));
    } catch (ConditionFailedException e) {
      return Result.ERROR;
    }
  }

  private static Condition compile(String text) {
    StringBuilder problems = new StringBuilder(text);
    Condition condition = ConditionCompiler.compile(text, problems::append);
    return Objects.requireNonNull(condition, problems::toString);
  }

  private static Variables variables(Map<String, Object> data) {
    return new Variables(DomainEvent.of("1", "/s", "t", data));
  }

  @Provide
  Arbitrary<String> conditions() {
    return RandomConditions.conditions();
  }

  @Provide
  Arbitrary<Map<String, Object>> data() {
    return RandomConditions.data();
  }
}
