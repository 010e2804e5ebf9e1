// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.rules.check.CheckReport;
import dev.freshet.rules.source.Issue;

/** The report that scripts read. */
final class JsonReport {
  private static final ObjectMapper JSON = new ObjectMapper();

  private JsonReport() {}

  static String render(CheckReport report) {
    ObjectNode root = JSON.createObjectNode();
    root.putObject("summary")
        .put("errors", report.errors())
        .put("warnings", report.warnings())
        .put("suppressed", report.suppressed().size())
        .put("files", report.files().size())
        .put("rules", report.rules());
    ArrayNode issues = root.putArray("issues");
    report.issues().forEach(issue -> add(issues, issue).putNull("suppressed"));
    for (CheckReport.Suppressed suppressed : report.suppressed()) {
      add(issues, suppressed.issue())
          .putObject("suppressed")
          .put("until", suppressed.until().toString())
          .put("reason", suppressed.reason());
    }
    return write(root);
  }

  /** Adds an issue; lines and columns count from 1, columns in code points. */
  private static ObjectNode add(ArrayNode issues, Issue issue) {
    return issues
        .addObject()
        .put("code", issue.code().code())
        .put("severity", Printable.level(issue))
        .put("file", issue.location().file())
        .put("line", issue.location().line())
        .put("column", issue.location().column())
        .put("width", issue.width())
        .put("message", issue.message())
        .put("help", issue.help())
        .put("page", IssuePages.path(issue.code()));
  }

  /** Writes a tree over several lines. */
  static String write(ObjectNode root) {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of texts and numbers cannot be written as JSON", e);
    }
  }

  static ObjectNode object() {
    return JSON.createObjectNode();
  }
}
