// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules;

import dev.freshet.rules.source.InvalidRuleFileException;
import dev.freshet.rules.source.Issue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A rule book, and what was wrong with the sources. Immutable and safe for any thread.
 *
 * @param book the rule sets that can be used
 * @param files what could be read of each source, in their order, whether it can be used or not
 * @param issues by rule set, for those that have any; a set with an error is not in the book, or is
 *     there in an earlier revision
 */
public record Compilation(RuleBook book, List<RuleSetFile> files, Map<String, List<Issue>> issues) {

  public Compilation {
    files = List.copyOf(files);
    issues = Collections.unmodifiableMap(new LinkedHashMap<>(issues));
  }

  /** All issues, set by set. */
  public List<Issue> allIssues() {
    return issues.values().stream().flatMap(List::stream).toList();
  }

  /** Whether any set has an error. */
  public boolean hasErrors() {
    return issues.values().stream().flatMap(List::stream).anyMatch(Issue::isError);
  }

  /**
   * The book, if all of it could be compiled.
   *
   * @throws InvalidRuleFileException if any set has an error; carries all issues
   */
  public RuleBook orThrow() {
    if (hasErrors()) {
      throw new InvalidRuleFileException(allIssues());
    }
    return book;
  }
}
