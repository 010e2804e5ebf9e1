// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.yaml;

import dev.freshet.rules.syntax.Form;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Matcher;

/**
 * The forms of numbers with units in rule files. Empty is the answer to a text of another form;
 * whether a value is in its range is for the caller to say.
 */
final class Quantities {
  /** Units of sizes, each 1024 times the one before. */
  static final List<String> SIZE_UNITS = List.of("KiB", "MiB", "GiB");

  private Quantities() {}

  /** A length of time such as {@code 15m}. */
  static Optional<Duration> duration(String text) {
    Matcher matcher = Form.DURATION.pattern().matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long amount = amount(matcher);
    return Optional.of(
        switch (unit(matcher)) {
          case "ms" -> Duration.ofMillis(amount);
          case "s" -> Duration.ofSeconds(amount);
          case "m" -> Duration.ofMinutes(amount);
          case "h" -> Duration.ofHours(amount);
          default -> Duration.ofDays(amount);
        });
  }

  /** A number of bytes such as {@code 64MiB}; a number without a unit is bytes. */
  static OptionalLong bytes(String text) {
    Matcher matcher = Form.SIZE.pattern().matcher(text);
    if (!matcher.matches() || matcher.group(2) == null) {
      return number(text);
    }
    int power = SIZE_UNITS.indexOf(unit(matcher)) + 1;
    return OptionalLong.of(amount(matcher) << (10 * power));
  }

  /** A whole number. */
  static OptionalLong number(String text) {
    return Form.COUNT.pattern().matcher(text).matches()
        ? OptionalLong.of(Long.parseLong(text))
        : OptionalLong.empty();
  }

  /** A share such as {@code 10%} or {@code 0.1}: both are the same double. */
  static OptionalDouble share(String text) {
    Matcher matcher = Form.SHARE.pattern().matcher(text);
    if (!matcher.matches()) {
      return OptionalDouble.empty();
    }
    BigDecimal number = new BigDecimal(String.valueOf(matcher.group(1)));
    boolean percent = !unit(matcher).isEmpty();
    return OptionalDouble.of((percent ? number.movePointLeft(2) : number).doubleValue());
  }

  private static long amount(Matcher matcher) {
    return Long.parseLong(String.valueOf(matcher.group(1)));
  }

  private static String unit(Matcher matcher) {
    return String.valueOf(matcher.group(2));
  }
}
