// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.condition;

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
        ? operator(String.valueOf(overload.group(1)))
            + " cannot take "
            + types(String.valueOf(overload.group(2)))
        : types(message);
  }

  /** What to do about a message, where that can be said. */
  static @Nullable String help(String message) {
    if (message.startsWith("undeclared reference")) {
      return "the payload's fields are `data.NAME`, the attributes `event.NAME`";
    }
    if (ARITHMETIC.matcher(message).lookingAt()) {
      return "integers and decimals mix in comparisons only: write 2.0, or double(data.NAME)";
    }
    if (TIME_WITH_TEXT.matcher(message).matches()) {
      return "a time is written timestamp('2026-01-31T00:00:00Z')";
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
        .replaceAll("payload\\b[^,)']*", "record")
        .replaceAll("%[A-Z]\\d*", "any");
  }
}
