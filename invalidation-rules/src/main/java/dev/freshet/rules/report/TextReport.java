// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.report;

import dev.freshet.rules.check.CheckReport;
import dev.freshet.rules.source.Issue;
import java.util.List;

/** The report that people read: each issue with its line and a caret, then a summary. */
record TextReport(boolean colours) {
  private static final int CARET_LINE = 4;
  private static final String RED = "\u001b[1;31m";
  private static final String YELLOW = "\u001b[1;33m";
  private static final String GREEN = "\u001b[1;32m";
  private static final String PLAIN = "\u001b[0m";

  String render(CheckReport report) {
    StringBuilder out = new StringBuilder();
    for (Issue issue : report.issues()) {
      out.append(issue(Printable.issue(issue))).append("\n\n");
    }
    String colour = report.errors() > 0 ? RED : report.warnings() > 0 ? YELLOW : GREEN;
    return out.append(in(colour, ReportFormat.summary(report))).append('\n').toString();
  }

  private String issue(Issue issue) {
    String colour = issue.isError() ? RED : YELLOW;
    List<String> lines = issue.render().lines().toList();
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      // Only the severity with its code, and the caret, have a colour.
      int from = i == 0 ? 0 : line.indexOf('^');
      int to = i == 0 ? line.indexOf(']') + 1 : line.length();
      boolean coloured = i == 0 || i == CARET_LINE;
      out.append(i == 0 ? "" : "\n");
      out.append(coloured ? line.substring(0, from) + in(colour, line.substring(from, to)) : "");
      out.append(coloured ? line.substring(to) : line);
    }
    return out.toString();
  }

  private String in(String colour, String text) {
    return colours ? colour + text + PLAIN : text;
  }
}
