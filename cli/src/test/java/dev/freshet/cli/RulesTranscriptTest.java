// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every {@code freshet rules} command prints, to the letter: each transcript is typed again,
 * in a copy of the files beside it.
 */
class RulesTranscriptTest {
  private static final Path TRANSCRIPTS = Path.of("src/test/resources/rules");
  private static final Path FILES = TRANSCRIPTS.resolve("files");

  static List<Path> transcripts() throws IOException {
    try (Stream<Path> files = Files.list(TRANSCRIPTS)) {
      return files.filter(file -> file.toString().endsWith(".txt")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("transcripts")
  void shouldAnswerAsTheTranscriptSays(Path file, @TempDir Path directory) throws IOException {
    copyFiles(FILES, directory);
    Transcript transcript = new Transcript(directory);

    List<String> typed =
        Files.readAllLines(file).stream().filter(line -> line.matches("(\\$|##) .*")).toList();
    for (String line : typed) {
      if (line.startsWith("##")) {
        transcript.note(line.substring(3));
      } else {
        int unused = transcript.run(line.substring(2));
      }
    }

    assertTrue(typed.size() > 1, "found nothing that is typed");
    Golden.check(file, transcript.text());
  }

  static void copyFiles(Path from, Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = directory.resolve(from.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
  }
}
