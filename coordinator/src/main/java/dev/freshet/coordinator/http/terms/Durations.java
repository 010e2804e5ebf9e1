// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.terms;

import dev.freshet.http.problem.HttpCode;
import dev.freshet.http.problem.Problem.Finding;
import dev.freshet.http.problem.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parameters that are lengths of time, such as {@code 500ms}, {@code 5s} or {@code 7d}. Pure. */
public final class Durations {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

  private Durations() {}

  /**
   * Reads a query parameter.
   *
   * @throws ProblemException if it has another form or is longer than {@code longest}
   */
  public static Duration parse(String parameter, String text, Duration longest) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw wrong(parameter, text, "a number with ms, s, m, h or d behind it");
    }
    Duration duration = of(Long.parseLong(matcher.group(1)), matcher.group(2));
    if (duration.compareTo(longest) > 0) {
      throw wrong(parameter, text, "at most " + text(longest));
    }
    return duration;
  }

  private static Duration of(long amount, String unit) {
    return switch (unit) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }

  /** The shortest form. */
  public static String text(Duration duration) {
    if (duration.toMillisPart() > 0) {
      return duration.toMillis() + "ms";
    }
    if (duration.toSecondsPart() > 0 || duration.isZero()) {
      return duration.toSeconds() + "s";
    }
    if (duration.toMinutesPart() > 0) {
      return duration.toMinutes() + "m";
    }
    return duration.toHoursPart() > 0 ? duration.toHours() + "h" : duration.toDays() + "d";
  }

  private static ProblemException wrong(String parameter, String text, String expected) {
    String message =
        "query parameter " + parameter + ": found '" + text + "', expected " + expected;
    return ProblemException.of(
        HttpCode.INVALID_PARAMETER,
        message,
        List.of(Finding.at(HttpCode.INVALID_PARAMETER, "query:" + parameter, message)));
  }
}
