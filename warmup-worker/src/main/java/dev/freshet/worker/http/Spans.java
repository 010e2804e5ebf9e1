// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.http;

import dev.freshet.http.problem.HttpCode;
import dev.freshet.http.problem.ProblemException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as rule files write them: {@code 250ms}, {@code 30s}, {@code 15m}, {@code 2h}. */
final class Spans {
  private static final Pattern SPAN = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

  private Spans() {}

  /**
   * Reads a duration.
   *
   * @param where named in the refusal
   * @throws ProblemException if the text is none
   */
  static Duration parse(String where, String text) {
    Matcher matcher = SPAN.matcher(text);
    if (!matcher.matches()) {
      throw ProblemException.of(
          HttpCode.INVALID_PARAMETER,
          where + ": found '" + text + "', expected a duration such as 250ms, 30s, 15m or 2h");
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      default -> Duration.ofHours(amount);
    };
  }

  /**
   * Reads the duration for which a value is to be kept.
   *
   * @throws ProblemException if the text is none, or zero
   */
  static Duration parseTtl(String text) {
    Duration ttl = parse("ttl", text);
    if (ttl.isZero()) {
      throw ProblemException.of(
          HttpCode.INVALID_PARAMETER, "ttl: found '" + text + "', expected longer than 0");
    }
    return ttl;
  }
}
