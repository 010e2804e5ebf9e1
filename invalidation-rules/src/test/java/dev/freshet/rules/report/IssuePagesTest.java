// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.rules.RuleBook;
import dev.freshet.rules.RuleSource;
import dev.freshet.rules.ShippedRules;
import dev.freshet.rules.check.CheckReport;
import dev.freshet.rules.check.CheckSettings;
import dev.freshet.rules.check.KnownOwners;
import dev.freshet.rules.check.RuleCheck;
import dev.freshet.rules.source.Issue;
import dev.freshet.rules.source.IssueCode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The manual pages say what is true: their examples are checked as files. */
class IssuePagesTest {
  private static final Pattern BLOCK = Pattern.compile("```yaml\n(.*?)```\n", Pattern.DOTALL);
  private static final Pattern NAME = Pattern.compile("metadata: \\{name: ([\\w-]+)");
  private static final CheckSettings ANY_OWNER = CheckSettings.on(LocalDate.of(2026, 11, 20));

  @ParameterizedTest
  @EnumSource
  void shouldHaveAPageForEveryCode(IssueCode code) {
    IssuePage page = IssuePages.page(code);

    assertTrue(page.title().length() > 10 && !page.title().endsWith("."), page::title);
    assertTrue(page.text().lines().allMatch(line -> line.length() <= 120), page::text);
    assertEquals("docs/rules.md#" + code.code().replace('R', 'r'), IssuePages.path(code));
    String last = page.text().lines().reduce("", (first, second) -> second);
    assertTrue(last.startsWith("Can be disabled: ") || last.startsWith("Cannot be disabled: "));
  }

  /** A character that no text may hold cannot be shown in a text. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "UNREADABLE_TEXT")
  void shouldShowAWrongExampleAndARightOne(IssueCode code) {
    CheckReport wrong = check(code, wrong(code));
    CheckReport right = check(code, right(code));

    assertTrue(codes(wrong).contains(code), wrong::toString);
    assertEquals(List.of(), right.issues());
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "UNREADABLE_TEXT")
  void shouldSayWhetherACommentCanDisableTheIssue(IssueCode code) {
    List<RuleSource> sources = wrong(code);
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
    CheckSettings settings =
        code == IssueCode.UNKNOWN_OWNER
            ? new CheckSettings(ANY_OWNER.today(), ANY_OWNER.retention(), KnownOwners.CODEOWNERS)
            : ANY_OWNER;
    boolean ownRegions = sources.stream().anyMatch(source -> source.text().contains("\nregions:"));
    Stream<RuleSource> shipped = ownRegions ? Stream.empty() : shippedRegions();
    return RuleCheck.check(
        RuleBook.compile(Stream.concat(shipped, sources.stream()).toList()), settings);
  }

  private static Set<IssueCode> codes(CheckReport report) {
    return report.issues().stream().map(Issue::code).collect(Collectors.toSet());
  }

  private static List<RuleSource> wrong(IssueCode code) {
    return sources(section(code, "\nWrong:\n", "\nRight:\n"));
  }

  private static List<RuleSource> right(IssueCode code) {
    return sources(section(code, "\nRight:\n", " be disabled: "));
  }

  private static String section(IssueCode code, String from, String to) {
    String text = IssuePages.page(code).text();
    return text.substring(text.indexOf(from), text.indexOf(to));
  }

  /** Each block of a section as a file. */
  private static List<RuleSource> sources(String section) {
    List<String> blocks =
        BLOCK.matcher(section).results().map((MatchResult found) -> found.group(1)).toList();
    assertFalse(blocks.isEmpty());
    List<RuleSource> sources = new ArrayList<>();
    for (String block : blocks) {
      String text =
          Stream.of(block.split("(?m)^---\n"))
              .map(IssuePagesTest::withHead)
              .collect(Collectors.joining("---\n"));
      Matcher name = NAME.matcher(text);
      assertTrue(name.find());
      sources.add(new RuleSource(name.group(1), "example-" + sources.size() + ".yaml", 0, text));
    }
    return sources;
  }

  /** A block may leave out what all documents of a kind begin with. */
  private static String withHead(String document) {
    if (document.startsWith("apiVersion")) {
      return document;
    }
    String kind = document.startsWith("regions:") ? "CacheRegions" : "InvalidationRules";
    return "apiVersion: freshet.dev/v1\nkind: "
        + kind
        + "\nmetadata: {name: example, owner: example-service}\n"
        + document;
  }

  /** What examples that declare no regions stand on. */
  private static Stream<RuleSource> shippedRegions() {
    return ShippedRules.load().stream()
        .map(
            source ->
                new RuleSource(
                    source.name(),
                    source.file(),
                    0,
                    source.text().substring(0, source.text().indexOf("\n---"))));
  }
}
