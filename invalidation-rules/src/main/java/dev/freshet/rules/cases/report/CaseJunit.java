// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.cases.report;

import dev.freshet.rules.cases.CaseReport;
import dev.freshet.rules.cases.CaseResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reports of tests as JUnit XML, which build servers read: one test suite for each file. Pure. */
public final class CaseJunit {
  private CaseJunit() {}

  /** The report; always a whole document. */
  public static String render(CaseReport report) {
    Map<String, List<CaseResult>> files = new LinkedHashMap<>();
    for (CaseResult result : report.results()) {
      files.computeIfAbsent(result.file(), unused -> new ArrayList<>()).add(result);
    }
    StringBuilder out = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    out.append("<testsuites").append(counts(report.results())).append(">\n");
    files.forEach((file, results) -> suite(out, file, results));
    return out.append("</testsuites>\n").toString();
  }

  private static void suite(StringBuilder out, String file, List<CaseResult> results) {
    out.append("  <testsuite").append(attribute("name", file)).append(counts(results));
    out.append(">\n");
    results.forEach(result -> testCase(out, result));
    out.append("  </testsuite>\n");
  }

  private static void testCase(StringBuilder out, CaseResult result) {
    out.append("    <testcase")
        .append(attribute("classname", result.file()))
        .append(attribute("name", result.name()))
        .append(attribute("file", result.file()))
        .append(attribute("line", Integer.toString(result.location().line())))
        .append(attribute("time", seconds(result.duration())));
    if (result.passed()) {
      out.append("/>\n");
      return;
    }
    out.append(">\n      <failure")
        .append(attribute("message", CaseText.summary(result)))
        .append(attribute("type", "difference"))
        .append('>')
        .append(escape(result.location() + ": " + result.name() + "\n" + CaseText.diff(result)))
        .append("</failure>\n    </testcase>\n");
  }

  private static String counts(List<CaseResult> results) {
    Duration time =
        results.stream().map(CaseResult::duration).reduce(Duration.ZERO, Duration::plus);
    long failures = results.stream().filter(result -> !result.passed()).count();
    return attribute("tests", Integer.toString(results.size()))
        + attribute("failures", Long.toString(failures))
        + attribute("errors", "0")
        + attribute("skipped", "0")
        + attribute("time", seconds(time));
  }

  private static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.6f", duration.toNanos() / 1e9);
  }

  private static String attribute(String name, String value) {
    // A parser makes a space of a break in an attribute, unless it is spelled out.
    String escaped = escape(value).replace("\n", "&#10;").replace("\t", "&#9;");
    return " " + name + "=\"" + escaped + "\"";
  }

  private static String escape(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints().forEach(c -> append(out, c));
    return out.toString();
  }

  private static void append(StringBuilder out, int c) {
    switch (c) {
      case '&' -> out.append("&amp;");
      case '<' -> out.append("&lt;");
      case '>' -> out.append("&gt;");
      case '"' -> out.append("&quot;");
      case '\r' -> out.append("&#13;");
      default -> out.appendCodePoint(isXml(c) ? c : 0xFFFD);
    }
  }

  /** The characters of XML 1.0; the others cannot even be escaped. */
  private static boolean isXml(int c) {
    boolean plain = c >= 0x20 && c <= 0xD7FF;
    return plain || c == '\t' || c == '\n' || (c >= 0xE000 && c != 0xFFFE && c != 0xFFFF);
  }
}
