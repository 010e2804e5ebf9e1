// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.cases;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes values as YAML that our reader reads back as the same values. Stateless. */
final class YamlText {
  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z/][A-Za-z0-9_./%@+-]*(:[A-Za-z0-9_./%@+-]+)*");
  private static final Pattern WORD = Pattern.compile("true|false|null");

  private YamlText() {}

  /** A text, in quotes where it could be taken for something else. */
  static String scalar(String text) {
    return PLAIN.matcher(text).matches() && !WORD.matcher(text).matches() ? text : quoted(text);
  }

  /** A tree of an event's data, on one line. */
  static String tree(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> scalar(String.valueOf(entry.getKey())) + ": " + tree(entry.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    if (value instanceof List<?> list) {
      return list.stream().map(YamlText::tree).collect(Collectors.joining(", ", "[", "]"));
    }
    boolean plain = value == null || value instanceof Boolean || isNumber(value);
    return plain ? String.valueOf(value) : scalar(String.valueOf(value));
  }

  private static boolean isNumber(Object value) {
    return value instanceof Number number && Double.isFinite(number.doubleValue());
  }

  private static String quoted(String text) {
    StringBuilder out = new StringBuilder(text.length() + 2).append('"');
    text.codePoints().forEach(c -> append(out, c));
    return out.append('"').toString();
  }

  private static void append(StringBuilder out, int c) {
    if (c == '"' || c == '\\') {
      out.append('\\').appendCodePoint(c);
    } else if ((c >= ' ' && c < 127) || Character.isLetterOrDigit(c)) {
      out.appendCodePoint(c);
    } else {
      out.append(c <= 0xFFFF ? "\\u%04X".formatted(c) : "\\U%08X".formatted(c));
    }
  }
}
