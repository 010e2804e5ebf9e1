// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.report;

import dev.freshet.rules.check.CheckReport;
import dev.freshet.rules.source.Issue;

/** The report that GitHub reads from the log of a workflow, and shows at the lines. */
final class GithubReport {
  private GithubReport() {}

  static String render(CheckReport report) {
    StringBuilder out = new StringBuilder();
    for (Issue found : report.issues()) {
      Issue issue = Printable.issue(found);
      out.append("::").append(Printable.level(issue));
      out.append(" file=").append(property(issue.location().file()));
      out.append(",line=").append(issue.location().line());
      out.append(",col=").append(issue.location().column());
      out.append(",endColumn=").append(issue.location().column() + issue.width());
      out.append(",title=").append(issue.code().code());
      out.append("::").append(data(issue.message()));
      out.append(issue.help() == null ? "" : data("\n" + issue.help())).append('\n');
    }
    return out.append(ReportFormat.summary(report)).append('\n').toString();
  }

  private static String data(String text) {
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
  }

  private static String property(String text) {
    return data(text).replace(":", "%3A").replace(",", "%2C");
  }
}
