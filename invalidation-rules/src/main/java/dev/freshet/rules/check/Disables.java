// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.check;

import dev.freshet.rules.RuleSetFile;
import dev.freshet.rules.source.Issue;
import dev.freshet.rules.source.IssueCode;
import dev.freshet.rules.source.Span;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The disable comments of one file, and what they do to its issues. Belongs to one thread. */
final class Disables {
  private final RuleSetFile file;
  private final LocalDate today;
  private final List<Disable> disables;
  private final List<Issue> issues;
  private final List<CheckReport.Suppressed> suppressed = new ArrayList<>();
  private final Set<Disable> used = new HashSet<>();

  private Disables(RuleSetFile file, LocalDate today, DisableParser.Parsed parsed) {
    this.file = file;
    this.today = today;
    this.disables = parsed.disables();
    this.issues = new ArrayList<>(parsed.issues());
  }

  static Disables read(RuleSetFile file, LocalDate today) {
    return new Disables(file, today, DisableParser.parse(file.text()));
  }

  /**
   * Issues, parted.
   *
   * @param issues those that stand, with what is wrong with the comments
   * @param suppressed those that comments disable
   */
  record Applied(List<Issue> issues, List<CheckReport.Suppressed> suppressed) {}

  /** Parts what the compiler and the checks have found. */
  Applied apply(List<Issue> ofCompiler, List<Issue> ofChecks) {
    boolean broken = ofCompiler.stream().anyMatch(Issue::isError);
    for (Issue issue : ofCompiler) {
      if (issue.isError()) {
        keep(issue);
      } else {
        keepOrSuppress(issue);
      }
    }
    ofChecks.forEach(this::keepOrSuppress);
    disables.forEach(disable -> reportOn(disable, broken));
    issues.sort(byPlace());
    suppressed.sort(Comparator.comparing(CheckReport.Suppressed::issue, byPlace()));
    return new Applied(List.copyOf(issues), List.copyOf(suppressed));
  }

  /** With an error of the compiler the set cannot run, whatever a comment says. */
  private void keep(Issue issue) {
    issues.add(issue);
    for (Disable disable : disables) {
      if (disable.concerns(issue) && used.add(disable)) {
        String message =
            "cannot disable " + issue.code().code() + ": the rule set cannot run with this error";
        add(disable, IssueCode.CANNOT_DISABLE, message, "correct the error");
      }
    }
  }

  private void keepOrSuppress(Issue issue) {
    Disable found = null;
    for (Disable disable : disables) {
      if (disable.concerns(issue)) {
        used.add(disable);
        found = found == null && !disable.hasEnded(today) ? disable : found;
      }
    }
    if (found == null) {
      issues.add(issue);
    } else {
      suppressed.add(new CheckReport.Suppressed(issue, found.until(), found.reason()));
    }
  }

  private void reportOn(Disable disable, boolean broken) {
    if (disable.hasEnded(today)) {
      String message = "the disable ended on " + disable.until();
      add(disable, IssueCode.DISABLE_ENDED, message, "correct the issue and take the comment out");
    } else if (!used.contains(disable) && !broken) {
      // In a broken file the issue may be one that no check could see.
      String codes =
          disable.codes().stream().map(IssueCode::code).sorted().collect(Collectors.joining(", "));
      issues.add(
          issue(
              disable,
              Issue.Severity.WARNING,
              IssueCode.USELESS_DISABLE,
              "the comment disables nothing: there is no " + codes + where(disable),
              "take the comment out"));
    }
  }

  private static String where(Disable disable) {
    return disable.line() == Disable.WHOLE_FILE ? " in the file" : " at line " + disable.line();
  }

  private void add(Disable disable, IssueCode code, String message, String help) {
    issues.add(issue(disable, Issue.Severity.ERROR, code, message, help));
  }

  private Issue issue(
      Disable disable,
      Issue.Severity severity,
      IssueCode code,
      String message,
      @Nullable String help) {
    return Issue.at(file.text(), disable.span(), severity, code, message, help);
  }

  private static Comparator<Issue> byPlace() {
    return Comparator.comparingInt((Issue issue) -> issue.location().line())
        .thenComparingInt(issue -> issue.location().column());
  }

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
      return codes.contains(issue.code())
          && (line == WHOLE_FILE || line == issue.location().line());
    }

    boolean hasEnded(LocalDate today) {
      return until.isBefore(today);
    }
  }
}
