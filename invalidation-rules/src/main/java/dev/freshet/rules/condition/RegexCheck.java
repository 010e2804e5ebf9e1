// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.condition;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.freshet.rules.source.IssueCode;
import dev.freshet.rules.source.Limit;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Bounds the regular expressions of a condition before anything compiles them. The CEL library
 * measures a regex only after it has been compiled, and {@code (a{1,1000}){1,1000}} takes the stack
 * before that; so the texts must be literals, short, and with few repetitions.
 */
final class RegexCheck {
  private static final Pattern REPETITION = Pattern.compile("\\{(\\d+)(?:,(\\d*))?\\}");

  private RegexCheck() {}

  static List<Problem> check(String text, CelAbstractSyntaxTree ast) {
    List<Problem> problems = new ArrayList<>();
    CelNavigableAst.fromAst(ast)
        .getRoot()
        .allNodes()
        .map(CelNavigableExpr::expr)
        .filter(expr -> expr.exprKind().getKind() == CelExpr.ExprKind.Kind.CALL)
        .filter(expr -> expr.call().function().equals("matches") && !expr.call().args().isEmpty())
        .forEach(call -> checkCall(text, ast, call, problems));
    return problems;
  }

  private static void checkCall(
      String text, CelAbstractSyntaxTree ast, CelExpr call, List<Problem> problems) {
    List<CelExpr> args = call.call().args();
    CelExpr regex = args.get(args.size() - 1);
    Integer place = ast.getSource().getPositionsMap().get(regex.id());
    int codePoints = place == null ? 0 : Math.min(place, text.codePointCount(0, text.length()));
    int index = text.offsetByCodePoints(0, codePoints);
    if (regex.exprKind().getKind() != CelExpr.ExprKind.Kind.CONSTANT
        || regex.constant().getKind() != CelConstant.Kind.STRING_VALUE) {
      problems.add(
          new Problem(
              IssueCode.CONDITION, index, "a regex comes from data, expected a text in quotes"));
      return;
    }
    String pattern = regex.constant().stringValue();
    if (pattern.length() > Limit.REGEX_LENGTH.max()) {
      String message = Limit.REGEX_LENGTH.exceededBy(pattern.length());
      problems.add(new Problem(IssueCode.LIMIT, index, message));
    } else if (repetitions(pattern) > Limit.REGEX_REPETITIONS.max()) {
      problems.add(new Problem(IssueCode.LIMIT, index, Limit.REGEX_REPETITIONS.exceeded()));
    } else {
      checkSyntax(pattern, index, problems);
    }
  }

  private static void checkSyntax(String pattern, int index, List<Problem> problems) {
    try {
      com.google.re2j.Pattern.compile(pattern);
    } catch (com.google.re2j.PatternSyntaxException e) {
      String message = "regex: " + e.getDescription();
      problems.add(new Problem(IssueCode.CONDITION, index, message));
    }
  }

  /** An upper bound of the copies that counted repetitions make, nested in the worst way. */
  private static double repetitions(String pattern) {
    double product = 1;
    Matcher matcher = REPETITION.matcher(pattern);
    while (matcher.find()) {
      String most = matcher.group(2) == null ? matcher.group(1) : matcher.group(2);
      String least = String.valueOf(matcher.group(1));
      product *= Math.max(1, Double.parseDouble(most == null || most.isEmpty() ? least : most));
    }
    return product;
  }
}
