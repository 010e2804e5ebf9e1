// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.rules.schema.EventTypes;
import dev.freshet.rules.source.Issue;
import dev.freshet.rules.source.IssueCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each {@code golden/*.yaml} gives exactly the text of its {@code .expected}: what a user reads.
 * Those that begin with {@code typed-} know the events of {@code schemas}.
 *
 * <p>With {@code -Dfreshet.golden=write} the texts are written anew, for review.
 */
class GoldenIssuesTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden");

  static List<Path> files() throws IOException {
    return Golden.inputs(GOLDEN);
  }

  @ParameterizedTest
  @MethodSource("files")
  void shouldReportExactlyTheExpectedIssues(Path file) throws IOException {
    String found = render(compile(file));

    Golden.check(Golden.beside(file, ".expected"), found);
  }

  @Test
  void shouldCoverEveryCodeThatAFileCanCause() throws IOException {
    Set<IssueCode> covered = EnumSet.noneOf(IssueCode.class);
    for (Path file : files()) {
      compile(file).forEach(issue -> covered.add(issue.code()));
    }

    // Two sources of one set need two files: RuleBookTest has them.
    covered.add(IssueCode.DUPLICATE_SET);
    assertEquals(
        EnumSet.allOf(IssueCode.class).stream().filter(code -> !isOfOthers(code)).toList(),
        List.copyOf(covered));
  }

  /** Checks, events and tests of rules have golden files of their own. */
  private static boolean isOfOthers(IssueCode code) {
    return code.code().compareTo("R060") > 0;
  }

  @Test
  void shouldGiveEveryCodeANumberOfItsOwn() {
    List<String> codes = Stream.of(IssueCode.values()).map(IssueCode::code).toList();

    assertEquals(codes.size(), Set.copyOf(codes).size());
    assertTrue(codes.stream().allMatch(code -> code.matches("R\\d{3}")));
  }

  private static List<Issue> compile(Path file) throws IOException {
    String name = String.valueOf(file.getFileName());
    RuleSource source = RuleFiles.named(name, Files.readString(file));
    EventTypes types =
        name.startsWith("typed-")
            ? EventTypes.read(Path.of("src/test/resources/schemas"))
            : EventTypes.NONE;
    return new ArrayList<>(RuleBook.compile(List.of(source), types).allIssues());
  }

  private static String render(List<Issue> issues) {
    return issues.stream().map(issue -> issue.render() + "\n").collect(Collectors.joining("\n"));
  }
}
