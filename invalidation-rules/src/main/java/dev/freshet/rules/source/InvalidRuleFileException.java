// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.source;

import java.util.List;
import java.util.stream.Collectors;

/** Rule files that cannot be used; carries every issue, and renders them as its message. */
public final class InvalidRuleFileException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Issue> issues;

  /** Takes at least one issue. */
  public InvalidRuleFileException(List<Issue> issues) {
    super(issues.stream().map(Issue::render).collect(Collectors.joining("\n")));
    this.issues = List.copyOf(issues);
  }

  /** The issues, never empty. */
  public List<Issue> issues() {
    return issues;
  }
}
