// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.rules.Golden;
import dev.freshet.rules.source.InvalidRuleFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each {@code format/*.yaml} becomes exactly its {@code .formatted}. With {@code
 * -Dfreshet.golden=write} those are written anew, for review.
 */
class RuleFormatTest {
  private static final String HEAD =
      "apiVersion: freshet.dev/v1\nkind: InvalidationRules\nmetadata: {name: a, owner: b}\n";

  static List<Path> untidyFiles() throws IOException {
    return yamlFiles("src/test/resources/format");
  }

  static List<Path> shippedFiles() throws IOException {
    return yamlFiles("rules");
  }

  private static List<Path> yamlFiles(String directory) throws IOException {
    try (Stream<Path> files = Files.list(Path.of(directory))) {
      return files.filter(path -> path.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("untidyFiles")
  void shouldWriteTheCanonicalForm(Path file) throws IOException {
    String found = RuleFormat.format(file.toString(), Files.readString(file));

    Golden.check(Golden.beside(file, ".formatted"), found);
    assertEquals(found, RuleFormat.format(file.toString(), found));
    assertEquals(Trees.of(Files.readString(file)), Trees.of(found));
  }

  @ParameterizedTest
  @MethodSource("shippedFiles")
  void shouldLeaveShippedFilesAsTheyAre(Path file) throws IOException {
    String text = Files.readString(file);

    assertEquals("", UnifiedDiff.of(file.toString(), text, RuleFormat.format("f", text)));
  }

  @Test
  void shouldKeepCommentsOfAFileWithoutDocuments() {
    assertEquals("", RuleFormat.format("f", ""));
    assertEquals("", RuleFormat.format("f", "---\n~\n"));
    assertEquals("# a\n# b\n", RuleFormat.format("f", "# a\n\n---\n# b"));
  }

  @Test
  void shouldReadAnyLineBreak() {
    String unix = HEAD + "rules: # r\n  - id: a\n    when: |\n      x\n      y\n";

    String formatted = RuleFormat.format("f", unix);

    assertEquals(formatted, RuleFormat.format("f", unix.replace("\n", "\r\n")));
    assertEquals(formatted, RuleFormat.format("f", unix.replace("\n", "\r")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          rules: ]                      | f:4:8: error[R003]
          rules: *a                     | f:4:8: error[R004]
          rules: &a []                  | f:4:8: error[R004]
          rules: !!seq []               | f:4:8: error[R004]
          rules: [{{a: b}: c}]          | f:4:10: error[R008]
          """)
  void shouldRefuseWhatIsNoRuleFile(String line, String expected) {
    var refused =
        assertThrows(
            InvalidRuleFileException.class, () -> RuleFormat.format("f", HEAD + line + "\n"));

    String message = refused.issues().get(0).toString();
    assertTrue(message.startsWith(expected), message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"- a", "text", "'~'"})
  void shouldRefuseADocumentThatIsNoMapping(String document) {
    var refused =
        assertThrows(
            InvalidRuleFileException.class,
            () -> RuleFormat.format("f", HEAD + "---\n" + document + "\n"));

    assertEquals(5, refused.issues().get(0).location().line());
  }

  @Test
  void shouldRefuseKeysThatYamlWouldNotReadAgain() {
    String key = "k".repeat(600);

    var refused =
        assertThrows(
            InvalidRuleFileException.class,
            () -> RuleFormat.format("f", HEAD + "? " + key + "\n: value\n"));

    assertTrue(refused.issues().get(0).message().contains("limit 'text length': found 600"));
  }

  @Test
  void shouldFormatLargeFiles() {
    String formatted = RuleFormat.format("f", large(600_000));

    assertEquals(formatted, RuleFormat.format("f", formatted));
  }

  @Test
  void shouldRefuseToGrowAFileBeyondTheLimit() {
    var refused =
        assertThrows(InvalidRuleFileException.class, () -> RuleFormat.format("f", large(990_000)));

    String message = refused.issues().get(0).message();
    assertTrue(message.startsWith("formatted: limit 'file size': found 14"), message);
  }

  private static String large(int length) {
    StringBuilder text = new StringBuilder(HEAD).append("rules:\n");
    while (text.length() < length) {
      text.append("- event: a.b # e\n  # above\n  id: x\n  invalidate:\n  - {tag: 'b:{c}'}\n");
    }
    return text.toString();
  }
}
