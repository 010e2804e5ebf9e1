// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.condition;

import dev.freshet.rules.source.Issue.Severity;
import dev.freshet.rules.source.IssueCode;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a condition's text.
 *
 * @param severity whether the condition can be used nevertheless
 * @param code its kind
 * @param index where in the text, in UTF-16 units from 0
 * @param length how much of the text, in UTF-16 units, at least 1
 * @param message what is wrong
 * @param help what to do about it, or null
 */
public record Problem(
    Severity severity,
    IssueCode code,
    int index,
    int length,
    String message,
    @Nullable String help) {
  Problem(IssueCode code, int index, String message) {
    this(code, index, message, null);
  }

  Problem(IssueCode code, int index, String message, @Nullable String help) {
    this(Severity.ERROR, code, index, 1, message, help);
  }
}
