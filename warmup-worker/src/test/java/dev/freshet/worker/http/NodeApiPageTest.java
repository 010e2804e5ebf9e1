// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.cache.RegionSettings;
import dev.freshet.cache.codec.Codec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of docs/node-api.md, run by a shell with curl: they print what the page says. */
class NodeApiPageTest {
  private static final Pattern COMMANDS =
      Pattern.compile(
          "^```sh\\n(.*?)^```\\n\\n```text\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

  @Test
  void shouldPrintWhatThePageSays(@TempDir Path directory) throws Exception {
    String page = Files.readString(Path.of("..", "docs", "node-api.md"));
    try (LocalNode node = new LocalNode()) {
      for (String name : List.of("payment:history", "payment:recent")) {
        var unused = node.open(RegionSettings.of(name, name + ":{userId}"), Codec.jsonText());
      }
      try (NodeHttp http = TwoNodes.serve(node, NodeHttpSettings.DEFAULT.withPort(0))) {
        List<MatchResult> examples = COMMANDS.matcher(page).results().toList();

        assertEquals(6, examples.size());
        for (MatchResult example : examples) {
          String printed = run(example.group(1), http.port(), directory);
          example
              .group(2)
              .lines()
              .forEach(line -> assertTrue(printed.contains(line), line + "\nnot in\n" + printed));
        }
      }
    }
  }

  private static String run(String commands, int port, Path directory)
      throws IOException, InterruptedException {
    Process shell =
        new ProcessBuilder("/bin/sh", "-eu", "-c", commands.replace(":8091/", ":" + port + "/"))
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .start();
    String printed = new String(shell.getInputStream().readAllBytes(), UTF_8);

    assertEquals(0, shell.waitFor(), printed);
    return printed;
  }
}
