// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class RulesCaptureCommandTest {
  private final StringWriter err = new StringWriter();

  @Test
  void shouldNeverOverwriteAFile(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("mine.test.yaml");
    Files.writeString(file, "# mine\n");

    assertRefused("mine.test.yaml: found a file, expected none", "--out", file.toString());

    assertEquals("# mine\n", Files.readString(file));
  }

  @Test
  void shouldRefuseWhatCannotBe() {
    assertRefused("--registry: found none", "--bootstrap", "127.0.0.1:1");
    assertRefused("--bootstrap: found none", "--registry", "http://127.0.0.1:1");
    assertRefused("--max: found 0, expected 1 to 1000", "--max", "0");
    assertRefused("expected a name that ends in .test.yaml", "--out", "captured.yaml");
    assertRefused("found 'events:1', expected TOPIC:PARTITION:OFFSET", "--at", "events:1");
    assertRefused("expected a time", "--since", "yesterday");
  }

  private void assertRefused(String named, String... arguments) {
    err.getBuffer().setLength(0);

    int code =
        new CommandLine(new RulesCaptureCommand())
            .setErr(new PrintWriter(err, true))
            .execute(arguments);

    assertTrue(err.toString().contains(named), err::toString);
    assertEquals(2, code);
  }
}
