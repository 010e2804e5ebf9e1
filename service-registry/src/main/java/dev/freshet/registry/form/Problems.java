// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry.form;

import java.util.ArrayList;
import java.util.List;

/** Collects problems in the order in which they are found, up to a hundred. For one thread. */
final class Problems {
  private static final int MOST = 100;
  private static final int LONGEST_QUOTE = 60;

  private final List<Problem> found = new ArrayList<>();
  private int more;

  void add(String path, String message) {
    if (found.size() < MOST) {
      found.add(new Problem(path, message));
    } else {
      more++;
    }
  }

  void add(String path, String foundThere, String expected) {
    add(path, "found " + foundThere + ", expected " + expected);
  }

  /** A text as messages show it: in quotes, short, and on one line. */
  static String quote(String text) {
    return "'" + shorten(text) + "'";
  }

  /** A text of strangers as a part of a path. */
  static String shorten(String text) {
    String line = onOneLine(text);
    return line.length() > LONGEST_QUOTE ? line.substring(0, LONGEST_QUOTE) + "…" : line;
  }

  static String onOneLine(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }

  void addAll(Problems others) {
    others.found.forEach(each -> add(each.path(), each.message()));
    more += others.more;
  }

  int count() {
    return found.size() + more;
  }

  List<Problem> all() {
    List<Problem> all = new ArrayList<>(found);
    if (more > 0) {
      all.add(new Problem("registration", "found " + more + " further problems, expected none"));
    }
    return all;
  }

  void throwIfAny() {
    if (count() > 0) {
      throw new InvalidRegistrationException(all());
    }
  }
}
