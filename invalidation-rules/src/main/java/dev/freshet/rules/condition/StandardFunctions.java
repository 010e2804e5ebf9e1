// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.condition;

import dev.cel.checker.CelStandardDeclarations;
import dev.cel.checker.CelStandardDeclarations.StandardFunction;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The functions and operators of CEL that a condition calls. For each condition that it checks, the
 * type checker enters all functions that it is given and compares their overloads with each other;
 * for all that there are this takes ten times as long as the check. Pure.
 */
final class StandardFunctions {
  private StandardFunctions() {}

  /** What a checker has to know of CEL, to say of a tree what it would say if it knew all. */
  static CelStandardDeclarations calledIn(CelAbstractSyntaxTree tree) {
    Set<String> names = namesIn(tree);
    Set<StandardFunction> called =
        Stream.of(StandardFunction.values())
            .filter(function -> names.contains(function.functionName()))
            .collect(Collectors.toSet());
    // None would mean all.
    return CelStandardDeclarations.newBuilder().includeFunctions(called).build();
  }

  private static Set<String> namesIn(CelAbstractSyntaxTree tree) {
    return CelNavigableAst.fromAst(tree)
        .getRoot()
        .allNodes()
        .map(CelNavigableExpr::expr)
        .filter(expr -> expr.exprKind().getKind() == Kind.CALL)
        .map(CelExpr::call)
        .map(CelExpr.CelCall::function)
        .collect(Collectors.toSet());
  }
}
