// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.sources;

import dev.freshet.rules.source.IssueCode;
import dev.freshet.rules.source.IssueLog;
import dev.freshet.rules.yaml.Scalar;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Fills <code>${NAME}</code> with a variable of the environment; <code>$${</code> stands for <code>
 * ${</code>. For one thread.
 */
final class Variables {
  private static final Pattern PLACE = Pattern.compile("\\$(\\$\\{)|\\$\\{([^}]*+)(}?)");
  private static final Pattern NAME = Pattern.compile("[A-Za-z_]\\w*");
  private static final int ESCAPED = 1;
  private static final int CONTENT = 2;
  private static final int END = 3;

  private final IssueLog issues;
  private final Map<String, String> environment;

  Variables(IssueLog issues, Map<String, String> environment) {
    this.issues = issues;
    this.environment = environment;
  }

  /** The text with its variables; null if there is none, or one cannot be filled. */
  @Nullable String fill(@Nullable Scalar text) {
    if (text == null) {
      return null;
    }
    StringBuilder filled = new StringBuilder();
    Matcher place = PLACE.matcher(text.text());
    boolean complete = true;
    while (place.find()) {
      String value = value(place, text);
      complete &= value != null;
      place.appendReplacement(filled, Matcher.quoteReplacement(value == null ? "" : value));
    }
    place.appendTail(filled);
    return complete ? filled.toString() : null;
  }

  private @Nullable String value(MatchResult place, Scalar text) {
    if (place.group(ESCAPED) != null) {
      return place.group(ESCAPED);
    }
    String name = place.group(CONTENT);
    boolean named = NAME.matcher(name).matches() && !place.group(END).isEmpty();
    String value = named ? environment.get(name) : null;
    if (value == null) {
      issues.error(
          IssueCode.INVALID_VALUE,
          text.spanOf(place.start(), place.end()),
          named
              ? "found no variable " + name + " in the environment"
              : "found '${' without the name of a variable and '}', expected ${NAME}");
    }
    return value;
  }
}
