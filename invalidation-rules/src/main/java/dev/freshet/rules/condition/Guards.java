// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.condition;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds the fields that have a value whenever a condition is true: those that are compared with
 * something, read as a boolean or asked a question, in a part that {@code &&} makes necessary. Not
 * those that are only tested with {@code has()}, which holds for null as well. Pure.
 */
final class Guards {
  private static final Set<String> COMPARISONS =
      Set.of("_==_", "_<_", "_<=_", "_>_", "_>=_", "@in");

  private Guards() {}

  /** The paths below {@code data}, their names joined with dots. */
  static Set<String> of(CelExpr condition) {
    Set<String> paths = new HashSet<>();
    collect(condition, paths);
    return Set.copyOf(paths);
  }

  private static void collect(CelExpr expr, Set<String> paths) {
    if (expr.exprKind().getKind() == Kind.SELECT && !expr.select().testOnly()) {
      add(expr, paths);
    }
    if (expr.exprKind().getKind() != Kind.CALL) {
      return;
    }
    CelExpr.CelCall call = expr.call();
    call.target().ifPresent(target -> add(target, paths));
    List<CelExpr> args = call.args();
    if (call.function().equals("_&&_")) {
      args.forEach(part -> collect(part, paths));
    } else if (args.size() == 2 && decides(call.function(), args)) {
      args.forEach(arg -> add(arg, paths));
    }
  }

  /** Whether null on one side would make the comparison false, or fail. */
  private static boolean decides(String function, List<CelExpr> args) {
    boolean withNull = args.stream().anyMatch(Guards::isNull);
    return function.equals("_!=_")
        ? withNull
        : COMPARISONS.contains(function)
            && !withNull
            && args.stream()
                .anyMatch(arg -> arg.exprKind().getKind() == Kind.CONSTANT || isListOfValues(arg));
  }

  private static boolean isListOfValues(CelExpr expr) {
    return expr.exprKind().getKind() == Kind.LIST
        && expr.list().elements().stream()
            .allMatch(one -> one.exprKind().getKind() == Kind.CONSTANT && !isNull(one));
  }

  private static boolean isNull(CelExpr expr) {
    return expr.exprKind().getKind() == Kind.CONSTANT
        && expr.constant().getKind() == CelConstant.Kind.NULL_VALUE;
  }

  private static void add(CelExpr expr, Set<String> paths) {
    List<String> path = Selects.pathOf(expr);
    if (path != null && !path.isEmpty()) {
      paths.add(String.join(".", path));
    }
  }
}
