// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.diff;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A condition in one line with the usual spaces: two texts that differ in space and comments alone
 * become the same. Cuts CEL into words and signs, and lays them out anew. Belongs to one thread.
 */
final class ConditionText {
  private static final Pattern TOKEN =
      Pattern.compile(
          // Raw texts know no escapes, and those in three quotes may have breaks.
          "[bB]?[rR][bB]?(?:\"\"\"(?s:.*?)\"\"\"|'''(?s:.*?)'''|\"[^\"\n]*\"|'[^'\n]*')"
              + "|[bB]?(?:\"\"\"(?s:\\\\.|.)*?\"\"\"|'''(?s:\\\\.|.)*?''')"
              + "|[bB]?(?:\"(?:\\\\.|[^\"\\\\\n])*\"|'(?:\\\\.|[^'\\\\\n])*')"
              + "|(?<comment>//[^\n]*)|(?<space>\\s+)"
              + "|[0-9]+(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?\\w*|\\w+"
              + "|&&|\\|\\||[=!<>]=|(?s:.)");

  private static final Set<String> OPENING = Set.of("(", "[", "{", ".", "");
  private static final Set<String> CLOSING = Set.of(")", "]", "}", ".", ",");
  private static final Set<String> BRACKETS = Set.of("(", "[", "{");

  private final StringBuilder out = new StringBuilder();
  private String last = "";
  private boolean lastIsSign;

  private ConditionText() {}

  /** The text, laid out anew. */
  static String of(String condition) {
    ConditionText text = new ConditionText();
    Matcher token = TOKEN.matcher(condition);
    while (token.find()) {
      if (token.group("comment") == null && token.group("space") == null) {
        text.add(token.group());
      }
    }
    return text.out.toString();
  }

  private void add(String token) {
    if (!sticksToTheLast(token)) {
      out.append(' ');
    }
    out.append(token);
    lastIsSign = token.equals("!") || (token.equals("-") && !endsAValue(last));
    last = token;
  }

  private boolean sticksToTheLast(String token) {
    return lastIsSign
        || OPENING.contains(last)
        || CLOSING.contains(token)
        || (BRACKETS.contains(token) && endsAValue(last));
  }

  /** Whether what stands behind is called, indexed, or taken away from it. */
  private static boolean endsAValue(String token) {
    char end = token.isEmpty() ? ' ' : token.charAt(token.length() - 1);
    return !token.equals("in") && (Character.isLetterOrDigit(end) || "_)]}\"'".indexOf(end) >= 0);
  }
}
