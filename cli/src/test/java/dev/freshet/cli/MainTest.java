// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class MainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(arguments);
  }

  @Test
  void shouldTeachWithHelp() {
    int code = run("--help");

    assertEquals(0, code);
    assertTrue(out.toString().contains("freshet demo --once"), out::toString);
    assertTrue(out.toString().contains("Exit codes"), out::toString);
  }

  /** Every command that does something, as it is typed. */
  static Stream<String> commands() {
    return leaves(Main.commandLine())
        .map(line -> line.getCommandSpec().qualifiedName().replaceFirst("freshet ", ""));
  }

  private static Stream<CommandLine> leaves(CommandLine line) {
    return line.getSubcommands().isEmpty()
        ? Stream.of(line)
        : line.getSubcommands().values().stream().flatMap(MainTest::leaves);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void shouldGiveExamplesForEveryCommand(String command) {
    int code = run((command + " --help").split(" "));

    assertEquals(0, code);
    assertTrue(out.toString().contains("Examples:\n  freshet " + command), out::toString);
    assertTrue(out.toString().lines().allMatch(line -> line.length() <= 80), out::toString);
  }

  @Test
  void shouldTellItsVersion() {
    int code = run("--version");

    assertEquals(0, code);
    assertTrue(out.toString().startsWith("freshet "), out::toString);
  }

  @Test
  void shouldSuggestTheNearestFlag() {
    int code = run("demo", "--onec");

    assertEquals(2, code);
    assertTrue(err.toString().contains("--onec"), err::toString);
    assertTrue(err.toString().contains("--once"), err::toString);
  }

  @Test
  void shouldRefuseToRunWithoutACommand() {
    int code = run();

    assertEquals(2, code);
    assertTrue(err.toString().contains("freshet --help"), err::toString);
  }

  @Test
  void shouldNameTheMissingOption() {
    int code = run("publish", "user.deleted", "--data", "{}");

    assertEquals(2, code);
    assertTrue(err.toString().contains("--bootstrap"), err::toString);
  }

  @Test
  void shouldNameTheFlagOfABadPort() {
    int code = run("dev", "--kafka-port", "0", "--registry-port", "0", "--redis-port", "70000");

    assertEquals(2, code);
    assertEquals(
        "freshet dev: --redis-port: found 70000, expected 0 to 65535", err.toString().strip());
  }

  @Test
  void shouldReportEveryErrorInTheRulesOfDevBeforeAnythingStarts(@TempDir Path directory)
      throws IOException {
    Files.writeString(
        directory.resolve("shop.yaml"),
        """
        apiVersion: freshet.dev/v1
        kind: InvalidationRules
        metadata: {name: shop, owner: o}
        rules:
          - {id: a, event: e, invalidate: [{region: nowhere}]}
          - {id: b, evnt: e, invalidate: [{all: true}]}
        """);
    Path data = directory.resolve("data");

    int code = run("dev", "--rules", directory.toString(), "--data-dir", data.toString());

    assertEquals(2, code);
    assertTrue(err.toString().contains("no region is named 'nowhere'"), err::toString);
    assertTrue(err.toString().contains("shop.yaml:6:"), err::toString);
    assertTrue(
        err.toString().endsWith("freshet dev: --rules: the check failed, see above\n"),
        err::toString);
    assertTrue(Files.notExists(data));
  }

  @Test
  void shouldNameRulesOfDevThatAreNotThere() {
    int code = run("dev", "--rules", "nowhere");

    assertEquals(2, code);
    assertEquals(1, err.toString().lines().count(), err::toString);
    assertTrue(err.toString().contains("nowhere"), err::toString);
  }

  /** A load goes nowhere that nobody named. */
  @ParameterizedTest
  @ValueSource(strings = {"--bootstrap", "--registry", "--redis"})
  void shouldLoadOnlyServersThatAreNamed(String missing) {
    String all =
        "bench steady --bootstrap 127.0.0.1:1 --registry http://127.0.0.1:1 --redis redis://x";

    int code = run(all.replaceAll(missing + " \\S+", "").split(" +"));

    assertEquals(2, code);
    assertTrue(err.toString().contains("Missing required option: '" + missing), err::toString);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "calm => PROFILE: found 'calm', expected one of steady, burst, read-heavy",
        "steady --rate 1001 => --rate: found 1001, expected 1 to 1000 events a second; --force",
        "steady --force => --force: found no --reason beside it, expected one",
        "steady --environment live => --environment: found no --coordinated beside it",
        "steady --coordinated => --coordinated: found no --environment beside it",
      })
  void shouldNameWhatCannotBeLoaded(String arguments, String message) {
    String servers = " --kafka 127.0.0.1:1 --registry http://127.0.0.1:1 --redis redis://x";

    int code = run(("bench " + arguments + servers).split(" "));

    assertEquals(2, code);
    assertTrue(err.toString().contains(message), err::toString);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "[1]", "{} x", "{\"a\":1,\"a\":2}"})
  void shouldRefuseDataThatIsNoJsonObject(String data) {
    int code = run("publish", "user.deleted", "--bootstrap", "127.0.0.1:1", "--data", data);

    assertEquals(2, code);
    assertEquals(1, err.toString().lines().count(), err::toString);
    assertTrue(err.toString().contains("--data"), err::toString);
  }

  @Test
  void shouldAskForTheRegistryToWatch() {
    int code = run("watch", "--bootstrap", "127.0.0.1:1");

    assertEquals(2, code);
    assertTrue(err.toString().contains("--registry"), err::toString);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "--kind NodeLevitated => --kind: found 'NodeLevitated', expected command, marker or one of",
        "--after x => --after: cursor: found 'x', expected partition:offset, for example 0:17",
        "--after 0:1 --from-beginning => --after: found --from-beginning too, expected one of them",
        "--after 0:1 --kind command => --kind: found command, expected a kind of reports",
      })
  void shouldNameWhatCannotBeWatched(String arguments, String message) {
    String bootstrap = "watch --bootstrap 127.0.0.1:1 --registry http://127.0.0.1:1 ";

    int code = run((bootstrap + arguments).split(" "));

    assertEquals(2, code);
    assertEquals(1, err.toString().lines().count(), err::toString);
    assertTrue(err.toString().contains(message), err::toString);
  }

  @Test
  void shouldNameABrokerThatDoesNotAnswer() {
    int code =
        run("publish", "user.deleted", "--bootstrap", "127.0.0.1:1", "--data", "{\"userId\":1}");

    assertEquals(1, code);
    assertEquals(1, err.toString().lines().count(), err::toString);
    assertTrue(err.toString().contains("127.0.0.1:1"), err::toString);
  }
}
