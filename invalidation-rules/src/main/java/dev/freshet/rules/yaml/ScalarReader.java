// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.yaml;

import dev.freshet.events.values.MalformedTemplateException;
import dev.freshet.events.values.Template;
import dev.freshet.rules.source.IssueCode;
import dev.freshet.rules.source.IssueLog;
import dev.freshet.rules.source.NearestName;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads texts as values: names, durations, numbers, words, templates. What it cannot read, and what
 * is not there, it answers with a default or null; the former it reports. Belongs to one thread.
 */
public final class ScalarReader {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9:_.-]*");
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

  private final IssueLog issues;

  /** Reports to {@code issues}. */
  public ScalarReader(IssueLog issues) {
    this.issues = issues;
  }

  /** A name of a region, a rule or a rule set; null if it is none. */
  public @Nullable String name(@Nullable Scalar scalar) {
    if (scalar == null || NAME.matcher(scalar.text()).matches()) {
      return scalar == null ? null : scalar.text();
    }
    invalid(scalar, "a name of letters, digits and ':', '_', '.', '-'");
    return null;
  }

  /** A length of time such as {@code 15m}. */
  public Duration duration(@Nullable Scalar scalar, Duration byDefault) {
    if (scalar == null) {
      return byDefault;
    }
    Matcher matcher = DURATION.matcher(scalar.text());
    Duration duration = matcher.matches() ? duration(matcher) : Duration.ZERO;
    if (duration.isZero()) {
      invalid(scalar, "a time above zero such as 500ms, 60s, 15m, 1h or 7d");
      return byDefault;
    }
    return duration;
  }

  private static Duration duration(Matcher matcher) {
    long amount = Long.parseLong(String.valueOf(matcher.group(1)));
    return switch (String.valueOf(matcher.group(2))) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }

  /** A whole number above zero. */
  public long count(@Nullable Scalar scalar, long byDefault) {
    if (scalar == null) {
      return byDefault;
    }
    long count = NUMBER.matcher(scalar.text()).matches() ? Long.parseLong(scalar.text()) : 0;
    if (count == 0) {
      invalid(scalar, "a whole number above zero");
      return byDefault;
    }
    return count;
  }

  /** One of some words; the first of them is the default. */
  public String word(@Nullable Scalar scalar, List<String> words) {
    if (scalar == null || words.contains(scalar.text())) {
      return scalar == null ? words.get(0) : scalar.text();
    }
    issues.error(
        IssueCode.INVALID_VALUE,
        scalar.span(),
        "found " + scalar.description() + ", expected one of " + String.join(", ", words),
        () -> NearestName.help(scalar.text(), words));
    return words.get(0);
  }

  /** A template over plain names; null if it is none. */
  public @Nullable Template template(@Nullable Scalar scalar) {
    if (scalar == null) {
      return null;
    }
    Template template;
    try {
      template = Template.parse(scalar.text());
    } catch (MalformedTemplateException e) {
      issues.error(
          IssueCode.MALFORMED_TEMPLATE,
          scalar.spanOf(e.index(), e.index() + 1),
          "template: " + e.problem());
      return null;
    }
    return template.parts().stream().allMatch(part -> isPlain(part, scalar)) ? template : null;
  }

  private boolean isPlain(Template.Part part, Scalar scalar) {
    if (part instanceof Template.Hole hole && hole.name().indexOf('.') >= 0) {
      issues.error(
          IssueCode.MALFORMED_TEMPLATE,
          scalar.spanOf(hole.index(), hole.index() + hole.name().length() + 2),
          "found the path {" + hole.name() + "}, expected a plain name such as {userId}");
      return false;
    }
    if (part instanceof Template.Literal literal
        && literal.text().chars().anyMatch(c -> c <= ' ' || "*|=".indexOf(c) >= 0)) {
      invalid(scalar, "a template without '*', '|', '=' and spaces");
      return false;
    }
    return true;
  }

  /** Reports a text that is not of the expected form. */
  public void invalid(Scalar scalar, String expected) {
    issues.error(
        IssueCode.INVALID_VALUE,
        scalar.span(),
        "found " + scalar.description() + ", expected " + expected);
  }
}
