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

  private static final Pattern METHOD = Pattern.compile("(\\w+)\\.(\\(.*\\))");

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

  private static String unsuited(String function, String types) {
    Matcher method = METHOD.matcher(types);
    return method.matches()
        ? "there is no `" + method.group(1) + "." + function + method.group(2) + "`"
        : operator(function) + " cannot take " + types;
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
        .replaceAll("payload\\b[^,)']*", "record")
        .replaceAll("%[A-Z]\\d*", "any");
  }
}
