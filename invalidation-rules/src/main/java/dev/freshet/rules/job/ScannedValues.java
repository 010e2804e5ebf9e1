// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.job;

import dev.freshet.events.values.Target;
import dev.freshet.events.values.Template;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the pattern of a scan says of a region's keys. No value holds a colon, so every key of a
 * template has the template's number of segments between colons: those of the pattern before its
 * first star are the first of the key, those behind its last star are the last. What lies between
 * two stars is not looked at. Belongs to one thread.
 */
final class ScannedValues {
  private final List<String> pattern;
  private final List<String> key;
  private final Map<String, String> values = new LinkedHashMap<>();

  private ScannedValues(List<String> pattern, List<String> key) {
    this.pattern = pattern;
    this.key = key;
  }

  /** The values of holes that all keys of the pattern have in common; empty if it fits no key. */
  static Optional<Map<String, String>> of(Template key, Target.Scan scan) {
    if (scan.pattern().indexOf('*') < 0) {
      return key.match(scan.pattern());
    }
    var scanned = new ScannedValues(segments(scan.pattern()), segments(key.toString()));
    return scanned.read() ? Optional.of(scanned.values) : Optional.empty();
  }

  /** A hole's name has no colon either: cutting a template's text cuts the template. */
  private static List<String> segments(String text) {
    return List.of(text.split(":", -1));
  }

  /** False if the pattern fits no key. */
  private boolean read() {
    int more = key.size() - pattern.size();
    // Each colon of a pattern is one of the key.
    if (more < 0) {
      return false;
    }
    int first = 0;
    while (pattern.get(first).indexOf('*') < 0) {
      if (!bind(pattern.get(first), key.get(first))) {
        return false;
      }
      first++;
    }
    int last = pattern.size() - 1;
    while (pattern.get(last).indexOf('*') < 0) {
      if (!bind(pattern.get(last), key.get(last + more))) {
        return false;
      }
      last--;
    }
    return canBegin(
            key.get(first), pattern.get(first).substring(0, pattern.get(first).indexOf('*')))
        && canEnd(
            key.get(last + more),
            pattern.get(last).substring(pattern.get(last).lastIndexOf('*') + 1));
  }

  private boolean bind(String text, String below) {
    if (below.isEmpty()) {
      return text.isEmpty();
    }
    Optional<Map<String, String>> found = Template.parse(below).match(text);
    found.ifPresent(values::putAll);
    return found.isPresent();
  }

  private static boolean canBegin(String below, String start) {
    int hole = below.indexOf('{');
    return hole < 0
        ? below.startsWith(start)
        : start.startsWith(below.substring(0, hole)) || below.substring(0, hole).startsWith(start);
  }

  private static boolean canEnd(String below, String end) {
    int hole = below.indexOf('}') + 1;
    return hole == 0
        ? below.endsWith(end)
        : end.endsWith(below.substring(hole)) || below.substring(hole).endsWith(end);
  }
}
