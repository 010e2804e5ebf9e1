// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.events.DomainEvent;
import dev.freshet.rules.source.InvalidRuleFileException;
import dev.freshet.rules.source.Issue;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Any bytes either compile, or give issues, or raise the one exception. */
class RuleFileFuzzPropertyTest {
  private static final List<String> SNIPPETS =
      List.of(
          "{",
          "}",
          "[",
          "]",
          ":",
          ": ",
          "- ",
          "\n",
          "\n  ",
          "\t",
          "\"",
          "'",
          "|",
          ">",
          "*",
          "&a ",
          "!!int ",
          "---",
          "...",
          "? ",
          "#",
          "%YAML 1.2\n",
          "~",
          "\u0000",
          "\u0085",
          "\uFEFF",
          "\uD83D\uDE00",
          "data.",
          "(((",
          "{userId}",
          "\\u00",
          "\\",
          "\r\n",
          "\r",
          "<<: ",
          "0x1F",
          "matches('(')",
          "2m",
          "9GiB",
          "10%",
          "maxStaleness: ",
          "l1: {maxBytes: ",
          "99999999999999999999");

  @Property(tries = 3_000)
  void shouldSurviveRandomBytes(@ForAll byte[] bytes) {
    check(bytes);
  }

  @Property(tries = 3_000)
  void shouldSurviveRandomPiecesOfYaml(@ForAll("pieces") List<String> pieces) {
    check(String.join("", pieces).getBytes(StandardCharsets.UTF_8));
  }

  @Property(tries = 3_000)
  void shouldSurviveMutilatedRules(@ForAll("mutilated") byte[] bytes) {
    check(bytes);
  }

  private static void check(byte[] bytes) {
    List<Issue> issues;
    try {
      RuleSource source = RuleSource.ofUtf8("payment", "fuzz.yaml", 1, bytes);
      Compilation compilation = RuleBook.compile(List.of(source));
      issues = compilation.allIssues();
      assertTrue(compilation.hasErrors() || !compilation.book().sources().isEmpty());
      compilation.book().match(DomainEvent.of("1", "/s", "payment.success", Map.of("userId", 1L)));
    } catch (InvalidRuleFileException e) {
      issues = e.issues();
      assertFalse(issues.isEmpty());
    }
    for (Issue issue : issues) {
      assertTrue(issue.location().column() <= issue.line().length() + 1, issue::toString);
      assertTrue(issue.render().contains(issue.message()));
    }
  }

  @Provide
  Arbitrary<List<String>> pieces() {
    return Arbitraries.of(SNIPPETS).list().ofMaxSize(12);
  }

  /** A shipped file with one stretch replaced by pieces of YAML, or by any byte. */
  @Provide
  Arbitrary<byte[]> mutilated() {
    byte[] original = ShippedRules.load().get(4).text().getBytes(StandardCharsets.UTF_8);
    Arbitrary<byte[]> inserted =
        Arbitraries.oneOf(
            Arbitraries.of(SNIPPETS).map(piece -> piece.getBytes(StandardCharsets.UTF_8)),
            Arbitraries.bytes().array(byte[].class).ofMaxSize(3));
    return Combinators.combine(
            Arbitraries.integers().between(0, original.length),
            Arbitraries.integers().between(0, 12),
            inserted)
        .as((start, length, piece) -> replace(original, start, length, piece));
  }

  private static byte[] replace(byte[] original, int start, int length, byte[] piece) {
    int end = Math.min(start + length, original.length);
    byte[] result = Arrays.copyOf(original, start + piece.length + original.length - end);
    System.arraycopy(piece, 0, result, start, piece.length);
    System.arraycopy(original, end, result, start + piece.length, original.length - end);
    return result;
  }
}
