// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** How options are read whose messages would otherwise speak of Java. Stateless. */
final class Values {
  private Values() {}

  /** Has a program with all its subcommands read them so. */
  static void register(CommandLine line) {
    line.registerConverter(Integer.class, Values::whole);
    line.registerConverter(int.class, Values::whole);
    line.registerConverter(Long.class, Values::large);
    line.registerConverter(long.class, Values::large);
    line.registerConverter(Instant.class, Values::instant);
    line.registerConverter(Pattern.class, Values::pattern);
  }

  private static int whole(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw wrong(text, "a whole number");
    }
  }

  private static long large(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw wrong(text, "a whole number");
    }
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw wrong(text, "a time such as 2026-11-20T10:15:00Z");
    }
  }

  private static Pattern pattern(String text) {
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw wrong(text, "a regular expression: " + e.getDescription());
    }
  }

  private static TypeConversionException wrong(String found, String expected) {
    return new TypeConversionException("found '" + found + "', expected " + expected);
  }
}
