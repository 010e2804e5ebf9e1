// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.rules.options;

import dev.freshet.events.wire.RecordAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Places in topics, as this program writes them too. */
public final class RecordPlace implements ITypeConverter<RecordAddress> {
  private static final Pattern FORM = Pattern.compile("(.+):(\\d{1,9}):(\\d{1,18})");

  /** The place, or null if the text is none. */
  public static @Nullable RecordAddress parse(String text) {
    Matcher matcher = FORM.matcher(text);
    return matcher.matches()
        ? new RecordAddress(
            String.valueOf(matcher.group(1)),
            Integer.parseInt(String.valueOf(matcher.group(2))),
            Long.parseLong(String.valueOf(matcher.group(3))))
        : null;
  }

  @Override
  public RecordAddress convert(String text) {
    RecordAddress place = parse(text);
    if (place == null) {
      throw new TypeConversionException(
          "found '" + text + "', expected TOPIC:PARTITION:OFFSET, such as freshet.events:0:42");
    }
    return place;
  }
}
