// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.condition;

import dev.freshet.rules.condition.ConditionTrace.Predicate;
import dev.freshet.rules.condition.ConditionTrace.Read;
import dev.freshet.rules.condition.ConditionTrace.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Judges the parts of a condition as CEL does: what one operand decides, no error undoes. */
final class Tracer {
  /** What a failure says beside its reason: whose it is, and all that CEL could have done. */
  private static final Pattern ASIDE = Pattern.compile("^condition: ");

  private final Variables variables;
  private final List<Predicate> predicates = new ArrayList<>();

  /** What a part comes to, and the predicates that decided it. */
  private record Judged(Result result, List<Predicate> deciding) {
    static Judged all(Result result, List<Judged> parts) {
      return new Judged(result, parts.stream().flatMap(part -> part.deciding.stream()).toList());
    }
  }

  Tracer(Variables variables) {
    this.variables = variables;
  }

  ConditionTrace trace(Condition condition) {
    Judged judged = judge(Part.of(condition.toString(), 0));
    Predicate whole = predicate(Part.whole(condition.toString()));
    if (judged.result == whole.result()) {
      return new ConditionTrace(predicates, judged.deciding);
    }
    // Parts may fit into a limit, such as that of iterations, that the whole exceeds.
    return new ConditionTrace(predicates, List.of(whole));
  }

  private Judged judge(Part part) {
    if (part instanceof Part.Junction junction) {
      return junction(junction.and(), judge(junction.left()), judge(junction.right()));
    }
    if (part instanceof Part.Not not) {
      Judged inner = judge(not.inner());
      return new Judged(inner.result.negated(), inner.deciding);
    }
    if (part instanceof Part.Choice choice) {
      return choice(choice);
    }
    Predicate predicate = predicate((Part.Leaf) part);
    predicates.add(predicate);
    return new Judged(predicate.result(), List.of(predicate));
  }

  private static Judged junction(boolean and, Judged left, Judged right) {
    Result decides = Result.of(!and);
    if (left.result == decides || right.result == decides) {
      return left.result == decides ? left : right;
    }
    List<Judged> both = List.of(left, right);
    List<Judged> erring = both.stream().filter(one -> one.result == Result.ERROR).toList();
    return erring.isEmpty() ? Judged.all(Result.of(and), both) : Judged.all(Result.ERROR, erring);
  }

  private Judged choice(Part.Choice choice) {
    Judged test = judge(choice.test());
    Judged yes = judge(choice.yes());
    Judged no = judge(choice.no());
    if (test.result == Result.ERROR) {
      return test;
    }
    Part chosen = test.result == Result.TRUE ? choice.yes() : choice.no();
    Judged branch = test.result == Result.TRUE ? yes : no;
    // In `test ? x : false`, nobody asks why false is false.
    boolean constant = chosen instanceof Part.Leaf leaf && leaf.isConstant();
    return new Judged(
        branch.result,
        constant
            ? test.deciding
            : Stream.concat(test.deciding.stream(), branch.deciding.stream()).toList());
  }

  private Predicate predicate(Part.Leaf leaf) {
    List<Read> reads =
        leaf.expr() == null ? List.of() : FieldReads.in(leaf.expr(), variables.originals());
    Condition condition = ConditionCompiler.compile(leaf.text(), problem -> {});
    if (condition == null) {
      String error = "gives neither true nor false";
      return new Predicate(leaf.text(), leaf.index(), Result.ERROR, error, reads);
    }
    Result result;
    @Nullable String error = null;
    try {
      result = Result.of(condition.test(variables));
    } catch (ConditionFailedException e) {
      result = Result.ERROR;
      error = ASIDE.matcher(e.reason()).replaceAll("");
    }
    return new Predicate(leaf.text(), leaf.index(), result, error, reads);
  }
}
