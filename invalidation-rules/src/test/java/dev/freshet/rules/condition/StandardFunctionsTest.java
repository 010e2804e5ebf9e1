// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.condition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cel.checker.CelCheckerBuilder;
import dev.cel.checker.CelStandardDeclarations.StandardFunction;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelValidationResult;
import dev.cel.compiler.CelCompilerFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A checker that knows only what a condition calls is one that knows everything. */
class StandardFunctionsTest {
  private static final List<String> OPERATIONS =
      List.of(
          "data.b",
          "data.a + 1 > 2 - data.c && -data.d < 4 * data.e",
          "data.a / 2 == data.b % 3 || !(data.c != 'x')",
          "1 < 'x'",
          "1 + 'x' == 2",
          "1 == 1.0",
          "'x' in data && 'y' in ['z']",
          "data['x'][0] <= 1.5",
          "data.list.exists(one, one.all(two, two >= 1))",
          "data.list.map(one, size(one)).filter(one, one > 1) == [2, 3]",
          "data.list.exists_one(one, one)",
          "data.b ? data.c == {'k': [1]} : 1",
          "type(data) == map && type(1) == int",
          "timestamp(data.t).getFullYear('UTC') > 2000 - duration('1h').getHours()",
          "data.t - timestamp('2026-01-01T00:00:00Z') > duration('1h')",
          "string(data.i).matches('x+') && 'abc'.startsWith('a')",
          "unheard(1)",
          "data.unheard(1)",
          "unheard.of(1)",
          "size + 1 == 2",
          "size(1, 2, 3)");

  @Test
  void shouldLetTheCheckerSayWhatItSaysWithAllFunctions() {
    List<String> texts = new ArrayList<>(OPERATIONS);
    for (StandardFunction function : StandardFunction.values()) {
      String name = function.functionName();
      if (name.matches("[a-zA-Z]+")) {
        texts.addAll(List.of(name + "(data.x)", "data.x." + name + "()", name + "()"));
      }
    }
    int good = 0;
    for (String text : texts) {
      CelAbstractSyntaxTree tree = Objects.requireNonNull(ConditionCompiler.parseIfValid(text));

      String found = verdict(ConditionCompiler.checker(tree), tree);

      assertEquals(verdict(knowingAll(), tree), found, text);
      good += found.startsWith("[]") ? 1 : 0;
    }
    assertTrue(good > 30 && good < texts.size() - 30, good + " of " + texts.size());
  }

  private static CelCheckerBuilder knowingAll() {
    return CelCompilerFactory.standardCelCheckerBuilder()
        .setOptions(ConditionCompiler.OPTIONS)
        .setStandardEnvironmentEnabled(true);
  }

  private static String verdict(CelCheckerBuilder checker, CelAbstractSyntaxTree tree) {
    CelValidationResult result =
        checker.addVarDeclarations(ConditionCompiler.VARIABLES).build().check(tree);
    return result.getErrors()
        + (result.hasError() ? "" : " " + ConditionCompiler.tree(result).getTypeMap());
  }
}
