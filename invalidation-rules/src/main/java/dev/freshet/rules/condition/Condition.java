// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.condition;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.Program;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A compiled condition. Immutable and safe for any thread; testing does no I/O. */
public final class Condition {
  /** The library tells the place of a failure only in its text. */
  private static final Pattern PLACED =
      Pattern.compile("evaluation error at [^:]*:(\\d+):\\s*(.*)", Pattern.DOTALL);

  private final String text;
  private final Program program;
  private final Set<String> guarded;

  Condition(String text, Program program, Set<String> guarded) {
    this.text = text;
    this.program = program;
    this.guarded = guarded;
  }

  /** The fields of the payload that have a value whenever the condition is true, as paths. */
  public Set<String> guarded() {
    return guarded;
  }

  /**
   * Whether an event fulfils the condition.
   *
   * @throws ConditionFailedException if that cannot be said: a field is missing, a value is of the
   *     wrong type, a division is by zero, a limit is exceeded
   */
  public boolean test(Variables variables) throws ConditionFailedException {
    Object result;
    try {
      result = program.eval(variables::find);
    } catch (CelEvaluationException e) {
      throw failure(e);
    } catch (RuntimeException | StackOverflowError e) {
      // A fault of the library must cost this rule alone, not the event's other rules.
      throw new ConditionFailedException(
          0, "condition: cannot be evaluated: " + e.getClass().getSimpleName());
    }
    if (result instanceof Boolean decided) {
      return decided;
    }
    throw new ConditionFailedException(
        0, "condition: found " + typeName(result) + ", expected true or false");
  }

  /** What the condition says of every event, or empty if that depends on the event. */
  Optional<Boolean> constant() {
    try {
      // Without variables: who asks for one fails, save where the answer stands whatever it is.
      return program.eval(Map.of()) instanceof Boolean decided
          ? Optional.of(decided)
          : Optional.empty();
    } catch (CelEvaluationException e) {
      return Optional.empty();
    }
  }

  private ConditionFailedException failure(CelEvaluationException error) {
    String message = String.valueOf(error.getMessage());
    Matcher placed = PLACED.matcher(message);
    boolean isPlaced = placed.matches();
    String said = isPlaced ? String.valueOf(placed.group(2)) : message;
    return new ConditionFailedException(
        isPlaced ? index(String.valueOf(placed.group(1))) : 0,
        "condition: " + Wording.failure(error.getErrorCode(), said));
  }

  private int index(String digits) {
    int codePoints = digits.length() > 6 ? 0 : Integer.parseInt(digits);
    return text.offsetByCodePoints(0, Math.min(codePoints, text.codePointCount(0, text.length())));
  }

  private static String typeName(@Nullable Object result) {
    if (result instanceof Map) {
      return "a map";
    }
    return result == null ? "nothing" : "a value of type " + result.getClass().getSimpleName();
  }

  @Override
  public String toString() {
    return text;
  }
}
