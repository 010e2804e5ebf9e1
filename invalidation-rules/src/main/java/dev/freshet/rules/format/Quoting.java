// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.format;

import dev.freshet.rules.yaml.Scalar;
import java.util.regex.Pattern;

/**
 * Writes texts as YAML in one line, with quotes only where they are needed. Stateless and safe for
 * any thread.
 */
public final class Quoting {
  /**
   * Texts that YAML, in whatever version, takes for something else: nothing, a boolean, a number, a
   * time, a merge. Where they stand in quotes, the quotes stay.
   */
  private static final Pattern TYPED =
      Pattern.compile(
          "|~|<<|null|Null|NULL|true|True|TRUE|false|False|FALSE"
              + "|[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+"
              + "|[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?"
              + "|[0-9]{4}-[0-9]{2}-[0-9]{2}.*|(?i:yes|no|on|off)"
              + "|[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");

  /** What cannot begin a text without quotes. */
  private static final String INDICATORS = ",[]{}#&*!|>'\"%@`?:";

  private static final String BRACKETS = ",[]{}";

  private Quoting() {}

  /** A text that is to stay a text, as it may stand behind a key or a dash. */
  public static String inBlock(String text) {
    return write(text, false, false);
  }

  /** A text that is to stay a text, as it may stand in brackets. */
  public static String inFlow(String text) {
    return write(text, false, true);
  }

  /** A text of a file: one that had no quotes goes on to mean what YAML takes it for. */
  static String write(Scalar scalar, boolean flow) {
    return write(scalar.text(), scalar.plain(), flow);
  }

  private static String write(String text, boolean plain, boolean flow) {
    boolean means = plain || !TYPED.matcher(text).matches();
    return means && canBePlain(text, flow) ? text : quote(text);
  }

  private static boolean canBePlain(String text, boolean flow) {
    return !text.isEmpty()
        && canBegin(text)
        && !text.endsWith(":")
        && !text.endsWith(" ")
        && !text.contains(": ")
        && !text.contains(" #")
        && text.chars().noneMatch(c -> isSpecial(c) || (flow && BRACKETS.indexOf(c) >= 0));
  }

  private static boolean canBegin(String text) {
    char first = text.charAt(0);
    boolean dash = first == '-' && (text.length() == 1 || text.charAt(1) == ' ');
    return first != ' '
        && !dash
        && INDICATORS.indexOf(first) < 0
        && !text.startsWith("---")
        && !text.startsWith("...");
  }

  /** Characters that need an escape: breaks, controls, what cannot be seen. */
  private static boolean isSpecial(int c) {
    return c < ' '
        || (c >= 0x7f && c < 0xa0)
        || c == 0x2028
        || c == 0x2029
        || c == 0xfeff
        || c >= 0xfffe;
  }

  private static String quote(String text) {
    StringBuilder out = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (isSpecial(c)) {
            out.append(String.format("\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.append('"').toString();
  }
}
