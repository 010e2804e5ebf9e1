// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.report;

import dev.freshet.rules.source.Issue;
import dev.freshet.rules.source.Location;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Makes issues fit to be shown. They quote rule files, and what a file holds must not be able to
 * command a terminal, to end a line of a report, or to be illegal in XML.
 */
final class Printable {
  private static final String REPLACEMENT = "\uFFFD";

  private Printable() {}

  static Issue issue(Issue issue) {
    Location place = issue.location();
    return new Issue(
        issue.severity(),
        issue.code(),
        new Location(text(place.file()), place.line(), place.column()),
        issue.width(),
        text(issue.message()),
        nullable(issue.help()),
        text(issue.line().replace('\t', ' ')));
  }

  private static @Nullable String nullable(@Nullable String text) {
    return text == null ? null : text(text);
  }

  /** The text in one line; each control character, lone surrogate and the like as one sign. */
  static String text(String text) {
    return text.replaceAll("[\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}\uFFFE\uFFFF]", REPLACEMENT);
  }

  /** The word for a severity. */
  static String level(Issue issue) {
    return issue.severity().name().toLowerCase(Locale.ROOT);
  }
}
