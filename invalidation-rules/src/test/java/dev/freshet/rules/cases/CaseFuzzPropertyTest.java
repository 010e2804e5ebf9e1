// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.cases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.rules.Compilation;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.RuleSource;
import dev.freshet.rules.cases.report.CaseText;
import dev.freshet.rules.source.InvalidRuleFileException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Any bytes either run as tests, or raise the one exception with a place in the file. */
class CaseFuzzPropertyTest {
  private static final Path SHOP = Path.of("src/test/resources/cases/shop");
  private static final Map<List<RuleSource>, Compilation> COMPILED = new HashMap<>();
  private static final Path DIRECTORY = directory();
  private static final Path FILE = DIRECTORY.resolve("fuzz.test.yaml");

  @BeforeContainer
  static void copyRules() throws IOException {
    Files.copy(SHOP.resolve("shop.yaml"), DIRECTORY.resolve("shop.yaml"));
  }

  @AfterContainer
  static void removeFiles() throws IOException {
    Files.deleteIfExists(FILE);
    Files.delete(DIRECTORY.resolve("shop.yaml"));
    Files.delete(DIRECTORY);
  }

  @Property(tries = 300)
  void shouldSurviveRandomBytes(@ForAll byte[] bytes) throws IOException {
    check(bytes);
  }

  @Property(tries = 1_000)
  void shouldSurviveMutilatedTests(@ForAll("mutilated") byte[] bytes) throws IOException {
    check(bytes);
  }

  private static Compilation compileOnce(List<RuleSource> sources) {
    return COMPILED.computeIfAbsent(sources, RuleBook::compile);
  }

  private static void check(byte[] bytes) throws IOException {
    Files.write(FILE, bytes);
    try {
      CaseSuite suite = CaseFiles.read(List.of(FILE), CaseFuzzPropertyTest::compileOnce);
      CaseReport report = CaseRun.run(suite, name -> true);
      assertEquals(suite.size(), report.results().size());
      assertTrue(CaseText.results(report, true).endsWith("\n"));
    } catch (InvalidRuleFileException e) {
      assertFalse(e.issues().isEmpty());
      e.issues()
          .forEach(issue -> assertTrue(issue.location().file().startsWith(DIRECTORY.toString())));
    }
  }

  /** A good test file with one stretch replaced by something else. */
  @Provide
  Arbitrary<byte[]> mutilated() throws IOException {
    String original = Files.readString(SHOP.resolve("failing.test.yaml"));
    Arbitrary<String> piece =
        Arbitraries.oneOf(
            Arbitraries.of(
                "{", "}", "[", ":", "- ", "\n", "\t", "\"", "|", "*a", "&a ", "---", "~"),
            Arbitraries.of(
                "rule: lost", "eventFile: shop.yaml", "eventFile: nowhere", "rules: [.]"),
            Arbitraries.strings().ofMaxLength(3));
    return Combinators.combine(
            Arbitraries.integers().between(0, original.length()),
            Arbitraries.integers().between(0, 12),
            piece)
        .as(
            (start, length, inserted) ->
                original.substring(0, start)
                    + inserted
                    + original.substring(Math.min(start + length, original.length())))
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  private static Path directory() {
    try {
      return Files.createTempDirectory("cases");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
