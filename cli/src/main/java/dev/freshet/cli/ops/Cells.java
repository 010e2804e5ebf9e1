// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.ops;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** JSON as texts of a line. Stateless. */
public final class Cells {
  /** What stands where nothing is known. */
  public static final String NOTHING = "-";

  private static final int PERCENT = 100;
  private static final long SECOND = 1_000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  private Cells() {}

  /** Lists with commas, objects as {@code name=value} where there is one, nothing as a dash. */
  public static String text(JsonNode value) {
    if (value.isArray()) {
      List<String> items = new ArrayList<>();
      value.forEach(item -> items.add(text(item)));
      return items.isEmpty() ? NOTHING : String.join(",", items);
    }
    if (value.isObject()) {
      List<String> fields = new ArrayList<>();
      for (Map.Entry<String, JsonNode> field : value.properties()) {
        String text = text(field.getValue());
        if (!text.equals(NOTHING)) {
          fields.add(field.getKey() + "=" + text);
        }
      }
      return fields.isEmpty() ? NOTHING : String.join(" ", fields);
    }
    String text = value.asText("");
    return value.isMissingNode() || value.isNull() || text.isEmpty() ? NOTHING : text;
  }

  /** A share of one as percent. */
  public static String percent(JsonNode share) {
    return share.isNumber()
        ? String.format(Locale.ROOT, "%.1f%%", share.doubleValue() * PERCENT)
        : NOTHING;
  }

  /** A length of time in its largest unit. */
  public static String time(JsonNode milliseconds) {
    if (!milliseconds.isNumber()) {
      return NOTHING;
    }
    long ms = milliseconds.longValue();
    long size = Math.abs(ms);
    if (size < SECOND) {
      return ms + "ms";
    } else if (size < 2 * MINUTE) {
      return String.format(Locale.ROOT, "%.1fs", ms / (double) SECOND);
    } else if (size < 2 * HOUR) {
      return ms / MINUTE + "m";
    } else if (size < 2 * DAY) {
      return ms / HOUR + "h";
    }
    return ms / DAY + "d";
  }
}
