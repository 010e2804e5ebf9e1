// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.condition;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.freshet.rules.source.IssueCode;
import dev.freshet.rules.source.Limit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Compiles conditions. Stateless and safe for any thread; the first use takes some 100 ms. */
public final class ConditionCompiler {
  static final String DATA = "data";
  static final String EVENT = "event";

  /** What a condition sees of an event without a schema: anything. */
  static final MapType FIELDS = MapType.create(SimpleType.STRING, SimpleType.DYN);

  private static final CelOptions OPTIONS =
      CelOptions.current()
          .maxExpressionCodePointSize(Limit.CONDITION_LENGTH.max())
          .maxParseRecursionDepth(Limit.CONDITION_DEPTH.max())
          .maxParseExpressionNodeCount(Limit.CONDITION_SIZE.max())
          .comprehensionMaxIterations(Limit.CONDITION_ITERATIONS.max())
          .maxRegexProgramSize(Limit.REGEX_PROGRAM.max())
          // An amount may come as an integer or as a fraction: both compare with 0.
          .enableHeterogeneousNumericComparisons(true)
          .build();

  private static final Cel CEL =
      CelFactory.plannerCelBuilder()
          .setOptions(OPTIONS)
          .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
          .addVar(DATA, FIELDS)
          .addVar(EVENT, FIELDS)
          .build();

  private ConditionCompiler() {}

  /**
   * Compiles a condition.
   *
   * @param problems takes what is wrong with it
   * @return null if anything is wrong
   */
  public static @Nullable Condition compile(String text, Consumer<Problem> problems) {
    if (text.length() > Limit.CONDITION_LENGTH.max()) {
      problems.accept(
          new Problem(IssueCode.LIMIT, 0, Limit.CONDITION_LENGTH.exceededBy(text.length())));
      return null;
    }
    CelValidationResult result = CEL.compile(text);
    if (result.hasError()) {
      result.getErrors().forEach(issue -> problems.accept(problem(text, issue)));
      return null;
    }
    try {
      return plan(text, result.getAst(), problems);
    } catch (CelValidationException | CelEvaluationException e) {
      problems.accept(new Problem(IssueCode.CONDITION, 0, String.valueOf(e.getMessage())));
      return null;
    }
  }

  private static @Nullable Condition plan(
      String text, CelAbstractSyntaxTree ast, Consumer<Problem> problems)
      throws CelEvaluationException {
    List<Problem> found = new ArrayList<>(RegexCheck.check(text, ast));
    CelType type = ast.getResultType();
    if (!type.equals(SimpleType.BOOL) && !type.equals(SimpleType.DYN)) {
      found.add(new Problem(IssueCode.CONDITION_TYPE, 0, wrongResult(type)));
    }
    long cost = found.isEmpty() ? ConditionCost.of(ast.getExpr()) : 0;
    if (cost > Limit.CONDITION_COST.max()) {
      String message = Limit.CONDITION_COST.exceededBy(cost);
      String help = "loops inside each other multiply: two are fine, three are not";
      found.add(new Problem(IssueCode.CONDITION_COST, 0, message, help));
    }
    found.forEach(problems);
    return found.isEmpty() ? new Condition(text, CEL.createProgram(ast)) : null;
  }

  private static Problem problem(String text, CelIssue issue) {
    int index = indexOf(text, issue.getSourceLocation());
    String message = Wording.message(issue.getMessage());
    if (message.contains("recursion limit")) {
      return new Problem(IssueCode.LIMIT, index, Limit.CONDITION_DEPTH.exceeded());
    }
    if (message.contains("node limit")) {
      return new Problem(IssueCode.LIMIT, index, Limit.CONDITION_SIZE.exceeded());
    }
    return new Problem(IssueCode.CONDITION, index, "condition: " + message, Wording.help(message));
  }

  static String wrongResult(CelType type) {
    return "the condition gives " + type.name() + ", expected true or false";
  }

  /** A type checker with our limits that knows no variable. */
  static CelCompilerBuilder configure() {
    return CelCompilerFactory.standardCelCompilerBuilder()
        .setOptions(OPTIONS)
        .setStandardMacros(CelStandardMacro.STANDARD_MACROS);
  }

  /** The tree of a text, without types; its nodes have the same numbers as in a checked one. */
  static CelAbstractSyntaxTree parse(String text) throws CelValidationException {
    return CEL.parse(text).getAst();
  }

  /** CEL counts lines from 1, columns from 0 and in code points. */
  static int indexOf(String text, CelSourceLocation location) {
    int start = 0;
    for (int i = 1; i < location.getLine(); i++) {
      start = text.indexOf('\n', start) + 1;
    }
    int available = text.codePointCount(start, text.length());
    int column = Math.max(0, Math.min(location.getColumn(), available));
    return text.offsetByCodePoints(start, column);
  }
}
