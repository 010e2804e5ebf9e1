// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.condition;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.freshet.events.DomainEvent;
import dev.freshet.rules.schema.CoveredEvents;
import dev.freshet.rules.schema.EventShape;
import dev.freshet.rules.schema.FieldType;
import dev.freshet.rules.schema.FieldType.Field;
import dev.freshet.rules.schema.FieldType.ListOf;
import dev.freshet.rules.schema.FieldType.MapOf;
import dev.freshet.rules.schema.FieldType.Simple;
import dev.freshet.rules.schema.FieldType.Struct;
import dev.freshet.rules.source.IssueCode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import org.jspecify.annotations.Nullable;

/** A condition that passes the type check runs, on maps, for every event that fits the schema. */
class TypeChecksPropertyTest {
  private static final EventShape SHAPE =
      new EventShape(
          "e",
          "test",
          struct(
              Map.of(
                  "i", Simple.INTEGER,
                  "d", Simple.DECIMAL,
                  "s", Simple.TEXT,
                  "b", Simple.BOOL,
                  "t", Simple.TIMESTAMP,
                  "l", new ListOf(Simple.INTEGER),
                  "m", new MapOf(Simple.TEXT),
                  "o", struct(Map.of("s", Simple.TEXT)))));

  private static final CoveredEvents EVENTS = new CoveredEvents("e", List.of(SHAPE));
  private static final TypeChecks CHECKS = new TypeChecks();

  @Property(tries = 3_000)
  void shouldRunWhatPassesTheCheck(
      @ForAll("conditions") String text, @ForAll("events") Map<String, Object> data) {
    List<Problem> problems = new ArrayList<>();
    Condition condition = CHECKS.compile(text, EVENTS, problems::add);
    boolean passes = condition != null && problems.isEmpty();
    Statistics.collect(passes);
    Statistics.coverage(
        coverage -> coverage.check(true).percentage(some -> some > 20.0 && some < 80.0));

    if (passes) {
      Map<String, @Nullable Object> payload = new HashMap<>(data);
      Variables variables = new Variables(DomainEvent.of("1", "/s", "e", payload));
      assertDoesNotThrow(() -> Objects.requireNonNull(condition).test(variables), text);
    }
  }

  @Property(tries = 500)
  void shouldFindAnUnknownFieldWhereverItStands(@ForAll("conditions") String text) {
    String wrong = text.replace("data.i", "data.unknown").replace("data.o.s", "data.o.unknown");
    List<Problem> problems = new ArrayList<>();
    Assume.that(CHECKS.compile(wrong, EVENTS, problems::add) != null);

    Set<Integer> found =
        problems.stream()
            .filter(problem -> problem.code() == IssueCode.UNKNOWN_FIELD)
            .map(Problem::index)
            .collect(Collectors.toSet());

    Set<Integer> wanted =
        Pattern.compile("unknown")
            .matcher(wrong)
            .results()
            .map(MatchResult::start)
            .collect(Collectors.toSet());
    assertEquals(wanted, found, wrong);
  }

  @Provide
  Arbitrary<String> conditions() {
    Arbitrary<String> value =
        Arbitraries.of(
            "data.i",
            "data.d",
            "data.s",
            "data.b",
            "data.t",
            "data.o.s",
            "data.m['k']",
            "data.l[0]",
            "size(data.l)",
            "1",
            "1.5",
            "'x'",
            "timestamp('2026-01-01T00:00:00Z')");
    Arbitrary<String> comparison =
        Combinators.combine(value, Arbitraries.of("==", "!=", "<", ">="), value)
            .as((left, operator, right) -> left + " " + operator + " " + right);
    // CEL itself lets a time be ordered with null: only equality is asked here.
    Arbitrary<String> nothing = value.map(one -> one + " != null");
    Arbitrary<String> other =
        Arbitraries.of(
            "data.b",
            "data.s",
            "has(data.o.s)",
            "'i' in data",
            "data['i'] == 1",
            "'k' in data.m",
            "data.d in [1, 2]",
            "data.i in [1.0]",
            "data.i in data.l",
            "data.s.startsWith('x')",
            "data.i.startsWith('x')",
            "data.l.exists(one, one > 1.5)",
            "data.l.all(one, one == 'x')",
            "data.i + 1 > 2",
            "data.d + 1 > 2.0",
            "data.d + 1.0 > 2",
            "data.t - data.t < duration('1h')",
            "string(data.i) == 'x'");
    Arbitrary<String> simple = Arbitraries.oneOf(comparison, comparison, nothing, other);
    Arbitrary<String> both =
        Combinators.combine(simple, Arbitraries.of(" && ", " || "), simple)
            .as((left, operator, right) -> left + operator + "!(" + right + ")");
    return Arbitraries.oneOf(simple, simple, both);
  }

  @Provide
  Arbitrary<Map<String, Object>> events() {
    return Combinators.combine(
            Arbitraries.of(0L, 1L, 7L),
            Arbitraries.<Object>of(1.0, 2.5, new BigDecimal("1.50")),
            Arbitraries.of("", "x"))
        .as(
            (integer, decimal, text) ->
                Map.of(
                    "i",
                    integer,
                    "d",
                    decimal,
                    "s",
                    text,
                    "b",
                    integer > 0,
                    "t",
                    Instant.ofEpochSecond(integer),
                    "any",
                    integer,
                    "l",
                    List.of(integer, 2L),
                    "m",
                    Map.of("k", text),
                    "o",
                    Map.of("s", text)));
  }

  private static Struct struct(Map<String, FieldType> types) {
    Map<String, Field> fields = new HashMap<>();
    types.forEach((name, type) -> fields.put(name, new Field(type, false, "")));
    return new Struct(fields, false);
  }
}
