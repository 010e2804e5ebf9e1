// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class RulesTestCommandTest {
  private static final String RULES =
      """
      apiVersion: freshet.dev/v1
      kind: CacheRegions
      metadata: {name: shop, owner: shop-team}
      regions:
        - {name: cart, key: "cart:{userId}", ttl: 1m}
      ---
      apiVersion: freshet.dev/v1
      kind: InvalidationRules
      metadata: {name: shop, owner: shop-team}
      rules:
        - {id: placed, event: order.placed, invalidate: [{key: "cart:{userId}"}]}
        - {id: lost, event: order.lost, invalidate: [{region: cart}]}
      """;

  private static final String TESTS =
      """
      apiVersion: freshet.dev/v1
      kind: RuleTests
      tests:
        - name: an order empties the cart
          event: {type: order.placed, data: {userId: 42}}
          invalidates: [{key: "cart:42"}]
        - name: an order of somebody else
          event: {type: order.placed, data: {userId: 43}}
          invalidates: [{key: "cart:42"}]
      """;

  @TempDir Path directory = Path.of("");
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void writeFiles() throws IOException {
    Files.writeString(directory.resolve("shop.yaml"), RULES);
    Files.writeString(directory.resolve("shop.test.yaml"), TESTS);
  }

  @Test
  void shouldFailWithTheNumberOfFailedTests() {
    int code = run("--no-diff");

    assertEquals(1, code);
    assertTrue(out.toString().startsWith("FAILED " + directory), out::toString);
    assertTrue(
        out.toString().contains("shop.test.yaml:7:11: an order of somebody else: 1 missing, 1"),
        out::toString);
    assertTrue(out.toString().contains("2 tests in 1 file: 1 passed, 1 failed"), out::toString);
    assertEquals("", err.toString());
  }

  @Test
  void shouldShowTheDifferenceIfAsked() {
    int code = run("--diff");

    assertEquals(1, code);
    assertTrue(out.toString().contains("    - key: cart:42\n"), out::toString);
    assertTrue(out.toString().contains("    + key: cart:43\n"), out::toString);
    assertTrue(
        out.toString().contains("by rule shop/placed at " + directory + "/shop.yaml:11:10"),
        out::toString);
  }

  @Test
  void shouldRunTheTestsThatAreNamed() {
    int code = run("--run", "empties|nothing");

    assertEquals(0, code);
    assertTrue(out.toString().startsWith("1 test in 1 file: 1 passed, 0 failed"), out::toString);
  }

  @Test
  void shouldFailWithoutTestsUnlessAllowed() {
    assertEquals(1, run("--run", "nothing"));
    assertTrue(err.toString().contains("found no test"), err::toString);
    assertTrue(err.toString().contains("whose name has nothing"), err::toString);
    assertEquals(0, run("--run", "nothing", "--allow-empty"));
  }

  @Test
  void shouldHoldCoverageToItsThreshold() {
    assertEquals(0, run("--run", "empties", "--coverage-min", "50"));
    assertTrue(
        out.toString().contains("shop.yaml:12:10: rule shop/lost: no test makes it match"),
        out::toString);
    assertEquals(1, run("--run", "empties", "--coverage-min", "51"));
    assertEquals(
        "test: --coverage-min: found 2 rules, 1 tested: 50%; 2 branches, 1 covered: 50%; expected at"
            + " least 51%",
        err.toString().strip());
    assertEquals(2, run("--coverage-min", "101"));
  }

  @Test
  void shouldWriteJunitXmlAsWell() throws IOException {
    Path file = directory.resolve("report.xml");

    assertEquals(1, run("--junit", file.toString()));

    assertTrue(Files.readString(file).contains("<testsuites tests=\"2\" failures=\"1\""));
    assertTrue(out.toString().contains("2 tests in 1 file"), out::toString);
    assertEquals(2, run("--junit", directory.resolve("no/such/report.xml").toString()));
  }

  @Test
  void shouldPrintForPrograms() throws IOException {
    assertEquals(0, run("--run", "empties", "--format", "json"));

    var json = new JsonMapper().readTree(out.toString());
    assertEquals(1, json.get("passed").intValue());
    assertEquals(4, json.at("/tests/0/line").intValue());
    assertEquals(1, json.at("/coverage/testedRules").intValue());
    out.getBuffer().setLength(0);
    assertEquals(1, run("--format", "junit"));
    assertTrue(out.toString().startsWith("<?xml"), out::toString);
  }

  @Test
  void shouldHoldRulesAndEventsAgainstSchemas() throws IOException {
    Path schemas = Files.createDirectory(directory.resolve("schemas"));
    Path schema = schemas.resolve("placed.schema.json");
    String text =
        """
        {"x-event-type": "order.placed", "type": "object", "additionalProperties": false,
         "properties": {"userId": {"type": "number"}}, "required": ["userId"]}
        """;
    Files.writeString(schema, text);

    assertEquals(2, run("--schemas", schemas.toString()));
    assertTrue(err.toString().contains("error[R023]"), err::toString);

    Files.writeString(schema, text.replace("number", "integer"));
    Files.writeString(
        directory.resolve("shop.test.yaml"), TESTS.replace("{userId: 43}", "{userId: 43, x: 1}"));
    err.getBuffer().setLength(0);

    assertEquals(0, run("--schemas", schemas.toString(), "--run", "empties"));
    assertTrue(err.toString().contains("warning[R074] no event order.placed has `x`"));
  }

  @Test
  void shouldSayThatSchemasAreOfNoEvent() {
    assertEquals(0, run("--schemas", directory.toString(), "--run", "empties"));

    assertTrue(err.toString().contains("found no schema of an event, expected Avro"));
  }

  @Test
  void shouldReportAllErrorsBeforeAnythingRuns() throws IOException {
    Files.writeString(
        directory.resolve("shop.test.yaml"),
        TESTS.replace(
            "event: {type: order.placed, data: {userId: 42}}", "rule: plased\n    event: {}"));

    int code = run();

    assertEquals(2, code);
    assertEquals("", out.toString());
    assertTrue(err.toString().contains("error[R042] no rule under test is named 'plased'"));
    assertTrue(err.toString().contains("error[R070]"), err::toString);
    assertTrue(err.toString().contains("did you mean `placed`?"), err::toString);
    assertTrue(err.toString().contains("ran no test"), err::toString);
  }

  private int run(String... options) {
    String[] arguments = new String[options.length + 1];
    arguments[0] = directory.toString();
    System.arraycopy(options, 0, arguments, 1, options.length);
    return execute(arguments);
  }

  private int execute(String... arguments) {
    CommandLine line = new CommandLine(new RulesTestCommand());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpAutoWidth(true);
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    line.setExecutionExceptionHandler(
        (e, failed, parsed) -> {
          failed.getErr().println(e.getMessage());
          return failed.getCommandSpec().exitCodeOnExecutionException();
        });
    return line.execute(arguments);
  }
}
