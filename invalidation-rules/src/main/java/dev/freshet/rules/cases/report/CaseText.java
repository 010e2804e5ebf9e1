// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.cases.report;

import dev.freshet.rules.cases.CaseReport;
import dev.freshet.rules.cases.CaseResult;
import dev.freshet.rules.cases.Coverage;
import dev.freshet.rules.cases.Difference;
import dev.freshet.rules.cases.Difference.Missing;
import dev.freshet.rules.cases.Difference.Part;
import dev.freshet.rules.cases.Difference.Unexpected;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Reports of tests for people. Pure. */
public final class CaseText {
  private CaseText() {}

  /**
   * The tests that failed, and how many there are; one or more lines, each with its break.
   *
   * @param diff whether to show what was expected and what was found
   */
  public static String results(CaseReport report, boolean diff) {
    List<CaseResult> failed = report.failed();
    StringBuilder out = new StringBuilder();
    if (diff && !failed.isEmpty()) {
      out.append("- expected and missing, + found and not expected\n\n");
    }
    for (CaseResult result : failed) {
      out.append("FAILED ").append(result.location()).append(": ").append(oneLine(result.name()));
      out.append(diff ? "\n" + diff(result) + "\n" : ": " + summary(result) + "\n");
    }
    return out.append(total(report, failed.size())).append('\n').toString();
  }

  /** A name may hold what commands a terminal. */
  private static String oneLine(String name) {
    return name.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}]", "\uFFFD");
  }

  private static String total(CaseReport report, int failed) {
    int all = report.results().size();
    long files = report.results().stream().map(CaseResult::file).distinct().count();
    return all == 0
        ? "found no test"
        : count(all, "test")
            + " in "
            + count(files, "file")
            + ": "
            + (all - failed)
            + " passed, "
            + failed
            + " failed ("
            + report.duration().toMillis()
            + " ms)";
  }

  private static String count(long number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  /** What is not covered, and how much is; one or more lines, each with its break. */
  public static String coverage(Coverage coverage) {
    String gaps =
        coverage.gaps().stream()
            .map(gap -> "not covered: " + gap + "\n")
            .collect(Collectors.joining());
    return gaps + coverage.summary() + "\n" + coverage.branchSummary() + "\n";
  }

  /** {@code 2 missing, 1 unexpected}. */
  static String summary(CaseResult result) {
    long missing = result.differences().stream().filter(Missing.class::isInstance).count();
    return missing + " missing, " + (result.differences().size() - missing) + " unexpected";
  }

  /** The differences as lines, each with its break. */
  static String diff(CaseResult result) {
    StringBuilder out = new StringBuilder();
    for (Part part : Part.values()) {
      List<String> lines = new ArrayList<>();
      for (Difference difference : result.differences()) {
        if (difference.part() == part) {
          lines.addAll(lines(difference));
        }
      }
      if (!lines.isEmpty()) {
        out.append("  ").append(part.key()).append(":\n");
        lines.forEach(line -> out.append("    ").append(line).append('\n'));
      }
    }
    return out.toString();
  }

  private static List<String> lines(Difference difference) {
    List<String> lines = new ArrayList<>();
    if (difference instanceof Missing missing) {
      lines.add("- " + missing.text());
      lines.add("    expected at " + missing.location());
    } else if (difference instanceof Unexpected unexpected) {
      lines.add("+ " + unexpected.text());
      unexpected
          .origins()
          .forEach(
              origin -> lines.add("    by rule " + origin.rule() + " at " + origin.location()));
    }
    return lines;
  }
}
