// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the text of a setting is read. Immutable.
 *
 * @param label a word for it, as help has it
 * @param expected what a text must be, as messages and documents say it
 * @param reader reads a text, or throws an {@link IllegalArgumentException}
 */
public record SettingType<T>(String label, String expected, Function<String, T> reader) {
  private static final int MAX_PORT = 65_535;
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
  private static final Pattern SERVER =
      Pattern.compile("[^\\s,:]+:\\d{1,5}|\\[[0-9a-fA-F:.]+]:\\d{1,5}");

  static final SettingType<String> TEXT = new SettingType<>("TEXT", "a text", Function.identity());

  static final SettingType<Duration> DURATION_TYPE =
      new SettingType<>("TIME", "a time such as 250ms, 5s, 2m, 1h or 7d", SettingType::duration);

  static final SettingType<OptionalInt> PORT =
      new SettingType<>("PORT", "a port from 0 (any) to 65535, or off", SettingType::port);

  static final SettingType<Double> RATIO =
      new SettingType<>(
          "RATIO", "a number from 0 to 1", text -> within(Double.valueOf(text), 0, 1));

  static final SettingType<Boolean> SWITCH = choice(List.of("true", "false"), Boolean::valueOf);

  static final SettingType<Path> PATH = new SettingType<>("PATH", "a path", Path::of);

  static final SettingType<List<String>> LIST =
      new SettingType<>("TEXT", "texts with commas between them", SettingType::list);

  static final SettingType<String> SERVERS =
      new SettingType<>(
          "HOST:PORT",
          "host:port, several with commas",
          text -> {
            list(text).forEach(server -> require(SERVER.matcher(server).matches()));
            return text;
          });

  static final SettingType<String> HTTP_URL =
      new SettingType<>(
          "URL",
          "http:// or https:// and a host, several with commas",
          text -> {
            list(text).stream().map(URI::create).forEach(SettingType::requireHttp);
            return text;
          });

  static SettingType<Integer> count(int min, int max) {
    return new SettingType<>(
        "N",
        "a whole number from %d to %d".formatted(min, max),
        text -> (int) within(Integer.parseInt(text), min, max));
  }

  /** One of the constants of an enum, in lower case. */
  static <E extends Enum<E>> SettingType<E> oneOf(Class<E> type) {
    List<String> labels =
        Arrays.stream(type.getEnumConstants())
            .map(each -> each.name().toLowerCase(Locale.ROOT))
            .toList();
    return choice(labels, text -> Enum.valueOf(type, text.toUpperCase(Locale.ROOT)));
  }

  private static <T> SettingType<T> choice(List<String> labels, Function<String, T> reader) {
    return new SettingType<>(
        "NAME",
        String.join(", ", labels.subList(0, labels.size() - 1))
            + " or "
            + labels.get(labels.size() - 1),
        text -> {
          require(labels.contains(text));
          return reader.apply(text);
        });
  }

  private static Duration duration(String text) {
    Matcher matcher = DURATION.matcher(text);
    require(matcher.matches());
    long amount = Long.parseLong(matcher.group(1));
    Duration read =
        switch (String.valueOf(matcher.group(2))) {
          case "ms" -> Duration.ofMillis(amount);
          case "s" -> Duration.ofSeconds(amount);
          case "m" -> Duration.ofMinutes(amount);
          case "h" -> Duration.ofHours(amount);
          default -> Duration.ofDays(amount);
        };
    require(!read.isZero());
    return read;
  }

  private static OptionalInt port(String text) {
    return text.equals("off")
        ? OptionalInt.empty()
        : OptionalInt.of((int) within(Integer.parseInt(text), 0, MAX_PORT));
  }

  static List<String> list(String text) {
    List<String> items = Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    require(!items.contains(""));
    return items;
  }

  private static void requireHttp(URI uri) {
    require(List.of("http", "https").contains(String.valueOf(uri.getScheme())));
    require(uri.getHost() != null);
  }

  private static double within(double value, double min, double max) {
    require(value >= min && value <= max);
    return value;
  }

  private static void require(boolean right) {
    if (!right) {
      throw new IllegalArgumentException();
    }
  }
}
