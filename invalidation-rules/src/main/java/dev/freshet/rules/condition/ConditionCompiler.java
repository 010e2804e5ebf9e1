// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.condition;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
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
  private static final MapType FIELDS = MapType.create(SimpleType.STRING, SimpleType.DYN);

  private static final Cel CEL =
      CelFactory.plannerCelBuilder()
          .setOptions(
              CelOptions.current()
                  .maxExpressionCodePointSize(Limit.CONDITION_LENGTH.max())
                  .maxParseRecursionDepth(Limit.CONDITION_DEPTH.max())
                  .maxParseExpressionNodeCount(Limit.CONDITION_SIZE.max())
                  .comprehensionMaxIterations(Limit.CONDITION_ITERATIONS.max())
                  .maxRegexProgramSize(Limit.REGEX_PROGRAM.max())
                  // An amount may come as an integer or as a fraction: both compare with 0.
                  .enableHeterogeneousNumericComparisons(true)
                  .build())
          .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
          .addVar("data", FIELDS)
          .addVar("event", FIELDS)
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
      String message = "the condition gives " + type.name() + ", expected true or false";
      found.add(new Problem(IssueCode.CONDITION_TYPE, 0, message));
    }
    found.forEach(problems);
    return found.isEmpty() ? new Condition(text, CEL.createProgram(ast)) : null;
  }

  private static Problem problem(String text, CelIssue issue) {
    int line = issue.getSourceLocation().getLine();
    int index = indexOf(text, line, issue.getSourceLocation().getColumn());
    String message = inOurWords(issue.getMessage());
    if (message.contains("recursion limit")) {
      return new Problem(IssueCode.LIMIT, index, Limit.CONDITION_DEPTH.exceeded());
    }
    if (message.contains("node limit")) {
      return new Problem(IssueCode.LIMIT, index, Limit.CONDITION_SIZE.exceeded());
    }
    String help =
        message.startsWith("undeclared reference")
            ? "the payload's fields are `data.NAME`, the attributes `event.NAME`"
            : null;
    return new Problem(IssueCode.CONDITION, index, "condition: " + message, help);
  }

  /** The library lists every token that could follow, and names a container that we never set. */
  private static String inOurWords(String message) {
    return message
        .replaceAll("\\s+", " ")
        .replaceAll(" expecting \\{.*", "")
        .replaceAll("(mismatched|extraneous) input", "unexpected")
        .replace(" (in container '')", "")
        .replace("'<EOF>'", "end of text")
        .strip();
  }

  /** CEL counts lines from 1, columns from 0 and in code points. */
  private static int indexOf(String text, int line, int column) {
    int start = 0;
    for (int i = 1; i < line; i++) {
      start = text.indexOf('\n', start) + 1;
    }
    int available = text.codePointCount(start, text.length());
    return text.offsetByCodePoints(start, Math.max(0, Math.min(column, available)));
  }
}
