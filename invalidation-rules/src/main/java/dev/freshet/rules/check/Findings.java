// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.check;

import dev.freshet.rules.RuleSetFile;
import dev.freshet.rules.source.Issue;
import dev.freshet.rules.source.IssueCode;
import dev.freshet.rules.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Collects what checks find, file by file. Other than the log of the compiler it keeps everything:
 * disable comments take issues out afterwards, and must not make room for what was never kept.
 * Belongs to one thread.
 */
final class Findings {
  private final Map<String, List<Issue>> byFile = new HashMap<>();

  void error(RuleSetFile file, Span span, IssueCode code, String message, @Nullable String help) {
    add(Issue.at(file.text(), span, Issue.Severity.ERROR, code, message, help));
  }

  void warning(RuleSetFile file, Span span, IssueCode code, String message, @Nullable String help) {
    add(Issue.at(file.text(), span, Issue.Severity.WARNING, code, message, help));
  }

  private void add(Issue issue) {
    byFile.computeIfAbsent(issue.location().file(), file -> new ArrayList<>()).add(issue);
  }

  List<Issue> in(RuleSetFile file) {
    return byFile.getOrDefault(file.source().file(), List.of());
  }
}
