// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.freshet.rules.Golden;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.RuleSource;
import dev.freshet.rules.source.IssueCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Checking each {@code golden-check/*.yaml} on a fixed day gives exactly the text of its {@code
 * .expected}: what a user reads. With {@code -Dfreshet.golden=write} the texts are written anew,
 * for review.
 */
class GoldenCheckTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden-check");
  private static final CheckSettings SETTINGS =
      new CheckSettings(
              LocalDate.of(2026, 11, 20),
              CheckSettings.DEFAULT_RETENTION,
              KnownOwners.of(List.of("shop-team", "@acme/payment")))
          .withLoaded(Set.of("cart", "order:total"));

  static List<Path> files() throws IOException {
    return Golden.inputs(GOLDEN);
  }

  @ParameterizedTest
  @MethodSource("files")
  void shouldReportExactlyTheExpectedIssues(Path file) throws IOException {
    String found = render(check(file));

    Golden.check(Golden.beside(file, ".expected"), found);
  }

  @Test
  void shouldCoverEveryCodeOfTheChecks() throws IOException {
    Set<IssueCode> covered = EnumSet.noneOf(IssueCode.class);
    for (Path file : files()) {
      check(file).issues().forEach(issue -> covered.add(issue.code()));
    }

    assertEquals(
        List.of(),
        EnumSet.complementOf(EnumSet.copyOf(covered)).stream()
            .filter(code -> code.code().matches("R06[1-9]|R071|R075|R08\\d"))
            .toList());
  }

  private static CheckReport check(Path file) throws IOException {
    String name = String.valueOf(file.getFileName());
    String set = name.replace(".yaml", "");
    RuleSource source = new RuleSource(set, name, 0, Files.readString(file));
    return RuleCheck.check(RuleBook.compile(List.of(source)), SETTINGS);
  }

  private static String render(CheckReport report) {
    String issues =
        report.issues().stream()
            .map(issue -> issue.render() + "\n")
            .collect(Collectors.joining("\n"));
    String suppressed =
        report.suppressed().stream()
            .map(
                one ->
                    "disabled until %s: %s\n  %s\n"
                        .formatted(one.until(), one.reason(), one.issue()))
            .collect(Collectors.joining());
    return issues + (suppressed.isEmpty() ? "" : "\n" + suppressed);
  }
}
