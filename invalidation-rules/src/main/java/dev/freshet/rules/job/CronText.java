// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.job;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Unix cron: minute, hour, day of month, month, day of week. Stateless. */
final class CronText {
  private static final String VALUE = "([0-9]{1,2}|[A-Za-z]{3})";
  private static final String ITEM = "(\\*|" + VALUE + "(-" + VALUE + ")?)(/[0-9]{1,2})?";
  private static final String FIELD = ITEM + "(," + ITEM + ")*";

  /** The library is asked only for what has the form: it does not survive every text. */
  private static final Pattern FIVE_FIELDS = Pattern.compile(FIELD + "( +" + FIELD + "){4}");

  private static final String FIELDS =
      "five fields: minute, hour, day of month, month, day of week, such as 0 6 * * 1-5";

  /** Any day does: what comes at all comes within the four years from leap day to leap day. */
  private static final ZonedDateTime ANY_DAY =
      ZonedDateTime.of(2024, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

  private CronText() {}

  /** What was expected instead of a text, or null if it is good. */
  static @Nullable String problem(String text) {
    if (!FIVE_FIELDS.matcher(text).matches()) {
      return FIELDS;
    }
    try {
      return ExecutionTime.forCron(parse(text)).nextExecution(ANY_DAY).isPresent()
          ? null
          : "a day that comes";
    } catch (IllegalArgumentException e) {
      Throwable reason = e.getCause() == null ? e : e.getCause();
      return FIELDS + " (" + String.valueOf(reason.getMessage()).strip() + ")";
    }
  }

  /**
   * A text that has no problem, for the library.
   *
   * @throws IllegalArgumentException if it has one
   */
  static Cron parse(String text) {
    return new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX)).parse(text);
  }
}
