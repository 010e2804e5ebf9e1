// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.report;

import dev.freshet.rules.check.CheckReport;
import dev.freshet.rules.check.CheckReport.FailOn;

/** The forms that a report can take. Every form ends in a line break. Stateless. */
public enum ReportFormat {
  /** For people. */
  TEXT,
  /** For scripts: one object, with positions from 1. */
  JSON,
  /** For build servers: what fails is a failed test. */
  JUNIT,
  /** For code scanning: SARIF 2.1.0. */
  SARIF,
  /** For GitHub: workflow commands that annotate the changed lines. */
  GITHUB;

  /**
   * Renders a report.
   *
   * @param failOn from which severity on an issue fails a test; matters to {@link #JUNIT} alone
   * @param colours whether to use the colours of a terminal; matters to {@link #TEXT} alone
   */
  public String render(CheckReport report, FailOn failOn, boolean colours) {
    return switch (this) {
      case TEXT -> new TextReport(colours).render(report);
      case JSON -> JsonReport.render(report);
      case JUNIT -> JunitReport.render(report, failOn);
      case SARIF -> SarifReport.render(report);
      case GITHUB -> GithubReport.render(report);
    };
  }

  /** {@code 2 errors, 1 warning in 3 files (14 rules)}. */
  public static String summary(CheckReport report) {
    StringBuilder out = new StringBuilder();
    out.append(count(report.errors(), "error")).append(", ");
    out.append(count(report.warnings(), "warning"));
    if (!report.suppressed().isEmpty()) {
      out.append(", ").append(report.suppressed().size()).append(" disabled");
    }
    out.append(" in ").append(count(report.files().size(), "file"));
    return out.append(" (").append(count(report.rules(), "rule")).append(')').toString();
  }

  private static String count(long count, String one) {
    return count + " " + one + (count == 1 ? "" : "s");
  }
}
