// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigFileTest {
  @TempDir private Path directory = Path.of("");
  private final List<String> problems = new ArrayList<>();

  private Map<String, String> read(String name, String text) throws IOException {
    Map<String, String> read =
        ConfigFile.read(Files.writeString(directory.resolve(name), text), problems);
    problems.replaceAll(problem -> problem.replace(directory + "/", ""));
    return read;
  }

  @Test
  void shouldReadNamesThatAreNestedAtAnyDot() throws IOException {
    Map<String, String> read =
        read(
            "a.yaml",
            """
            freshet.environment: shop
            freshet:
              api: {port: 0080}
              coordinator.source-topics: [orders, "payments"]
              redis:
                password: "yes"
            "%dev":
              freshet.api:
                port: 1
            """);

    assertEquals(List.of(), problems);
    assertEquals(
        Map.of(
            "freshet.environment", "shop",
            "freshet.api.port", "0080",
            "freshet.coordinator.source-topics", "orders,payments",
            "freshet.redis.password", "yes",
            "%dev.freshet.api.port", "1"),
        read);
  }

  @Test
  void shouldReadProperties() throws IOException {
    Map<String, String> read =
        read("a.properties", "# ours\nfreshet.environment = shop\n%dev.freshet.api.port=1\n");

    assertEquals(List.of(), problems);
    assertEquals(Map.of("freshet.environment", "shop", "%dev.freshet.api.port", "1"), read);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "freshet.api.prot: 1|a.yaml:1:19: unknown setting freshet.api.prot, did you mean"
            + " `freshet.api.port`?",
        "api.port: 1|a.yaml:1:11: unknown setting api.port, did you mean `freshet.api.port`?",
        "colour: blue|a.yaml:1:9: unknown setting colour, expected one of docs/configuration.md",
        "'%test.freshet.api.port': 1|a.yaml:1:27: %test.freshet.api.port: unknown profile,"
            + " expected one of [dev, staging, production]",
        "freshet.api.port:|a.yaml:1:18: freshet.api.port: found nothing, expected a port from 0"
            + " (any) to 65535, or off",
        "freshet.profile: dev|a.yaml:1:18: freshet.profile: found it in a file, expected"
            + " --profile or FRESHET_PROFILE",
        "{freshet.api.port: 1, freshet: {api.port: 2}}|a.yaml:1:43: freshet.api.port: found it"
            + " twice, expected it once",
        "freshet.redis.password: *hush|a.yaml:1:25: found an alias, anchor or tag, expected a"
            + " value; put quotes around one that begins with *, & or !",
        "just text|a.yaml:1:1: unknown setting without a name, expected one of"
            + " docs/configuration.md",
      })
  void shouldNameWhatIsWrongAndWhere(String text, String problem) throws IOException {
    Map<String, String> unused = read("a.yaml", text + "\n");

    assertEquals(List.of(problem), problems);
  }

  @Test
  void shouldQuoteNoLineOfAFileThatIsNoYaml() throws IOException {
    Map<String, String> read = read("a.yaml", "freshet: {redis: {password: hush\n");

    assertEquals(Map.of(), read);
    assertEquals(1, problems.size());
    assertFalse(problems.get(0).contains("hush"), problems.get(0));
  }

  @Test
  void shouldNameAFileThatIsNotThere() {
    Map<String, String> unused = ConfigFile.read(Path.of("nowhere.yaml"), problems);

    assertEquals(List.of("nowhere.yaml: found no file, expected one with settings"), problems);
  }

  @Test
  void shouldRefuseBytesThatAreNoText() throws IOException {
    Path file = Files.write(directory.resolve("a.yaml"), "é".getBytes(StandardCharsets.ISO_8859_1));

    Map<String, String> unused = ConfigFile.read(file, problems);

    assertEquals(
        List.of(file + ": cannot be read, expected UTF-8 text: MalformedInputException"), problems);
  }
}
