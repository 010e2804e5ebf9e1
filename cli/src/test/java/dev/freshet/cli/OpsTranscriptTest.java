// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the commands of operators ask, behind {@code > }, and print, to the letter: each transcript
 * is typed again, against the answers of the files beside it.
 */
class OpsTranscriptTest {
  private static final Path TRANSCRIPTS = Path.of("src/test/resources/ops");

  private static final Map<String, String> MADE = Map.of("GET api v1 nodes", CannedMembers.nodes());

  static List<Path> transcripts() throws IOException {
    try (Stream<Path> files = Files.list(TRANSCRIPTS)) {
      return files.filter(file -> file.toString().endsWith(".txt")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("transcripts")
  void shouldAskAndShowAsTheTranscriptSays(Path file, @TempDir Path directory) throws IOException {
    List<String> typed =
        Files.readAllLines(file).stream().filter(line -> line.matches("(\\$|##) .*")).toList();
    assertTrue(typed.size() > 1, "found nothing that is typed");

    Transcript transcript = new Transcript(directory);
    try (CannedApi api = new CannedApi(TRANSCRIPTS.resolve("answers"), MADE)) {
      transcript.name("URL", api.url());
      for (String line : typed) {
        if (line.startsWith("##")) {
          transcript.note(line.substring(3));
        } else {
          int unused = transcript.run(line.substring(2));
          api.asked().forEach(transcript::asked);
        }
      }
    }

    Golden.check(file, transcript.text());
  }
}
