// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.rules;

import dev.freshet.coordinator.http.terms.ApiCode;
import dev.freshet.http.problem.Problem.Finding;
import dev.freshet.http.problem.ProblemException;
import dev.freshet.rules.source.Issue;
import java.util.List;
import java.util.Map;

/** Says why rules are not put in force. Pure. */
final class Refusals {
  private Refusals() {}

  /**
   * The errors among some issues.
   *
   * @param pointers where the files that came with the request stand in its body
   */
  static ProblemException errors(List<Issue> issues, Map<String, String> pointers) {
    List<Finding> errors =
        issues.stream().filter(Issue::isError).map(issue -> finding(issue, pointers)).toList();
    String what = errors.size() == 1 ? " error" : " errors";
    return ProblemException.of(
        ApiCode.RULES_REFUSED,
        "rules: found " + errors.size() + what + ", expected none; nothing was stored",
        errors);
  }

  /** Line and column are those of the file; the message names a file that is not in the body. */
  private static Finding finding(Issue issue, Map<String, String> pointers) {
    String file = issue.location().file();
    String pointer = pointers.get(file);
    return new Finding(
        issue.code().code(),
        pointer,
        issue.location().line(),
        issue.location().column(),
        pointer == null ? "rule set " + file + ": " + issue.message() : issue.message(),
        issue.help());
  }

  /** What new rules would have invalidated is too much. */
  static ProblemException tooWide(List<String> reasons) {
    return ProblemException.of(
        ApiCode.TOO_WIDE,
        "rules: above the blast-radius limit, nothing was stored: " + String.join("; ", reasons),
        reasons.stream()
            .map(
                reason ->
                    new Finding(ApiCode.TOO_WIDE.code(), null, 0, 0, reason, "force=true&reason=…"))
            .toList());
  }
}
