// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.condition;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The places of a condition where a field is read, by the numbers that CEL gives them. */
final class Selects {

  /**
   * One {@code something.name}.
   *
   * @param name the field
   * @param path the names below {@code data}, this one last; null if it does not begin there
   */
  record Select(String name, @Nullable List<String> path) {

    /** Where the name stands; CEL knows only where the dot is, or the {@code has(} around it. */
    int startOfName(String text, int from) {
      Matcher matcher = Pattern.compile("\\.\\s*(" + Pattern.quote(name) + ")\\b").matcher(text);
      return matcher.find(from) ? matcher.start(1) : from;
    }
  }

  private final Map<Long, Select> selects = new HashMap<>();
  private final Set<String> tested = new HashSet<>();

  Selects(CelAbstractSyntaxTree tree) {
    CelNavigableAst.fromAst(tree)
        .getRoot()
        .allNodes()
        .map(CelNavigableExpr::expr)
        .filter(expr -> expr.exprKind().getKind() == Kind.SELECT)
        .forEach(this::add);
  }

  private void add(CelExpr expr) {
    List<String> path = pathOf(expr);
    selects.put(expr.id(), new Select(expr.select().field(), path));
    if (path != null && expr.select().testOnly()) {
      tested.add(String.join(".", path));
    }
  }

  /** The names below {@code data}, or null if the expression does not begin there. */
  static @Nullable List<String> pathOf(CelExpr expr) {
    List<String> path = new ArrayList<>();
    CelExpr at = expr;
    while (at.exprKind().getKind() == Kind.SELECT) {
      path.add(0, at.select().field());
      at = at.select().operand();
    }
    boolean payload =
        at.exprKind().getKind() == Kind.IDENT && at.ident().name().equals(ConditionCompiler.DATA);
    return payload ? path : null;
  }

  @Nullable Select find(long id) {
    return selects.get(id);
  }

  /** Whether the condition asks {@code has(data.PATH)} before it relies on the path. */
  boolean isTested(String path) {
    return tested.stream().anyMatch(one -> path.equals(one) || one.startsWith(path + "."));
  }
}
