// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.rules.source.InvalidRuleFileException;
import dev.freshet.rules.source.Issue;
import dev.freshet.rules.source.IssueCode;
import dev.freshet.rules.source.Limit;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleFilesTest {
  @Test
  void shouldReadADirectoryInTheOrderOfPaths(@TempDir Path directory) throws IOException {
    Files.createDirectory(directory.resolve("b"));
    Files.writeString(directory.resolve("b/one.yaml"), "\uFEFFmetadata: {name: first, owner: x}");
    Files.writeString(directory.resolve("a.yml"), "not: [yaml");
    Files.writeString(directory.resolve("a.test.yaml"), "metadata: {name: no, owner: x}");
    Files.writeString(directory.resolve("b.test.yml"), "metadata: {name: no, owner: x}");
    Files.writeString(directory.resolve("notes.txt"), "no");

    List<RuleSource> sources = RuleFiles.read(directory);

    assertEquals(List.of("a", "first"), sources.stream().map(RuleSource::name).toList());
    assertTrue(sources.get(1).text().startsWith("metadata"));
  }

  @Test
  void shouldCollectFilesThatCannotBeDecoded(@TempDir Path directory) throws IOException {
    Files.write(directory.resolve("a.yaml"), "name: ok\nowner: Jörg".getBytes(ISO_8859_1));
    Files.write(directory.resolve("b.yaml"), new byte[4 * Limit.FILE_SIZE.max() + 1]);

    var error = assertThrows(InvalidRuleFileException.class, () -> RuleFiles.read(directory));

    assertEquals(
        List.of(IssueCode.UNREADABLE_TEXT, IssueCode.LIMIT),
        error.issues().stream().map(Issue::code).toList());
    assertEquals(2, error.issues().get(0).location().line());
    assertEquals(9, error.issues().get(0).location().column());
  }

  @Test
  void shouldSayThatADirectoryHoldsNoRuleFile(@TempDir Path directory) {
    var error = assertThrows(NoSuchFileException.class, () -> RuleFiles.read(directory));

    assertTrue(String.valueOf(error.getMessage()).contains("found no rule file"));
  }

  @Test
  void shouldStopReadingAnEndlessStream() {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return 'x';
          }
        };

    var error =
        assertThrows(InvalidRuleFileException.class, () -> RuleFiles.readText("endless", endless));

    assertEquals(IssueCode.LIMIT, error.issues().get(0).code());
  }
}
