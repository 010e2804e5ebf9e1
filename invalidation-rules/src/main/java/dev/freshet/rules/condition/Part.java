// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.condition;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of a condition's text: a predicate, or parts that a boolean operator joins. CEL knows
 * where an operator stands but not where its operands begin and end; so each operand is cut out of
 * the text beside its operator, and parsed again. What cannot be cut stays one predicate.
 */
sealed interface Part {

  /** A predicate; {@code index} is where it begins in the whole text. */
  record Leaf(String text, int index, @Nullable CelExpr expr) implements Part {
    boolean isConstant() {
      return expr != null && expr.exprKind().getKind() == Kind.CONSTANT;
    }
  }

  /** {@code left && right} or {@code left || right}. */
  record Junction(boolean and, Part left, Part right) implements Part {}

  /** {@code !inner}. */
  record Not(Part inner) implements Part {}

  /** {@code test ? yes : no}. */
  record Choice(Part test, Part yes, Part no) implements Part {}

  /** A text in one piece. */
  static Leaf whole(String text) {
    CelAbstractSyntaxTree ast = ConditionCompiler.parseIfValid(text);
    return new Leaf(text, 0, ast == null ? null : ast.getExpr());
  }

  /** The parts of a text that begins at an index of the whole. */
  static Part of(String text, int index) {
    CelAbstractSyntaxTree ast = ConditionCompiler.parseIfValid(text);
    String stripped = text.strip();
    int start = index + text.indexOf(stripped);
    if (ast == null) {
      return new Leaf(stripped, start, null);
    }
    if (stripped.startsWith("(") && stripped.endsWith(")")) {
      String inner = stripped.substring(1, stripped.length() - 1);
      // Not so in `(a) == (b)`.
      if (isExpression(inner)) {
        return of(inner, start + 1);
      }
    }
    Part cut = cut(text, index, ast);
    return cut == null ? new Leaf(stripped, start, ast.getExpr()) : cut;
  }

  private static @Nullable Part cut(String text, int index, CelAbstractSyntaxTree ast) {
    CelExpr expr = ast.getExpr();
    Integer place = ast.getSource().getPositionsMap().get(expr.id());
    if (expr.exprKind().getKind() != Kind.CALL || place == null) {
      return null;
    }
    int at = text.offsetByCodePoints(0, place);
    return switch (expr.call().function()) {
      case "_&&_" -> junction(true, text, at, index);
      case "_||_" -> junction(false, text, at, index);
      case "!_" -> not(text, at, index);
      case "_?_:_" -> choice(text, at, index);
      default -> null;
    };
  }

  private static @Nullable Part junction(boolean and, String text, int at, int index) {
    String left = text.substring(0, at);
    String right = text.substring(at + 2);
    return isExpression(left) && isExpression(right)
        ? new Junction(and, of(left, index), of(right, index + at + 2))
        : null;
  }

  private static @Nullable Part not(String text, int at, int index) {
    String inner = text.substring(at + 1);
    return isExpression(inner) ? new Not(of(inner, index + at + 1)) : null;
  }

  /** The colon of a choice is the first one with an expression on either side. */
  private static @Nullable Part choice(String text, int at, int index) {
    String test = text.substring(0, at);
    int start = at + 1;
    for (int colon = text.indexOf(':', start); colon > 0; colon = text.indexOf(':', colon + 1)) {
      String yes = text.substring(start, colon);
      String no = text.substring(colon + 1);
      if (isExpression(yes) && isExpression(no) && isExpression(test)) {
        return new Choice(of(test, index), of(yes, index + start), of(no, index + colon + 1));
      }
    }
    return null;
  }

  private static boolean isExpression(String text) {
    return ConditionCompiler.parseIfValid(text) != null;
  }
}
