// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.condition;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.checker.CelCheckerBuilder;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.CelVarDecl;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.freshet.rules.source.IssueCode;
import dev.freshet.rules.source.Limit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Compiles conditions. Stateless and safe for any thread; the first use takes some 100 ms. */
public final class ConditionCompiler {
  static final String DATA = "data";
  static final String EVENT = "event";

  /** What a condition sees of an event without a schema: anything. */
  static final MapType FIELDS = MapType.create(SimpleType.STRING, SimpleType.DYN);

  static final CelOptions OPTIONS =
      CelOptions.current()
          .maxExpressionCodePointSize(Limit.CONDITION_LENGTH.max())
          .maxParseRecursionDepth(Limit.CONDITION_DEPTH.max())
          .maxParseExpressionNodeCount(Limit.CONDITION_SIZE.max())
          .comprehensionMaxIterations(Limit.CONDITION_ITERATIONS.max())
          .maxRegexProgramSize(Limit.REGEX_PROGRAM.max())
          // An amount may come as an integer or as a fraction: both compare with 0.
          .enableHeterogeneousNumericComparisons(true)
          .build();

  static final List<CelVarDecl> VARIABLES =
      List.of(
          CelVarDecl.newVarDeclaration(DATA, FIELDS), CelVarDecl.newVarDeclaration(EVENT, FIELDS));

  private static final Cel CEL =
      CelFactory.plannerCelBuilder()
          .setOptions(OPTIONS)
          .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
          .addVarDeclarations(VARIABLES)
          .build();

  private ConditionCompiler() {}

  /**
   * Compiles a condition.
   *
   * @param problems takes what is wrong with it
   * @return null if anything is wrong
   */
  public static @Nullable Condition compile(String text, Consumer<Problem> problems) {
    CelAbstractSyntaxTree tree = parse(text, problems);
    return tree == null ? null : compile(text, tree, problems);
  }

  /** The tree of a text without types, or null if it is no expression. */
  static @Nullable CelAbstractSyntaxTree parse(String text, Consumer<Problem> problems) {
    if (text.length() > Limit.CONDITION_LENGTH.max()) {
      problems.accept(
          new Problem(IssueCode.LIMIT, 0, Limit.CONDITION_LENGTH.exceededBy(text.length())));
      return null;
    }
    return accept(text, CEL.parse(text), problems);
  }

  /** Compiles what {@link #parse(String, Consumer)} gave for the text. */
  static @Nullable Condition compile(
      String text, CelAbstractSyntaxTree tree, Consumer<Problem> problems) {
    try {
      CelAbstractSyntaxTree checked = accept(text, check(tree), problems);
      return checked == null ? null : plan(text, tree, checked, problems);
    } catch (CelEvaluationException e) {
      problems.accept(new Problem(IssueCode.CONDITION, 0, String.valueOf(e.getMessage())));
      return null;
    }
  }

  /**
   * What a condition gives for every event, if it is the same for all; empty also for a text that
   * does not compile. Cheaper than compiling: types do not matter here.
   */
  public static Optional<Boolean> constant(String text) {
    CelAbstractSyntaxTree tree = parseIfValid(text);
    if (tree == null || !RegexCheck.check(text, tree).isEmpty()) {
      return Optional.empty();
    }
    try {
      return new Condition(text, CEL.createProgram(tree), Set.of()).constant();
    } catch (CelEvaluationException e) {
      return Optional.empty();
    }
  }

  private static @Nullable CelAbstractSyntaxTree accept(
      String text, CelValidationResult result, Consumer<Problem> problems) {
    result.getErrors().forEach(issue -> problems.accept(problem(text, issue)));
    return result.hasError() ? null : tree(result);
  }

  private static @Nullable Condition plan(
      String text,
      CelAbstractSyntaxTree tree,
      CelAbstractSyntaxTree checked,
      Consumer<Problem> problems)
      throws CelEvaluationException {
    List<Problem> found = new ArrayList<>(RegexCheck.check(text, tree));
    CelType type = checked.getResultType();
    if (type.kind() != CelKind.BOOL && type.kind() != CelKind.DYN) {
      found.add(new Problem(IssueCode.CONDITION_TYPE, 0, wrongResult(type)));
    }
    long cost = found.isEmpty() ? ConditionCost.of(tree.getExpr()) : 0;
    if (cost > Limit.CONDITION_COST.max()) {
      String message = Limit.CONDITION_COST.exceededBy(cost);
      String help =
          "loops inside each other multiply: split the rule, or test less in the innermost";
      found.add(new Problem(IssueCode.CONDITION_COST, 0, message, help));
    }
    found.forEach(problems);
    // From the tree without types: the checker binds what data.m['k'] gives to the first type that
    // an operator takes, so that data.m['k'] < data.s would know how to compare booleans alone.
    return found.isEmpty()
        ? new Condition(text, CEL.createProgram(tree), Guards.of(tree.getExpr()))
        : null;
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

  /** A type checker for one tree, which knows no variable. */
  static CelCheckerBuilder checker(CelAbstractSyntaxTree tree) {
    return CelCompilerFactory.standardCelCheckerBuilder()
        .setOptions(OPTIONS)
        .setStandardEnvironmentEnabled(false)
        .setStandardDeclarations(StandardFunctions.calledIn(tree));
  }

  private static CelValidationResult check(CelAbstractSyntaxTree tree) {
    return checker(tree).addVarDeclarations(VARIABLES).build().check(tree);
  }

  /** The tree of a text without types, or null if it is no expression. */
  static @Nullable CelAbstractSyntaxTree parseIfValid(String text) {
    CelValidationResult result = CEL.parse(text);
    return result.hasError() ? null : tree(result);
  }

  static CelAbstractSyntaxTree tree(CelValidationResult result) {
    try {
      return result.getAst();
    } catch (CelValidationException e) {
      throw new IllegalStateException("a result without an error has a tree", e);
    }
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
