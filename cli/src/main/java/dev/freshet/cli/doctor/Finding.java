// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.doctor;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What an examination found.
 *
 * @param subject what was looked at
 * @param message what was found
 * @param remedy what to do about it; empty if nothing
 */
record Finding(Level level, String subject, String message, String remedy) {

  /** How bad it is. */
  enum Level {
    GOOD("[+]"),
    WARNING("[!]"),
    BAD("[-]");

    private final String mark;

    Level(String mark) {
      this.mark = mark;
    }
  }

  static Finding good(String subject, String message) {
    return new Finding(Level.GOOD, subject, message, "");
  }

  static Finding warning(String subject, String message, String remedy) {
    return new Finding(Level.WARNING, subject, message, remedy);
  }

  static Finding bad(String subject, String message, String remedy) {
    return new Finding(Level.BAD, subject, message, remedy);
  }

  /** For people: what to do stands in a line of its own. */
  String text() {
    String line = level.mark + " " + subject + ": " + message;
    return remedy.isEmpty() ? line : line + "\n      " + remedy;
  }

  /** For programs. */
  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("level", level.name().toLowerCase(Locale.ROOT));
    json.put("subject", subject);
    json.put("message", message);
    json.put("remedy", remedy);
    return json;
  }
}
