// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.condition;

import dev.cel.common.CelErrorCode;
import dev.freshet.rules.source.Limit;
import dev.freshet.rules.source.NearestName;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says what the CEL library says so that a rule's author understands it. Pure. */
final class Wording {
  private static final Pattern NO_OVERLOAD =
      Pattern.compile("found no matching overload for '(.*?)' applied to '(.*?)'.*");
  private static final Pattern ARITHMETIC =
      Pattern.compile("`[-+*/%]`.*\\((int, double|double, int)\\)");
  private static final Pattern TIME_WITH_TEXT =
      Pattern.compile(".*\\((timestamp, string|string, timestamp)\\)");

  private static final Pattern UNDECLARED = Pattern.compile("undeclared reference to '(.*)'");
  private static final Pattern WORD_OPERATOR =
      Pattern.compile("unexpected '(and|or|not)'", Pattern.CASE_INSENSITIVE);

  /** Of the functions those whose names are long enough to be told from the names of fields. */
  private static final List<String> FUNCTIONS =
      List.of(
          "startsWith",
          "endsWith",
          "contains",
          "matches",
          "exists",
          "timestamp",
          "duration",
          "exists_one",
          "filter",
          "double",
          "string");

  private static final Pattern METHOD = Pattern.compile("(\\w+)\\.(\\(.*\\))");

  private static final Pattern LACKS_KEY = Pattern.compile("key '\\w+' is not present in map\\.");
  private static final Pattern NO_FIELDS = Pattern.compile("Error resolving field '(\\w+)'.*");
  private static final Pattern NO_OVERLOAD_FOUND =
      Pattern.compile("No matching overload for function '(\\S+?)'.*");

  private Wording() {}

  /** The library lists every token and every overload, and names a container that we never set. */
  static String message(String said) {
    String message =
        said.replaceAll("\\s+", " ")
            .replaceAll(" expecting \\{.*", "")
            .replaceAll("(mismatched|extraneous) input", "unexpected")
            .replace(" (in container '')", "")
            .replace("'<EOF>'", "end of text")
            .strip();
    Matcher overload = NO_OVERLOAD.matcher(message);
    return overload.matches()
        ? unsuited(String.valueOf(overload.group(1)), types(String.valueOf(overload.group(2))))
        : types(message);
  }

  /**
   * Why a condition failed on an event. The library quotes values, of any length, that may be
   * nobody's business: what is said here names only what stands in the condition.
   */
  static String failure(CelErrorCode code, String said) {
    Matcher field = NO_FIELDS.matcher(said);
    Matcher overload = NO_OVERLOAD_FOUND.matcher(said);
    if (LACKS_KEY.matcher(said).matches()) {
      return said;
    }
    if (field.matches()) {
      return "what `" + field.group(1) + "` is read of has no fields";
    }
    if (overload.matches()) {
      return operator(String.valueOf(overload.group(1))) + " cannot take values of these types";
    }
    return switch (code) {
      case ATTRIBUTE_NOT_FOUND -> "a map lacks the key that it is asked for";
      case INDEX_OUT_OF_BOUNDS -> "a list is shorter than the index";
      case DIVIDE_BY_ZERO -> "division by zero";
      case NUMERIC_OVERFLOW -> "a number is out of range";
      case DUPLICATE_ATTRIBUTE -> "a map would have a key twice";
      case BAD_FORMAT -> "a text has not the form that its conversion expects";
      case ITERATION_BUDGET_EXCEEDED -> Limit.CONDITION_ITERATIONS.exceeded();
      default -> "a value is of a type that cannot stand here";
    };
  }

  private static String unsuited(String function, String types) {
    Matcher method = METHOD.matcher(types);
    return method.matches()
        ? "there is no `" + method.group(1) + "." + function + method.group(2) + "`"
        : operator(function) + " cannot take " + types;
  }

  /** What to do about a message, where that can be said. */
  static @Nullable String help(String message) {
    Matcher undeclared = UNDECLARED.matcher(message);
    if (undeclared.matches()) {
      String function = NearestName.help(String.valueOf(undeclared.group(1)), FUNCTIONS);
      return function != null
          ? function
          : "the payload's fields are `data.NAME`, the attributes `event.NAME`";
    }
    if (message.startsWith("token recognition error at: '=")) {
      return "two values are equal with `==`";
    }
    if (message.startsWith("token recognition error at: '\"")
        || message.startsWith("token recognition error at: ''")) {
      return "a text ends with the quote that it begins with";
    }
    if (WORD_OPERATOR.matcher(message).lookingAt()) {
      return "and, or and not are written `&&`, `||` and `!`";
    }
    if (ARITHMETIC.matcher(message).lookingAt()) {
      return "integers and decimals mix in comparisons only: write 2.0, or double(data.NAME)";
    }
    if (TIME_WITH_TEXT.matcher(message).matches()) {
      return "a text becomes a time: timestamp('2026-01-31T00:00:00Z'), timestamp(data.NAME)";
    }
    return null;
  }

  /** {@code _>_} is how the library calls the operator {@code >}. */
  private static String operator(String function) {
    String name =
        function.equals("_[_]") || function.equals("_?_:_")
            ? function.replace("_", "").replace("?", "? ")
            : function.replaceAll("^_|_$|^@", "");
    return "`" + name + "`";
  }

  private static String types(String text) {
    return text.replaceAll("wrapper\\((\\w+)\\)", "$1")
        .replace("google.protobuf.Timestamp", "timestamp")
        .replace("google.protobuf.Duration", "duration")
        .replaceAll("payload [^,)']*", "record")
        .replaceAll("%[A-Z]\\d*", "any");
  }
}
