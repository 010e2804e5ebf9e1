// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.check;

import dev.freshet.rules.source.Issue;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What checking some files has found. Immutable and safe for any thread.
 *
 * @param files the files, in their order
 * @param rules how many rules they hold
 * @param issues what is wrong, file by file in the order of their lines
 * @param suppressed what disable comments have taken out, in the same order
 */
public record CheckReport(
    List<String> files, int rules, List<Issue> issues, List<Suppressed> suppressed) {

  public CheckReport {
    files = List.copyOf(files);
    issues = List.copyOf(issues);
    suppressed = List.copyOf(suppressed);
  }

  /** From which severity on a check fails. */
  public enum FailOn {
    ERROR,
    WARN
  }

  /**
   * An issue that a comment disables.
   *
   * @param issue the issue
   * @param until the last day on which it is disabled
   * @param reason why, in the words of the comment
   */
  public record Suppressed(Issue issue, LocalDate until, String reason) {}

  /** How many errors there are. */
  public long errors() {
    return issues.stream().filter(Issue::isError).count();
  }

  /** How many warnings there are. */
  public long warnings() {
    return issues.size() - errors();
  }

  /** Whether there is an issue of a severity on which the check fails. */
  public boolean failed(FailOn failOn) {
    return issues.stream().anyMatch(issue -> fails(issue, failOn));
  }

  /** Whether a single issue fails the check. */
  public static boolean fails(Issue issue, FailOn failOn) {
    return issue.isError() || failOn == FailOn.WARN;
  }

  /** The same with issues of files that could not be decoded, which come first. */
  public CheckReport withUnread(List<Issue> unread) {
    List<String> allFiles =
        Stream.concat(unread.stream().map(issue -> issue.location().file()), files.stream())
            .distinct()
            .toList();
    List<Issue> all = new ArrayList<>(unread);
    all.addAll(issues);
    return new CheckReport(allFiles, rules, all, suppressed);
  }
}
