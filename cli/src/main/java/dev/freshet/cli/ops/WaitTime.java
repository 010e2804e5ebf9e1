// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.ops;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How long a coordinator is told to wait: as its API has it, at most a minute. */
final class WaitTime implements ITypeConverter<Duration> {
  private static final Pattern FORM = Pattern.compile("(\\d{1,5})(ms|s|m)");
  private static final Duration MOST = Duration.ofMinutes(1);

  @Override
  public Duration convert(String text) {
    Matcher matcher = FORM.matcher(text);
    Duration read = matcher.matches() ? read(matcher) : Duration.ZERO;
    if (read.isZero() || read.compareTo(MOST) > 0) {
      throw new TypeConversionException(
          "found '" + text + "', expected a time such as 500ms or 5s, at most 60s");
    }
    return read;
  }

  private static Duration read(Matcher matcher) {
    long amount = Long.parseLong(matcher.group(1));
    return switch (String.valueOf(matcher.group(2))) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      default -> Duration.ofMinutes(amount);
    };
  }
}
