// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.rules.RuleBook;
import dev.freshet.rules.RuleSource;
import dev.freshet.rules.cases.CaseFiles;
import dev.freshet.rules.check.CheckReport;
import dev.freshet.rules.check.CheckSettings;
import dev.freshet.rules.check.KnownOwners;
import dev.freshet.rules.check.RuleCheck;
import dev.freshet.rules.schema.EventTypes;
import dev.freshet.rules.source.InvalidRuleFileException;
import dev.freshet.rules.source.Issue;
import dev.freshet.rules.source.IssueCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The manual pages say what is true: their examples are checked as files. */
class IssuePagesTest {
  private static final CheckSettings ANY_OWNER = CheckSettings.on(LocalDate.of(2026, 11, 20));

  /** What shows only where the schemas of events are known. */
  private static final Set<IssueCode> OF_SCHEMAS =
      EnumSet.of(IssueCode.NOT_A_KEY_VALUE, IssueCode.MAY_BE_MISSING, IssueCode.UNKNOWN_EVENT);

  private static final Set<IssueCode> OF_TESTS =
      EnumSet.of(
          IssueCode.INVALID_EVENT,
          IssueCode.UNKNOWN_FILE,
          IssueCode.DUPLICATE_CASE,
          IssueCode.IMPOSSIBLE_EVENT);

  @ParameterizedTest
  @EnumSource
  void shouldHaveAPageForEveryCode(IssueCode code) {
    IssuePage page = IssuePages.page(code);

    assertTrue(page.title().length() > 10 && !page.title().endsWith("."), page::title);
    assertTrue(page.text().lines().allMatch(line -> line.length() <= 120), page::text);
    assertEquals("docs/rule-codes.md#" + code.code().replace('R', 'r'), IssuePages.path(code));
    String last = page.text().lines().reduce("", (first, second) -> second);
    assertTrue(last.startsWith("Can be disabled: ") || last.startsWith("Cannot be disabled: "));
  }

  /** The codes of rule files; a character that no text may hold cannot be shown in a text. */
  static Stream<IssueCode> ofRules() {
    return Stream.of(IssueCode.values())
        .filter(code -> code != IssueCode.UNREADABLE_TEXT && !OF_TESTS.contains(code));
  }

  static Stream<IssueCode> ofTests() {
    return OF_TESTS.stream();
  }

  @ParameterizedTest
  @MethodSource("ofRules")
  void shouldShowAWrongExampleAndARightOne(IssueCode code) {
    CheckReport wrong = check(code, PageExamples.of(code).wrongFiles());
    CheckReport right = check(code, PageExamples.of(code).rightFiles());

    assertTrue(codes(wrong).contains(code), wrong::toString);
    assertEquals(List.of(), right.issues());
  }

  @ParameterizedTest
  @MethodSource("ofTests")
  void shouldShowAWrongTestAndARightOne(IssueCode code, @TempDir Path directory)
      throws IOException {
    PageExamples examples = PageExamples.of(code);
    Files.writeString(
        directory.resolve("payment.yaml"),
        """
        apiVersion: freshet.dev/v1
        kind: CacheRegions
        metadata: {name: payment, owner: o}
        regions: [{name: "payment:history", key: "payment:history:{userId}", ttl: 1m}]
        """);
    Path events = Files.createDirectory(directory.resolve("events"));
    Files.writeString(events.resolve("refund.json"), "{\"type\": \"payment.refunded\"}");
    Path wrong = Files.writeString(directory.resolve("a.test.yaml"), examples.wrong().get(0));
    Path right = Files.writeString(directory.resolve("b.test.yaml"), examples.right().get(0));

    assertEquals(Set.of(code), codes(issuesOfTests(wrong)));
    assertEquals(List.of(), issuesOfTests(right));
  }

  private static List<Issue> issuesOfTests(Path file) throws IOException {
    try {
      return CaseFiles.read(List.of(file), EventTypes.shipped()).warnings();
    } catch (InvalidRuleFileException e) {
      return e.issues();
    }
  }

  @ParameterizedTest
  @MethodSource("ofRules")
  void shouldSayWhetherACommentCanDisableTheIssue(IssueCode code) {
    List<RuleSource> sources = PageExamples.of(code).wrongFiles();
    Issue issue =
        check(code, sources).issues().stream()
            .filter(found -> found.code() == code)
            .reduce((first, second) -> second)
            .orElseThrow();

    CheckReport report = check(code, withCommentBefore(issue, sources));

    boolean canBe = IssuePages.page(code).text().contains("\nCan be disabled: ");
    assertEquals(canBe, !codes(report).contains(code), report::toString);
    assertEquals(canBe ? 1 : 0, report.suppressed().size());
    boolean ofComments = code.code().startsWith("R08");
    assertEquals(
        !canBe, ofComments || codes(report).contains(IssueCode.CANNOT_DISABLE), report::toString);
  }

  private static List<RuleSource> withCommentBefore(Issue issue, List<RuleSource> sources) {
    List<RuleSource> changed = new ArrayList<>();
    for (RuleSource source : sources) {
      List<String> lines = new ArrayList<>(source.text().lines().toList());
      if (source.file().equals(issue.location().file())) {
        // What concerns the whole file is shown at its first character, which no line is before.
        String keyword = issue.location().line() == 1 ? "disable-file " : "disable ";
        String comment = "# rules:" + keyword + issue.code().code() + " until 2026-12-31 -- a test";
        lines.add(issue.location().line() - 1, " ".repeat(indent(issue.line())) + comment);
      }
      changed.add(new RuleSource(source.name(), source.file(), 0, String.join("\n", lines) + "\n"));
    }
    return changed;
  }

  private static int indent(String line) {
    return line.length() - line.stripLeading().length();
  }

  private static CheckReport check(IssueCode code, List<RuleSource> sources) {
    KnownOwners owners = code == IssueCode.UNKNOWN_OWNER ? KnownOwners.CODEOWNERS : KnownOwners.ANY;
    CheckSettings settings = new CheckSettings(ANY_OWNER.today(), ANY_OWNER.retention(), owners);
    if (code == IssueCode.NO_LOADER) {
      settings = settings.withLoaded(Set.of("payment:recent"));
    }
    EventTypes types = OF_SCHEMAS.contains(code) ? EventTypes.shipped() : EventTypes.NONE;
    return RuleCheck.check(RuleBook.compile(sources, types), settings);
  }

  private static Set<IssueCode> codes(CheckReport report) {
    return codes(report.issues());
  }

  private static Set<IssueCode> codes(List<Issue> issues) {
    return issues.stream().map(Issue::code).collect(Collectors.toSet());
  }
}
