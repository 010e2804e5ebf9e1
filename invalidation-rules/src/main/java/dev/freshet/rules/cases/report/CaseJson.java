// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.cases.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.rules.cases.CaseReport;
import dev.freshet.rules.cases.CaseResult;
import dev.freshet.rules.cases.Coverage;
import dev.freshet.rules.cases.Difference;
import dev.freshet.rules.cases.Difference.Missing;
import dev.freshet.rules.cases.Difference.Origin;
import dev.freshet.rules.cases.Difference.Unexpected;
import dev.freshet.rules.source.Location;

/** Reports of tests for programs; lines and columns count from 1. Pure. */
public final class CaseJson {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private CaseJson() {}

  /** The report, as one JSON object over several lines with a last break. */
  public static String render(CaseReport report) {
    ObjectNode root = NODES.objectNode();
    int failed = report.failed().size();
    root.put("passed", report.results().size() - failed);
    root.put("failed", failed);
    ArrayNode tests = root.putArray("tests");
    report.results().forEach(result -> tests.add(test(result)));
    root.set("coverage", coverage(report.coverage()));
    return root.toPrettyString() + "\n";
  }

  private static ObjectNode test(CaseResult result) {
    ObjectNode test = NODES.objectNode();
    test.put("name", result.name());
    place(test, result.location());
    test.put("passed", result.passed());
    test.put("durationMs", result.duration().toNanos() / 1e6);
    ArrayNode differences = test.putArray("differences");
    result.differences().forEach(difference -> differences.add(difference(difference)));
    return test;
  }

  private static ObjectNode difference(Difference difference) {
    ObjectNode node = NODES.objectNode();
    node.put("part", difference.part().key());
    node.put("kind", difference instanceof Missing ? "missing" : "unexpected");
    node.put("text", difference.text());
    if (difference instanceof Missing missing) {
      place(node, missing.location());
    } else if (difference instanceof Unexpected unexpected) {
      ArrayNode origins = node.putArray("origins");
      unexpected.origins().forEach(origin -> origins.add(origin(origin)));
    }
    return node;
  }

  private static ObjectNode origin(Origin origin) {
    return place(NODES.objectNode().put("rule", origin.rule()), origin.location());
  }

  private static ObjectNode coverage(Coverage coverage) {
    ObjectNode node = NODES.objectNode();
    node.put("rules", coverage.rules().size());
    node.put("testedRules", coverage.testedRules());
    node.put("branches", coverage.branches());
    node.put("coveredBranches", coverage.coveredBranches());
    ArrayNode gaps = node.putArray("gaps");
    for (Coverage.Gap gap : coverage.gaps()) {
      ObjectNode item = NODES.objectNode().put("rule", gap.rule()).put("what", gap.what());
      gaps.add(place(item, gap.location()));
    }
    return node;
  }

  private static ObjectNode place(ObjectNode node, Location location) {
    node.put("file", location.file());
    node.put("line", location.line());
    node.put("column", location.column());
    return node;
  }
}
