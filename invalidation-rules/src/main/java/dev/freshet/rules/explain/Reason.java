// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.explain;

import dev.freshet.rules.condition.ConditionTrace;
import dev.freshet.rules.condition.ConditionTrace.Read;
import dev.freshet.rules.condition.ConditionTrace.Result;
import dev.freshet.rules.sample.Masking;
import dev.freshet.rules.source.Location;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A predicate of a condition, what it came to, and the values that it saw. Immutable and safe for
 * any thread.
 *
 * @param location where it stands
 * @param predicate its text, in one line
 * @param error why it came to neither true nor false, or null
 * @param fields the fields that it names
 */
public record Reason(
    Location location,
    String predicate,
    Result result,
    @Nullable String error,
    List<Field> fields) {
  /** What is said of an error that may quote a secret value. */
  public static final String HIDDEN = "the error is not shown, as it may quote a secret value";

  public Reason {
    fields = List.copyOf(fields);
  }

  /**
   * A field of the event.
   *
   * @param path as in {@code data.items[0].name}
   * @param value shortened and without secrets, or null if the event has no such field
   */
  public record Field(String path, @Nullable String value) {

    static Field of(Read read) {
      return new Field(read.path(), read.present() ? ShownValue.of(read) : null);
    }

    @Override
    public String toString() {
      return path + (value == null ? " was not there" : " = " + value);
    }
  }

  /** A predicate as it may be shown; {@code places} are those of the condition's text. */
  public static Reason of(ConditionTrace.Predicate predicate, IntFunction<Location> places) {
    String error = predicate.error();
    // Looks at the text, as a loop's variable may have secrets that are no fields of the event.
    boolean hidden = error != null && Masking.isSecret(predicate.text());
    return new Reason(
        places.apply(predicate.index()),
        predicate.text().replaceAll("\\s+", " "),
        predicate.result(),
        error == null ? null : hidden ? HIDDEN : ShownValue.oneLine(error),
        predicate.reads().stream().map(Field::of).toList());
  }

  /** Whether there is an error that is not shown. */
  public boolean isHidden() {
    return HIDDEN.equals(error);
  }

  /** {@code data.amount > 0 was false at payment.yaml:56:11 (data.amount = 0)}. */
  @Override
  public String toString() {
    List<String> seen = new ArrayList<>();
    if (error != null && !isAboutMissing(error)) {
      seen.add(error);
    }
    if (!fields.isEmpty()) {
      seen.add(fields.stream().map(Field::toString).collect(Collectors.joining(", ")));
    }
    String behind = seen.isEmpty() ? "" : " (" + String.join("; ", seen) + ")";
    return predicate + " " + outcome() + " at " + location + behind;
  }

  /** What a field says that was not there, need not be said twice. */
  private boolean isAboutMissing(String message) {
    return fields.stream().anyMatch(field -> field.value() == null)
        && (message.contains("not present") || message.contains("out of bounds"));
  }

  private String outcome() {
    return switch (result) {
      case TRUE -> "was true";
      case FALSE -> "was false";
      case ERROR -> "could not be decided";
    };
  }
}
