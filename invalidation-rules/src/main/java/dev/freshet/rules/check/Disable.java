// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.check;

import dev.freshet.rules.source.Issue;
import dev.freshet.rules.source.IssueCode;
import dev.freshet.rules.source.Span;
import java.time.LocalDate;
import java.util.Set;

/**
 * What a disable comment says.
 *
 * @param span where it stands
 * @param line the line whose issues it concerns, or {@link #WHOLE_FILE}
 * @param codes which of them
 * @param until the last day on which it holds
 * @param reason why
 */
record Disable(Span span, int line, Set<IssueCode> codes, LocalDate until, String reason) {
  static final int WHOLE_FILE = 0;

  Disable {
    codes = Set.copyOf(codes);
  }

  boolean concerns(Issue issue) {
    return codes.contains(issue.code()) && (line == WHOLE_FILE || line == issue.location().line());
  }

  boolean hasEnded(LocalDate today) {
    return until.isBefore(today);
  }
}
