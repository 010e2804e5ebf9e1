// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.rules.check.CheckReport;
import dev.freshet.rules.source.Issue;
import dev.freshet.rules.source.IssueCode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * The report that code scanning reads, after the Static Analysis Results Interchange Format (SARIF)
 * 2.1.0, OASIS standard, sections 3.13 (log), 3.14 (run), 3.27 (result), 3.35 (suppression) and
 * 3.49 (rule).
 */
final class SarifReport {
  private static final String SCHEMA =
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
  private static final String UNRESERVED = "-._~/";

  private SarifReport() {}

  static String render(CheckReport report) {
    List<IssueCode> codes =
        Stream.concat(
                report.issues().stream(),
                report.suppressed().stream().map(CheckReport.Suppressed::issue))
            .map(Issue::code)
            .distinct()
            .sorted()
            .toList();
    ObjectNode root = JsonReport.object();
    root.put("$schema", SCHEMA).put("version", "2.1.0");
    ObjectNode run = root.putArray("runs").addObject();
    ObjectNode driver = run.putObject("tool").putObject("driver").put("name", "freshet");
    ArrayNode rules = driver.putArray("rules");
    codes.forEach(code -> rule(rules.addObject(), code));
    run.put("columnKind", "unicodeCodePoints");
    ArrayNode results = run.putArray("results");
    report.issues().forEach(issue -> result(results.addObject(), issue, codes));
    for (CheckReport.Suppressed suppressed : report.suppressed()) {
      ObjectNode result = result(results.addObject(), suppressed.issue(), codes);
      result
          .putArray("suppressions")
          .addObject()
          .put("kind", "inSource")
          .put("justification", suppressed.reason() + " (until " + suppressed.until() + ")");
    }
    return JsonReport.write(root);
  }

  private static void rule(ObjectNode rule, IssueCode code) {
    IssuePage page = IssuePages.page(code);
    rule.put("id", code.code());
    rule.putObject("shortDescription").put("text", page.title());
    rule.putObject("help").put("text", page.text()).put("markdown", page.text());
  }

  private static ObjectNode result(ObjectNode result, Issue issue, List<IssueCode> codes) {
    String help = issue.help() == null ? "" : "\n" + issue.help();
    result.put("ruleId", issue.code().code());
    result.put("ruleIndex", codes.indexOf(issue.code()));
    result.put("level", Printable.level(issue));
    result.putObject("message").put("text", issue.message() + help);
    ObjectNode place = result.putArray("locations").addObject().putObject("physicalLocation");
    place.putObject("artifactLocation").put("uri", uri(issue.location().file()));
    ObjectNode region = place.putObject("region");
    region.put("startLine", issue.location().line());
    region.put("startColumn", issue.location().column());
    region.put("endColumn", issue.location().column() + issue.width());
    region.putObject("snippet").put("text", issue.line());
    return result;
  }

  /** A path as a reference after RFC 3986, relative if the path is. */
  private static String uri(String path) {
    StringBuilder out = new StringBuilder(path.startsWith("/") ? "file://" : "");
    for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean kept = c < 0x80 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0);
      out.append(kept ? String.valueOf(c) : String.format("%%%02X", (int) c));
    }
    return out.toString();
  }
}
