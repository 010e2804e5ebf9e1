// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.condition;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import dev.freshet.rules.schema.CoveredEvents;
import dev.freshet.rules.schema.EventShape;
import dev.freshet.rules.schema.FieldLookup;
import dev.freshet.rules.source.Issue.Severity;
import dev.freshet.rules.source.IssueCode;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Holds conditions against the schemas of the events that they will see. What is wrong for all of
 * them is an error; what is wrong for some is a warning. Remembers what it made of a schema, so one
 * is to be used for many conditions. Belongs to one thread.
 */
public final class TypeChecks {
  private static final Pattern UNDEFINED =
      Pattern.compile("undefined field .*|type .* does not support field selection");

  private final IdentityHashMap<EventShape, TypedEnvironment> environments =
      new IdentityHashMap<>();

  /**
   * A problem as one schema has it; equal ones of several schemas are one problem.
   *
   * @param what the message, or the path of an unknown field
   */
  private record Finding(
      IssueCode code, int index, int length, String what, @Nullable String help) {}

  /**
   * Compiles a condition, and if that succeeds holds it against schemas.
   *
   * @param problems takes what is wrong with it; nothing on the part of schemas if none is known
   * @return null if it does not compile without schemas
   */
  public @Nullable Condition compile(
      String text, CoveredEvents events, Consumer<Problem> problems) {
    CelAbstractSyntaxTree tree = ConditionCompiler.parse(text, problems);
    if (tree == null) {
      return null;
    }
    Condition condition = ConditionCompiler.compile(text, tree, problems);
    if (condition != null && !events.shapes().isEmpty()) {
      check(text, tree, events).forEach(problems);
    }
    return condition;
  }

  /** What is wrong, in the order of the text. */
  private List<Problem> check(String text, CelAbstractSyntaxTree tree, CoveredEvents events) {
    Selects selects = new Selects(tree);
    Map<Finding, List<EventShape>> found = new LinkedHashMap<>();
    for (EventShape shape : events.shapes()) {
      for (Finding finding : findings(text, tree, shape, selects)) {
        found.computeIfAbsent(finding, first -> new ArrayList<>()).add(shape);
      }
    }
    List<Problem> problems = new ArrayList<>();
    found.forEach(
        (finding, shapes) -> {
          boolean always = shapes.size() == events.shapes().size();
          if (always || !selects.isTested(finding.what())) {
            problems.add(problem(finding, always, events.describe(shapes)));
          }
        });
    return problems;
  }

  private static Problem problem(Finding finding, boolean always, String events) {
    boolean unknown = finding.code() == IssueCode.UNKNOWN_FIELD;
    String message = finding.what();
    if (unknown) {
      String field = "field `" + finding.what() + "` ";
      message = always ? "unknown " + field + "in " + events : field + "is not in " + events;
    } else if (!always) {
      message += " in " + events;
    }
    return new Problem(
        always ? Severity.ERROR : Severity.WARNING,
        unknown && !always ? IssueCode.MAY_BE_MISSING : finding.code(),
        finding.index(),
        finding.length(),
        message,
        unknown && !always ? "guard it: has(data." + finding.what() + ") && …" : finding.help());
  }

  /** What is wrong for one schema, each problem once. */
  private List<Finding> findings(
      String text, CelAbstractSyntaxTree tree, EventShape shape, Selects selects) {
    CelValidationResult result =
        environments
            .computeIfAbsent(shape, known -> new TypedEnvironment(known.data()))
            .check(tree);
    if (result.hasError()) {
      return result.getErrors().stream()
          .map(issue -> finding(text, issue, shape, selects))
          .distinct()
          .toList();
    }
    CelType type = ConditionCompiler.tree(result).getResultType();
    return type.kind() == CelKind.BOOL || type.kind() == CelKind.DYN
        ? List.of()
        : List.of(
            new Finding(IssueCode.CONDITION_TYPE, 0, 1, ConditionCompiler.wrongResult(type), null));
  }

  private static Finding finding(String text, CelIssue issue, EventShape shape, Selects selects) {
    int index = ConditionCompiler.indexOf(text, issue.getSourceLocation());
    Selects.Select select = selects.find(issue.getExprId());
    if (UNDEFINED.matcher(issue.getMessage()).matches() && select != null) {
      int start = select.startOfName(text, index);
      int length = start == index ? 1 : select.name().length();
      if (select.path() != null && shape.find(select.path()) instanceof FieldLookup.Unknown path) {
        return new Finding(IssueCode.UNKNOWN_FIELD, start, length, path.path(), path.help());
      }
      return new Finding(IssueCode.UNKNOWN_FIELD, start, length, select.name(), null);
    }
    String message = Wording.message(issue.getMessage());
    return new Finding(
        IssueCode.CONDITION, index, 1, "condition: " + message, Wording.help(message));
  }
}
