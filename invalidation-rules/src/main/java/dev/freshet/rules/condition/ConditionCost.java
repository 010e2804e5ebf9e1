// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.condition;

import dev.cel.common.ast.CelExpr;
import java.util.List;

/**
 * Estimates how many steps a condition takes: one for each node, those inside {@code exists},
 * {@code all} and the like once for each element. How long a list is shows only at run time, where
 * iterations have a bound of their own; here it counts as {@value #LIST}. Pure.
 */
final class ConditionCost {
  /** Long enough that three loops inside each other are too many, and two are not. */
  private static final int LIST = 30;

  /** Characters of a regex that cost as much as a node. */
  private static final int REGEX_CHARACTERS = 4;

  private ConditionCost() {}

  static long of(CelExpr expr) {
    return switch (expr.exprKind().getKind()) {
      case SELECT -> 1 + of(expr.select().operand());
      case CALL -> 1 + call(expr.call());
      case LIST -> 1 + all(expr.list().elements());
      case MAP ->
          1
              + expr.map().entries().stream()
                  .mapToLong(entry -> of(entry.key()) + of(entry.value()))
                  .sum();
      case STRUCT ->
          1 + expr.struct().entries().stream().mapToLong(entry -> of(entry.value())).sum();
      case COMPREHENSION -> loop(expr.comprehension());
      case CONSTANT, IDENT, NOT_SET -> 1;
    };
  }

  private static long call(CelExpr.CelCall call) {
    long target = call.target().map(ConditionCost::of).orElse(0L);
    long regex = 0;
    if (call.function().equals("matches")) {
      CelExpr pattern = call.args().get(call.args().size() - 1);
      regex = pattern.constant().stringValue().length() / REGEX_CHARACTERS;
    }
    return target + regex + all(call.args());
  }

  private static long loop(CelExpr.CelComprehension loop) {
    CelExpr range = loop.iterRange();
    boolean literal = range.exprKind().getKind() == CelExpr.ExprKind.Kind.LIST;
    long elements = literal ? range.list().elements().size() : LIST;
    long each = of(loop.loopCondition()) + of(loop.loopStep());
    return 1 + of(range) + of(loop.accuInit()) + elements * each + of(loop.result());
  }

  private static long all(List<CelExpr> exprs) {
    return exprs.stream().mapToLong(ConditionCost::of).sum();
  }
}
