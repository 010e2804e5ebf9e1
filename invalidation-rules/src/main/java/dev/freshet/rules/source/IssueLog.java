// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.source;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Collects the issues of one file, so that a single pass reports all of them. Keeps the first
 * {@value #KEPT} and counts the rest. Belongs to one thread.
 */
public final class IssueLog {
  private static final int KEPT = 100;

  private final SourceText source;
  private final List<Issue> issues = new ArrayList<>();
  private int errors;

  /** An empty log for a file. */
  public IssueLog(SourceText source) {
    this.source = source;
  }

  /** The file. */
  public SourceText source() {
    return source;
  }

  /** Adds an error without help. */
  public void error(IssueCode code, Span span, String message) {
    error(code, span, message, () -> null);
  }

  /** Adds an error; {@code help} is asked only if the issue is kept. */
  public void error(IssueCode code, Span span, String message, Supplier<@Nullable String> help) {
    errors++;
    add(Issue.Severity.ERROR, code, span, message, help);
  }

  /** Adds a warning; {@code help} is asked only if the issue is kept. */
  public void warning(IssueCode code, Span span, String message, Supplier<@Nullable String> help) {
    add(Issue.Severity.WARNING, code, span, message, help);
  }

  private void add(
      Issue.Severity severity,
      IssueCode code,
      Span span,
      String message,
      Supplier<@Nullable String> help) {
    if (issues.size() < KEPT) {
      issues.add(Issue.at(source, span, severity, code, message, help.get()));
    }
  }

  /** Whether an error was added, kept or not. */
  public boolean hasErrors() {
    return errors > 0;
  }

  /** The issues that were kept, in the order of the text. */
  public List<Issue> issues() {
    return issues.stream()
        .sorted(
            Comparator.comparingInt((Issue issue) -> issue.location().line())
                .thenComparingInt(issue -> issue.location().column()))
        .toList();
  }
}
