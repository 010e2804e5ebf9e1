// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry.form;

import dev.freshet.events.values.MalformedTemplateException;
import dev.freshet.events.values.Template;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Holds the texts of a registration against what they must be. For one thread. */
final class Texts {
  private static final Pattern ID = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._:-]{0,99}");
  private static final Pattern CONFIGURED = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._-]{0,99}");
  private static final Pattern REGION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9:_.-]{0,199}");
  private static final Pattern EVENT_TYPE = Pattern.compile("[^\\s\\p{Cntrl}*]{1,200}");
  private static final Pattern TOPIC = Pattern.compile("[a-zA-Z0-9._-]{1,249}");
  private static final Pattern FREE = Pattern.compile("[^\\p{Cntrl}]{1,200}");
  private static final int LONGEST_TEMPLATE = 1_000;

  private final Problems problems;

  Texts(Problems problems) {
    this.problems = problems;
  }

  void id(String path, String found) {
    match(
        ID,
        path,
        found,
        "1 to 100 letters, digits, dots, dashes, underscores and colons, the first a letter or"
            + " digit");
  }

  void region(String path, String found) {
    match(
        REGION,
        path,
        found,
        "the name of a region: 1 to 200 letters, digits and ':', '_', '.', '-'");
  }

  void eventType(String path, String found) {
    match(EVENT_TYPE, path, found, "an event type: 1 to 200 characters, no blanks, no '*'");
  }

  void topic(String path, Optional<String> found) {
    found.ifPresent(
        text ->
            match(
                TOPIC,
                path,
                text,
                "the name of a topic: 1 to 249 letters, digits, dots, dashes and underscores"));
  }

  void free(String path, Optional<String> found) {
    found.ifPresent(text -> free(path, text));
  }

  void free(String path, String found) {
    match(FREE, path, found, "1 to 200 characters on one line");
  }

  private void match(Pattern pattern, String path, String found, String expected) {
    if (!pattern.matcher(found).matches()) {
      problems.add(path, Problems.quote(found), expected);
    }
  }

  /** A text with holes; says what is wrong with it as its parser does. */
  void template(String path, String found) {
    if (found.length() > LONGEST_TEMPLATE) {
      problems.add(path, found.length() + " characters", "at most " + LONGEST_TEMPLATE);
      return;
    }
    try {
      Template unused = Template.parse(found);
    } catch (MalformedTemplateException e) {
      problems.add(path, Problems.onOneLine(String.valueOf(e.getMessage())));
    }
  }

  /**
   * The name of something that whoever loads has configured. Never an address or a statement: else
   * whoever may register could make others call any URL and run any SQL. Those may hold passwords,
   * so that no more is quoted than what is a name.
   */
  void configured(String path, String found) {
    if (CONFIGURED.matcher(found).matches()) {
      return;
    }
    Matcher beginning = CONFIGURED.matcher(found);
    String shown = beginning.lookingAt() ? beginning.group() : "";
    problems.add(
        path,
        found.isEmpty() ? "''" : "'" + shown + "…'",
        "a configured name of letters, digits, dots, underscores and dashes, never a URL or SQL");
  }
}
