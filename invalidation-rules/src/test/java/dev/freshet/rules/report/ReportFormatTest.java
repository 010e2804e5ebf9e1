// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.RuleSource;
import dev.freshet.rules.check.CheckReport;
import dev.freshet.rules.check.CheckReport.FailOn;
import dev.freshet.rules.check.CheckSettings;
import dev.freshet.rules.check.RuleCheck;
import java.io.StringReader;
import java.net.URI;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class ReportFormatTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** An error with a help, a warning, a disabled warning, and texts that need care. */
  private static final RuleSource MIXED =
      new RuleSource(
          "mixed",
          "a dir/mixed,50%:1.yaml",
          0,
          """
          apiVersion: freshet.dev/v1
          kind: CacheRegions
          metadata: {name: mixed, owner: o}
          regions:
            - {name: basket, key: "cart:{userId}", ttl: 30d}
            - {name: cart, key: "cart:{userId}", ttl: 30d}
            # rules:disable R066 until 2027-01-01 -- "costs" <little> & is 100% meant
            - {name: kept, key: "kept:{userId}", ttl: 30d}
            - {nme: '😀', name: cold, key: "cold:{userId}", ttl: "\\e[31m\\u2028]]>\\n::error::x"}
          """);

  private static final RuleSource CLEAN =
      new RuleSource(
          "clean",
          "clean.yaml",
          0,
          """
          apiVersion: freshet.dev/v1
          kind: InvalidationRules
          metadata: {name: clean, owner: o}
          rules:
            - {id: r, event: e, invalidate: [{key: "cart:{userId}"}]}
          """);

  private final CheckReport mixed = check(MIXED, CLEAN);
  private final CheckReport clean = check(regions("cart"), CLEAN);

  private static CheckReport check(RuleSource... sources) {
    return RuleCheck.check(
        RuleBook.compile(List.of(sources)), CheckSettings.on(LocalDate.of(2026, 11, 20)));
  }

  private static RuleSource regions(String name) {
    String text =
        """
        apiVersion: freshet.dev/v1
        kind: CacheRegions
        metadata: {name: regions, owner: o}
        regions: [{name: %s, key: "%s:{userId}", ttl: 1m}]
        """;
    return new RuleSource("regions", "regions.yaml", 0, text.formatted(name, name));
  }

  private static String render(ReportFormat format, CheckReport report) {
    return format.render(report, FailOn.ERROR, false);
  }

  @Test
  void shouldShowPeopleEachIssueAndASummary() {
    String text = render(ReportFormat.TEXT, mixed);

    assertTrue(
        text.contains(
            """
            error[R005] unknown key `nme` in a region
              --> a dir/mixed,50%:1.yaml:9:6
               |
             9 |   - {nme: '😀', name: cold, key: "cold:{userId}", ttl: "\\e[31m\\u2028]]>\\n::error::x"}
               |      ^^^
               = help: did you mean `name`?

            """),
        text);
    assertTrue(text.endsWith("\n\n2 errors, 3 warnings, 1 disabled in 2 files (1 rule)\n"), text);
    assertEquals("0 errors, 0 warnings in 2 files (1 rule)\n", render(ReportFormat.TEXT, clean));
  }

  @Test
  void shouldColourOnlyIfAsked() {
    String plain = render(ReportFormat.TEXT, mixed);

    String coloured = ReportFormat.TEXT.render(mixed, FailOn.ERROR, true);

    assertTrue(coloured.contains("\u001b[1;31merror[R005]\u001b[0m unknown key"), coloured);
    assertTrue(coloured.contains("\u001b[1;33mwarning[R066]\u001b[0m values"), coloured);
    assertTrue(coloured.contains("|      \u001b[1;31m^^^\u001b[0m\n"), coloured);
    assertEquals(plain, coloured.replaceAll("\u001b\\[[0-9;]*m", ""));
    assertTrue(
        ReportFormat.TEXT.render(clean, FailOn.ERROR, true).startsWith("\u001b[1;32m0 errors"));
  }

  @ParameterizedTest
  @EnumSource(names = {"TEXT", "GITHUB", "JUNIT"})
  void shouldLetNoFileCommandATerminalOrALog(ReportFormat format) {
    String out = render(format, mixed);

    assertTrue(out.contains("found '"), out);
    assertFalse(out.contains("\u001b"), out);
    assertFalse(out.contains("\u2028"), out);
    assertTrue(out.lines().noneMatch(line -> line.startsWith("::error::x")), out);
  }

  @Test
  void shouldGiveScriptsPositionsFromOne() throws Exception {
    JsonNode json = JSON.readTree(render(ReportFormat.JSON, mixed));

    assertEquals(
        "{\"errors\":2,\"warnings\":3,\"suppressed\":1,\"files\":2,\"rules\":1}",
        json.get("summary").toString());
    JsonNode unknownKey = only(json.get("issues"), "code", "R005");
    assertEquals(
        JSON.readTree(
            """
            {"code": "R005", "severity": "error", "file": "a dir/mixed,50%:1.yaml",
             "line": 9, "column": 6, "width": 3, "message": "unknown key `nme` in a region",
             "help": "did you mean `name`?", "page": "docs/rule-codes.md#r005", "suppressed": null}
            """),
        unknownKey);
    assertEquals(6, json.get("issues").size());
    JsonNode suppressed = json.get("issues").get(5);
    assertEquals(8, suppressed.get("line").intValue());
    assertEquals(
        "{\"until\":\"2027-01-01\",\"reason\":\"\\\"costs\\\" <little> & is 100% meant\"}",
        suppressed.get("suppressed").toString());
  }

  private static JsonNode only(JsonNode items, String field, String value) {
    List<JsonNode> found =
        items.valueStream().filter(item -> item.get(field).textValue().equals(value)).toList();
    assertEquals(1, found.size(), items::toString);
    return found.get(0);
  }

  @Test
  void shouldFailATestForEachIssueThatFails() throws Exception {
    Document errors = xml(ReportFormat.JUNIT.render(mixed, FailOn.ERROR, false));
    Document warnings = xml(ReportFormat.JUNIT.render(mixed, FailOn.WARN, false));

    Element suite = (Element) errors.getElementsByTagName("testsuite").item(0);
    assertEquals("a dir/mixed,50%:1.yaml", suite.getAttribute("name"));
    assertEquals("6", suite.getAttribute("tests"));
    assertEquals("2", suite.getAttribute("failures"));
    assertEquals("1", suite.getAttribute("skipped"));
    assertEquals(7, errors.getElementsByTagName("testcase").getLength());
    assertEquals(2, errors.getElementsByTagName("failure").getLength());
    assertEquals(3, errors.getElementsByTagName("system-out").getLength());
    Element skipped = (Element) errors.getElementsByTagName("skipped").item(0);
    assertEquals(
        "disabled until 2027-01-01: \"costs\" <little> & is 100% meant",
        skipped.getAttribute("message"));
    assertEquals(5, warnings.getElementsByTagName("failure").getLength());
  }

  @Test
  void shouldPassATestForAFileWithoutIssues() throws Exception {
    Document document = xml(render(ReportFormat.JUNIT, clean));

    assertEquals(2, document.getElementsByTagName("testcase").getLength());
    assertEquals(0, document.getElementsByTagName("failure").getLength());
    Element suite = (Element) document.getElementsByTagName("testsuite").item(0);
    assertEquals("1", suite.getAttribute("tests"));
  }

  private static Document xml(String text) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(text)));
  }

  /** What the standard requires of a log, a run, a rule, a result, a region and a suppression. */
  @Test
  void shouldWriteSarifAsTheStandardHasIt() throws Exception {
    JsonNode log = JSON.readTree(render(ReportFormat.SARIF, mixed));

    assertEquals("2.1.0", log.get("version").textValue());
    JsonNode run = log.get("runs").get(0);
    assertEquals("unicodeCodePoints", run.get("columnKind").textValue());
    JsonNode driver = run.at("/tool/driver");
    assertEquals("freshet", driver.get("name").textValue());
    JsonNode rules = driver.get("rules");
    Set<String> ids = new HashSet<>();
    for (JsonNode rule : rules) {
      assertTrue(ids.add(rule.get("id").textValue()), rule::toString);
      assertFalse(rule.at("/shortDescription/text").textValue().isEmpty());
      assertTrue(
          rule.at("/help/markdown").textValue().startsWith("# " + rule.get("id").textValue()));
    }
    assertEquals(Set.of("R005", "R009", "R066", "R067"), ids);
    assertEquals(6, run.get("results").size());
    for (JsonNode result : run.get("results")) {
      assertEquals(result.get("ruleId"), rules.get(result.get("ruleIndex").intValue()).get("id"));
      assertTrue(Set.of("error", "warning").contains(result.get("level").textValue()));
      assertFalse(result.at("/message/text").textValue().isEmpty());
      JsonNode place = result.at("/locations/0/physicalLocation");
      assertEquals(
          "a dir/mixed,50%:1.yaml",
          URI.create(place.at("/artifactLocation/uri").textValue()).getPath());
      JsonNode region = place.get("region");
      assertTrue(region.get("startLine").intValue() >= 5);
      assertTrue(region.get("endColumn").intValue() > region.get("startColumn").intValue());
    }
    JsonNode suppressions = run.at("/results/5/suppressions");
    assertEquals("inSource", suppressions.at("/0/kind").textValue());
    assertTrue(suppressions.at("/0/justification").textValue().contains("(until 2027-01-01)"));
    assertTrue(run.at("/results/0/suppressions").isMissingNode());
  }

  @Test
  void shouldNameAbsoluteFilesAsUris() throws Exception {
    RuleSource absolute = new RuleSource("mixed", "/tmp/ä.yaml", 0, MIXED.text());

    JsonNode log = JSON.readTree(render(ReportFormat.SARIF, check(absolute, CLEAN)));

    assertEquals(
        "file:///tmp/%C3%A4.yaml",
        log.at("/runs/0/results/0/locations/0/physicalLocation/artifactLocation/uri").textValue());
  }

  @Test
  void shouldEscapeWhatGithubReads() {
    List<String> lines = render(ReportFormat.GITHUB, mixed).lines().toList();

    assertEquals(6, lines.size());
    assertEquals(
        "::error file=a dir/mixed%2C50%25%3A1.yaml,line=9,col=6,endColumn=9,title=R005::"
            + "unknown key `nme` in a region%0Adid you mean `name`?",
        lines.get(3));
    assertEquals("2 errors, 3 warnings, 1 disabled in 2 files (1 rule)", lines.get(5));
  }

  @Test
  void shouldFailOnTheSeverityThatIsAskedFor() {
    CheckReport onlyWarnings =
        new CheckReport(
            mixed.files(),
            1,
            mixed.issues().stream().filter(issue -> !issue.isError()).toList(),
            List.of());

    assertTrue(mixed.failed(FailOn.ERROR));
    assertTrue(onlyWarnings.failed(FailOn.WARN));
    assertFalse(onlyWarnings.failed(FailOn.ERROR));
    assertFalse(clean.failed(FailOn.WARN));
  }
}
