// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.condition;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a condition came to its answer for one event: the predicates that it is made of, and those
 * among them that decided. A predicate is what is left of a condition without {@code &&}, {@code
 * ||}, {@code !} and {@code ?:}. Immutable and safe for any thread.
 *
 * <p>Of a conjunction that is false, its first false operand decided; of a disjunction that is
 * false, all of them did; and the other way round for what is true. Made by evaluating each
 * predicate for itself, hence for people who ask and never on the way of events.
 *
 * @param predicates all of them, in the order of the text
 * @param deciding those that decided, at least one
 */
public record ConditionTrace(List<Predicate> predicates, List<Predicate> deciding) {

  public ConditionTrace {
    predicates = List.copyOf(predicates);
    deciding = List.copyOf(deciding);
  }

  /** What a condition, or a part of it, comes to. */
  public enum Result {
    TRUE,
    FALSE,
    ERROR;

    /** The word, in lower case. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Result of(boolean value) {
      return value ? TRUE : FALSE;
    }

    Result negated() {
      return this == ERROR ? ERROR : of(this == FALSE);
    }
  }

  /**
   * A part of a condition that gives true or false.
   *
   * @param text as it is written
   * @param index where it begins in the condition's text, in UTF-16 units from 0
   * @param error why it gives neither true nor false, or null; without values of the event
   * @param reads the fields of the event that it names, each once
   */
  public record Predicate(
      String text, int index, Result result, @Nullable String error, List<Read> reads) {
    public Predicate {
      reads = List.copyOf(reads);
    }
  }

  /**
   * A field that a predicate names.
   *
   * @param path as in {@code data.items[0].name}
   * @param names the names in the path
   * @param present whether the event has it
   * @param value as the event has it, null for nothing
   */
  public record Read(String path, List<String> names, boolean present, @Nullable Object value) {
    public Read {
      names = List.copyOf(names);
    }
  }

  /** Takes a condition apart for an event. */
  public static ConditionTrace of(Condition condition, Variables variables) {
    return new Tracer(variables).trace(condition);
  }
}
