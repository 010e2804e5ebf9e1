// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules;

import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Conditions of all forms over the fields {@code a} to {@code d}, and data that has some. */
public final class RandomConditions {
  private static final List<String> FIELDS = List.of("a", "b", "c", "d");
  private static final List<String> PREDICATES =
      List.of(
          "data.F > 0",
          "data.F == 'x'",
          "has(data.F)",
          "data.F",
          "data['F'] != null",
          "1 / data.F > 0",
          "data.F in [1, 2, 'x']",
          "data.F.exists(i, i > 1 || i == 0)",
          "size(data.F) == 1",
          "(data.F) == (data.a)",
          "data.F[0] == 1",
          "data.F.startsWith('x') == true",
          "event.type == 't'",
          "(data.F ? 1 : 2) == 1",
          "true",
          "false");

  private RandomConditions() {}

  public static Arbitrary<String> conditions() {
    return conditions(4);
  }

  private static Arbitrary<String> conditions(int depth) {
    Arbitrary<String> predicate =
        Combinators.combine(Arbitraries.of(PREDICATES), Arbitraries.of(FIELDS))
            .as((text, field) -> text.replace("F", field));
    if (depth == 0) {
      return predicate;
    }
    Arbitrary<String> operand = Arbitraries.lazy(() -> conditions(depth - 1));
    Arbitrary<String> space = Arbitraries.of("", " ", "\n  ");
    return Arbitraries.oneOf(
        predicate,
        operand.map(inner -> "(" + inner + ")"),
        operand.map(inner -> "!(" + inner + ")"),
        predicate.map(inner -> inner.contains(" ") ? "!!(" + inner + ")" : "!" + inner),
        Combinators.combine(operand, space, Arbitraries.of("&&", "||"), operand)
            .as((left, gap, operator, right) -> left + gap + operator + gap + right),
        Combinators.combine(operand, space, operand, operand)
            .as(
                (test, gap, yes, no) ->
                    "(" + test + gap + "?" + gap + "(" + yes + ") :" + no + ")"));
  }

  /** Values that suit the predicates, and values that do not. */
  public static Arbitrary<Map<String, Object>> data() {
    Arbitrary<Object> value =
        Arbitraries.of(1L, 0L, -2.5, true, false, "x", "", List.of(1L), List.of(), Map.of("k", 1L));
    return Arbitraries.maps(Arbitraries.of(FIELDS), value).ofMaxSize(FIELDS.size());
  }
}
