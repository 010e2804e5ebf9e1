// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.source.http;

import dev.freshet.cache.EntryKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A path with holes, such as <code>/users/{userId}</code>. Immutable.
 *
 * @param text as it was written
 * @param holes their names, each once
 */
record PathTemplate(String text, List<String> holes) {
  private static final Pattern HOLE = Pattern.compile("\\{([A-Za-z_]\\w*+)}");

  /**
   * Reads a template.
   *
   * @throws IllegalArgumentException if it is no path, or has no hole
   */
  static PathTemplate parse(String text) {
    List<String> holes = new ArrayList<>();
    Matcher hole = HOLE.matcher(text);
    String sample =
        hole.replaceAll(
            found -> {
              holes.add(found.group(1));
              return "x";
            });
    if (holes.isEmpty()) {
      throw new IllegalArgumentException(
          "path: found " + text + ", expected a hole for the key, such as /users/{userId}");
    }
    Paths.check(sample);
    return new PathTemplate(text, holes.stream().distinct().toList());
  }

  /**
   * The path of a key, its values encoded.
   *
   * @throws IllegalArgumentException if the key has another hole, or a value that would make the
   *     path another one
   */
  String expand(EntryKey key) {
    String path =
        HOLE.matcher(text)
            .replaceAll(found -> Matcher.quoteReplacement(encode(text(key.param(found.group(1))))));
    return Paths.check(path);
  }

  private String encode(String value) {
    if (value.isEmpty()) {
      throw new IllegalArgumentException(
          "path " + text + ": found an empty value, expected one for each hole");
    }
    StringBuilder encoded = new StringBuilder();
    for (byte unit : value.getBytes(StandardCharsets.UTF_8)) {
      if (isUnreserved(unit)) {
        encoded.append((char) unit);
      } else {
        encoded.append('%').append(String.format("%02X", unit));
      }
    }
    return encoded.toString();
  }

  private static boolean isUnreserved(byte unit) {
    return (unit >= 'a' && unit <= 'z')
        || (unit >= 'A' && unit <= 'Z')
        || (unit >= '0' && unit <= '9')
        || "-._~".indexOf(unit) >= 0;
  }

  private static String text(Object value) {
    return value instanceof Enum<?> constant ? constant.name() : String.valueOf(value);
  }
}
