// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.yaml;

import dev.freshet.events.values.MalformedTemplateException;
import dev.freshet.events.values.Template;
import dev.freshet.rules.source.IssueCode;
import dev.freshet.rules.source.IssueLog;
import dev.freshet.rules.source.NearestName;
import dev.freshet.rules.syntax.Form;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads texts as values: names, durations, numbers, sizes, shares, words, templates. What it cannot
 * read, and what is not there, it answers with a default or null; the former it reports. Belongs to
 * one thread.
 */
public final class ScalarReader {
  /** A hundred years: what fits a long in nanoseconds, with room to add. */
  public static final Duration MAX_DURATION = Duration.ofDays(36_500);

  private static final Pattern PERCENTAGE = Pattern.compile("[2-9]|[1-9][0-9]");

  private final IssueLog issues;

  /** Reports to {@code issues}. */
  public ScalarReader(IssueLog issues) {
    this.issues = issues;
  }

  /** A name of a region, a rule or a rule set; null if it is none. */
  public @Nullable String name(@Nullable Scalar scalar) {
    return ofForm(scalar, Form.NAME);
  }

  /** The id of a rule, alone or behind its set's name and a slash; null if it is none. */
  public @Nullable String ruleRef(@Nullable Scalar scalar) {
    return ofForm(scalar, Form.RULE_REF);
  }

  private @Nullable String ofForm(@Nullable Scalar scalar, Form form) {
    if (scalar == null || form.pattern().matcher(scalar.text()).matches()) {
      return scalar == null ? null : scalar.text();
    }
    invalid(scalar, form.expected());
    return null;
  }

  /** An event type or a prefix of types; null if it is none. */
  public @Nullable String event(@Nullable Scalar scalar) {
    return ofForm(scalar, Form.EVENT);
  }

  /** A day; null if it is none. */
  public @Nullable LocalDate date(@Nullable Scalar scalar) {
    if (ofForm(scalar, Form.DATE) == null || scalar == null) {
      return null;
    }
    try {
      return LocalDate.parse(scalar.text());
    } catch (DateTimeParseException e) {
      invalid(scalar, "a day that is in the calendar");
      return null;
    }
  }

  /** Whether a text that may only be {@code true} is there; another is reported. */
  public boolean isTrue(@Nullable Scalar scalar) {
    return scalar != null && word(scalar, List.of("true")).equals("true");
  }

  /** A length of time such as {@code 15m}, above zero and at most {@link #MAX_DURATION}. */
  public Duration duration(@Nullable Scalar scalar, Duration byDefault) {
    if (scalar == null) {
      return byDefault;
    }
    Duration duration = Quantities.duration(scalar.text()).orElse(Duration.ZERO);
    if (duration.isZero()) {
      invalid(scalar, Form.DURATION.expected());
      return byDefault;
    }
    if (duration.compareTo(MAX_DURATION) > 0) {
      invalid(scalar, "a time of at most " + MAX_DURATION.toDays() + "d");
      return byDefault;
    }
    return duration;
  }

  /** A whole number above zero and at most {@code max}. */
  public long count(@Nullable Scalar scalar, long byDefault, long max) {
    if (scalar == null) {
      return byDefault;
    }
    long count = Quantities.number(scalar.text()).orElse(0);
    if (count == 0 || count > max) {
      invalid(scalar, "a whole number above zero" + (count == 0 ? "" : ", at most " + max));
      return byDefault;
    }
    return count;
  }

  /** A number of bytes such as {@code 64MiB} from {@code min} to {@code max}. */
  public long bytes(@Nullable Scalar scalar, long byDefault, long min, long max) {
    if (scalar == null) {
      return byDefault;
    }
    OptionalLong bytes = Quantities.bytes(scalar.text());
    if (bytes.isEmpty()) {
      invalid(scalar, Form.SIZE.expected(), sizesLike(scalar.text()));
      return byDefault;
    }
    if (bytes.getAsLong() < min || bytes.getAsLong() > max) {
      invalid(scalar, "a size from " + min + " to " + max + " bytes");
      return byDefault;
    }
    return bytes.getAsLong();
  }

  /** What somebody may have meant who wrote another unit, or none that is known. */
  private static List<String> sizesLike(String text) {
    String digits = text.replaceFirst("(?s)[^0-9].*", "");
    return digits.isEmpty()
        ? List.of()
        : Quantities.SIZE_UNITS.stream().map(digits::concat).toList();
  }

  /** A share such as {@code 10%} or {@code 0.1}, at least 0 and less than 1. */
  public double share(@Nullable Scalar scalar, double byDefault) {
    return share(scalar, byDefault, Math.nextDown(1.0), "less than 100%");
  }

  /** As {@link #share}, or all. */
  public double shareOrAll(@Nullable Scalar scalar, double byDefault) {
    return share(scalar, byDefault, 1, "at most 100%");
  }

  private double share(@Nullable Scalar scalar, double byDefault, double most, String mostText) {
    if (scalar == null) {
      return byDefault;
    }
    double share = Quantities.share(scalar.text()).orElse(Double.POSITIVE_INFINITY);
    if (share > most) {
      invalid(
          scalar,
          "a share of at least 0% and " + mostText + " such as 10% or 0.1",
          PERCENTAGE.matcher(scalar.text()).matches() ? List.of(scalar.text() + "%") : List.of());
      return byDefault;
    }
    return share;
  }

  /** One of some words; the first of them is the default. */
  public String word(@Nullable Scalar scalar, List<String> words) {
    if (scalar == null || words.contains(scalar.text())) {
      return scalar == null ? words.get(0) : scalar.text();
    }
    invalid(scalar, (words.size() > 1 ? "one of " : "") + String.join(", ", words), words);
    return words.get(0);
  }

  /** A constant of an enum, written in lower case and with {@code -} for {@code _}. */
  public <E extends Enum<E>> E choice(@Nullable Scalar scalar, E byDefault) {
    if (scalar == null) {
      return byDefault;
    }
    List<E> constants = List.copyOf(EnumSet.allOf(byDefault.getDeclaringClass()));
    List<String> words =
        constants.stream()
            .map(constant -> constant.name().toLowerCase(Locale.ROOT).replace('_', '-'))
            .toList();
    return constants.get(words.indexOf(word(scalar, words)));
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

  /** Reports a text that is not of the expected form, or does not fit the others. */
  public void invalid(Scalar scalar, String expected) {
    invalid(scalar, expected, List.of());
  }

  private void invalid(Scalar scalar, String expected, List<String> candidates) {
    issues.error(
        IssueCode.INVALID_VALUE,
        scalar.span(),
        "found " + scalar.description() + ", expected " + expected,
        () -> NearestName.help(scalar.text(), candidates));
  }
}
