// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.cli.rules.files.RulesFmtCommand;
import dev.freshet.cli.rules.files.RulesNewCommand;
import dev.freshet.cli.rules.files.RulesOwnersCommand;
import dev.freshet.cli.rules.files.RulesSchemaCommand;
import dev.freshet.rules.jsonschema.JsonSchema;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** From nothing to files that pass: {@code new}, then the commands that work on its files. */
class RulesNewCommandTest {
  @TempDir Path directory = Path.of("");
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void shouldWriteFilesThatTheOtherCommandsAccept() throws IOException {
    String rules = directory.resolve("my-rules").toString();

    assertEquals(0, create(rules));

    assertEquals(
        "%1$s/orders.yaml\n%1$s/orders.test.yaml\n%1$s/rules.schema.json\n%1$s/tests.schema.json\n"
            .formatted(rules),
        out.toString());
    assertEquals(0, run(new RulesTestCommand(), "--coverage-min", "100", rules), err::toString);
    assertEquals(0, run(new RulesFmtCommand(), "--check", rules), out::toString);
    String written = Files.readString(Path.of(rules, JsonSchema.RULES_FILE));
    out.getBuffer().setLength(0);
    assertEquals(0, run(new RulesSchemaCommand()));
    assertEquals(written, out.toString());
    out.getBuffer().setLength(0);
    assertEquals(0, run(new RulesSchemaCommand(), "--tests"));
    assertEquals(Files.readString(Path.of(rules, JsonSchema.TESTS_FILE)), out.toString());
  }

  @Test
  void shouldNeverOverwriteRules() throws IOException {
    Path rules = directory.resolve("orders.yaml");
    Files.writeString(rules, "# mine\n");

    assertEquals(2, create(directory.toString()));

    assertTrue(err.toString().contains("orders.yaml: found a file, expected none"), err::toString);
    assertEquals("# mine\n", Files.readString(rules));
    assertTrue(Files.notExists(directory.resolve("orders.test.yaml")));
  }

  @Test
  void shouldPrintOwnersByTheirPathsFromTheRoot() {
    assertEquals(0, create(directory.resolve("my rules").toString()));
    out.getBuffer().setLength(0);

    int code = run(new RulesOwnersCommand(), "--root", directory.toString(), directory.toString());

    assertEquals(0, code, err::toString);
    assertTrue(out.toString().contains("\n/my\\ rules/orders.yaml @shop\n"), out::toString);
    assertEquals(2, run(new RulesOwnersCommand(), directory.toString()));
  }

  private int create(String to) {
    return run(
        new RulesNewCommand(),
        "orders",
        "--event",
        "order.shipped",
        "--owner",
        "@shop",
        "--dir",
        to);
  }

  private int run(Object command, String... arguments) {
    return new CommandLine(command)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
