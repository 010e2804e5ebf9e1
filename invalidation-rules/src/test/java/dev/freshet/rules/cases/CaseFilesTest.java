// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.cases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.rules.Compilation;
import dev.freshet.rules.Golden;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.RuleSource;
import dev.freshet.rules.schema.EventTypes;
import dev.freshet.rules.source.InvalidRuleFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaseFilesTest {
  private static final Path CASES = Path.of("src/test/resources/cases");

  @TempDir Path directory = Path.of("");

  @Test
  void shouldFindTestFilesBelowDirectories() throws IOException {
    Path shop = CASES.resolve("shop");
    Path named = shop.resolve("shop.yaml");

    assertEquals(
        List.of(named, shop.resolve("failing.test.yaml"), shop.resolve("passing.test.yaml")),
        CaseFiles.find(List.of(named, CASES.resolve("shop"), shop.resolve("passing.test.yaml"))));
    assertEquals(List.of(), CaseFiles.find(List.of(directory)));
  }

  @Test
  void shouldSayWhichPathIsNotThere() {
    Path missing = directory.resolve("missing");

    NoSuchFileException refused =
        assertThrows(NoSuchFileException.class, () -> CaseFiles.find(List.of(missing)));

    assertEquals(
        missing + ": not there, expected a test file or a directory", refused.getMessage());
  }

  @Test
  void shouldReportWhateverIsWrongInOnePass() throws IOException {
    List<Path> files = CaseFiles.find(List.of(CASES.resolve("broken")));

    InvalidRuleFileException refused =
        assertThrows(
            InvalidRuleFileException.class, () -> CaseFiles.read(files, RuleBook::compile));

    Golden.check(CASES.resolve("broken.expected"), refused.getMessage() + "\n");
  }

  @Test
  void shouldSayThatADirectoryHoldsNoRules() throws IOException {
    Path file = directory.resolve("lonely.test.yaml");
    Files.writeString(file, "apiVersion: freshet.dev/v1\nkind: RuleTests\ntests: []\n");

    InvalidRuleFileException refused =
        assertThrows(
            InvalidRuleFileException.class, () -> CaseFiles.read(List.of(file), RuleBook::compile));

    assertEquals(1, refused.issues().size());
    assertTrue(
        refused.issues().get(0).message().contains("found no rule file"),
        () -> refused.issues().toString());
  }

  @Test
  void shouldCompileRulesOnceForAllFilesThatTestThem() throws IOException {
    List<List<RuleSource>> compiled = new ArrayList<>();
    List<Path> files = CaseFiles.find(List.of(CASES.resolve("shop")));

    CaseSuite suite = CaseFiles.read(files, sources -> compile(sources, compiled));

    assertEquals(2, suite.files().size());
    assertEquals(4, suite.size());
    assertEquals(1, compiled.size());
  }

  @Test
  void shouldGiveEventsTheTypesOfTheirSchemasAndWarnOfThoseThatCannotBe() throws IOException {
    Files.writeString(
        directory.resolve("paid.yaml"),
        """
        apiVersion: freshet.dev/v1
        kind: CacheRegions
        metadata: {name: paid, owner: o}
        regions: [{name: paid, key: "paid:{userId}", ttl: 1m}]
        ---
        apiVersion: freshet.dev/v1
        kind: InvalidationRules
        metadata: {name: paid, owner: o}
        rules:
          - id: paid
            event: payment.success
            when: data.paidAt >= timestamp("2026-11-20T10:15:30Z")
            invalidate: [{key: "paid:{userId}"}]
        """);
    Path file =
        Files.writeString(
            directory.resolve("paid.test.yaml"),
            """
            apiVersion: freshet.dev/v1
            kind: RuleTests
            tests:
              - name: paid
                event: {type: payment.success, data: {userId: 42, paidAt: "2026-11-20T10:15:30Z"}}
                invalidates: [{key: "paid:42"}]
              - name: misspelt
                event: {type: payment.success, data: {userID: 42}}
                invalidates: []
                fails: [paidAt]
            """);

    CaseSuite suite = CaseFiles.read(List.of(file), EventTypes.shipped());

    assertEquals(List.of(), CaseRun.run(suite, name -> true).failed());
    assertEquals(
        List.of("8:12: R074 no event payment.success has `userID`"),
        suite.warnings().stream()
            .map(
                issue ->
                    "%d:%d: %s %s"
                        .formatted(
                            issue.location().line(),
                            issue.location().column(),
                            issue.code().code(),
                            issue.message()))
            .toList());
  }

  @Test
  void shouldRefuseAnExpectationThatEveryMessageFulfils() throws IOException {
    Workbench bench = new Workbench(directory);
    bench.rules("- {id: r, event: e, invalidate: [{key: \"cart:{userId}\"}]}");

    InvalidRuleFileException refused =
        assertThrows(
            InvalidRuleFileException.class,
            () -> bench.run("- {name: a, event: {type: e}, fails: [' ']}", name -> true));

    assertTrue(refused.issues().get(0).message().contains("found a blank text"), refused::toString);
  }

  private static Compilation compile(List<RuleSource> sources, List<List<RuleSource>> compiled) {
    compiled.add(sources);
    return RuleBook.compile(sources);
  }
}
