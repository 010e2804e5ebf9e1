// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.rules.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class RulesFmtCommandTest {
  private static final String UNTIDY =
      """
      kind: InvalidationRules
      apiVersion: freshet.dev/v1
      metadata: {name: shop, owner: 'shop'}
      rules: []
      """;

  private static final String TIDY =
      """
      apiVersion: freshet.dev/v1
      kind: InvalidationRules
      metadata: {name: shop, owner: shop}
      rules: []
      """;

  @TempDir Path directory = Path.of("");
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void writeFiles() throws IOException {
    Files.writeString(directory.resolve("tidy.yaml"), TIDY);
    Files.writeString(directory.resolve("untidy.yml"), UNTIDY);
    Files.writeString(directory.resolve("compose.yaml"), "services:   {}\n");
  }

  @Test
  void shouldWriteWhatChangesAndLeaveTheFilesOfOthers() throws IOException {
    int code = run(directory.toString());

    assertEquals(0, code);
    assertEquals(directory + "/untidy.yml\n", out.toString());
    assertEquals(TIDY, Files.readString(directory.resolve("untidy.yml")));
    assertEquals("services:   {}\n", Files.readString(directory.resolve("compose.yaml")));
    assertEquals(0, run("--check", directory.toString()));
  }

  @Test
  void shouldCheckWithoutWriting() throws IOException {
    int code = run("--check", directory.toString());

    assertEquals(1, code);
    assertEquals(directory + "/untidy.yml\n", out.toString());
    assertEquals(UNTIDY, Files.readString(directory.resolve("untidy.yml")));
  }

  @Test
  void shouldShowTheDifferenceWithoutWriting() throws IOException {
    int code = run("--diff", directory.resolve("untidy.yml").toString());

    assertEquals(1, code);
    assertTrue(out.toString().contains("\n-kind: InvalidationRules\n apiVersion"), out::toString);
    assertEquals(UNTIDY, Files.readString(directory.resolve("untidy.yml")));
  }

  @Test
  void shouldNameEveryFileThatCannotBeRead() throws IOException {
    Files.writeString(directory.resolve("a.yaml"), "apiVersion: freshet.dev/v1\nrules: [");
    Files.writeString(directory.resolve("b.yaml"), "apiVersion: freshet.dev/v1\nrules: *x");

    int code = run(directory.toString());

    assertEquals(2, code);
    assertTrue(err.toString().contains("a.yaml:2:"), err::toString);
    assertTrue(err.toString().contains("b.yaml:2:8"), err::toString);
    assertEquals(TIDY, Files.readString(directory.resolve("untidy.yml")));
  }

  private int run(String... arguments) {
    return new CommandLine(new RulesFmtCommand())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
