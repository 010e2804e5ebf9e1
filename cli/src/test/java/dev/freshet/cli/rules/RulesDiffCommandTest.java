// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class RulesDiffCommandTest {
  private static final String RULES =
      """
      apiVersion: freshet.dev/v1
      kind: CacheRegions
      metadata: {name: pay, owner: o}
      regions:
        - {name: history, key: "history:{userId}", ttl: 1h}
      ---
      apiVersion: freshet.dev/v1
      kind: InvalidationRules
      metadata: {name: pay, owner: o}
      rules:
        - id: paid
          event: payment.success
          when: data.amount > 0
          invalidate:
            - key: history:{userId}
      """;

  @TempDir private Path directory = Path.of("");
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path before = Path.of("");
  private Path after = Path.of("");

  @BeforeEach
  void write() throws IOException {
    before = Files.createDirectory(directory.resolve("before"));
    after = Files.createDirectory(directory.resolve("after"));
    Files.writeString(before.resolve("pay.yaml"), RULES);
  }

  @Test
  void shouldEndWithZeroWhereNothingDiffers() throws IOException {
    Files.writeString(after.resolve("moved.yaml"), RULES.replace("  when:", "  # why\n    when:"));

    int code = run(after.toString(), "--against", before.toString());

    assertEquals("no differences\n", out.toString());
    assertEquals(0, code);
  }

  @Test
  void shouldShowDifferencesAndEndWithOne() throws IOException {
    Files.writeString(after.resolve("pay.yaml"), RULES.replace("amount > 0", "amount >= 0"));

    int code = run(after.toString(), "--against", before.toString());

    assertEquals(
        """
        ~ rule pay/paid: when: data.amount > 0 -> data.amount >= 0
        1 difference: 1 changed
        """,
        out.toString());
    assertEquals(1, code);
  }

  @Test
  void shouldShowWhatIsGone() throws IOException {
    String other = RULES.replace("pay,", "other,").replace("history", "list");
    Files.writeString(after.resolve("other.yaml"), other);

    int code = run(after.toString(), "--against", before.toString());

    assertTrue(out.toString().contains("- rule pay/paid\n"), out::toString);
    assertTrue(out.toString().contains("+ rule other/paid\n"), out::toString);
    assertEquals(1, code);
  }

  @Test
  void shouldWriteOneJsonObject() throws IOException {
    Files.writeString(after.resolve("pay.yaml"), RULES.replace("ttl: 1h", "ttl: 2h"));

    int code = run(after.toString(), "--against", before.toString(), "-o", "json");

    JsonNode json = new ObjectMapper().readTree(out.toString());
    assertEquals("ttl", json.at("/diff/differences/0/fields/0/field").textValue());
    assertEquals(1, json.at("/diff/changed").intValue());
    assertTrue(json.path("blastRadius").isMissingNode());
    assertEquals(1, code);
  }

  @Test
  void shouldEndWithTwoIfFilesHaveErrors() throws IOException {
    Files.writeString(after.resolve("pay.yaml"), RULES.replace("event:", "evnt:"));

    int code = run(after.toString(), "--against", before.toString());

    assertTrue(err.toString().contains("pay.yaml:11:5"), err::toString);
    assertTrue(err.toString().contains("did you mean `event`?"), err::toString);
    assertEquals("", out.toString());
    assertEquals(2, code);
  }

  private int run(String... arguments) {
    CommandLine line = new CommandLine(new RulesDiffCommand());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(arguments);
  }
}
