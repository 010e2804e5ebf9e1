// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.config;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the image, Compose and their page to what the program knows: no engine runs here. */
class DeploymentTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern VARIABLE = Pattern.compile("FRESHET_[A-Z_]*[A-Z]");
  private static final Pattern IMAGE = Pattern.compile("(?m)^(?:FROM| +image:) +(\\S+)");
  private static final Pattern PINNED = Pattern.compile(".*:\\d[\\w.-]*|\"freshet:.*\"");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "docker/Dockerfile",
        "docker/compose.yaml",
        "docker/freshet",
        "docker/healthcheck",
        "docs/deployment.md"
      })
  void shouldNameOnlyVariablesThatTheProgramKnows(String file) throws IOException {
    Set<String> unknown = matches(VARIABLE, read(file));

    unknown.removeIf(DeploymentTest::isKnown);

    assertEquals(Set.of(), unknown, file);
  }

  private static boolean isKnown(String name) {
    return name.equals("FRESHET_JAVA_OPTS")
        || Settings.all().stream()
            .map(Setting::variable)
            .anyMatch(
                known ->
                    known.endsWith("_*")
                        ? (name + "_").startsWith(known.substring(0, known.length() - 1))
                        : name.equals(known));
  }

  @ParameterizedTest
  @ValueSource(strings = {"docker/Dockerfile", "docker/compose.yaml"})
  void shouldPinEveryImage(String file) throws IOException {
    Matcher image = IMAGE.matcher(read(file));
    int found = 0;

    while (image.find()) {
      found++;
      assertTrue(PINNED.matcher(image.group(1)).matches(), image.group(1));
    }

    assertTrue(found > 0, "an image in " + file);
  }

  @Test
  void shouldCopyWhatIsThere() throws IOException {
    List<String> copied =
        read("docker/Dockerfile")
            .lines()
            .filter(line -> line.startsWith("COPY --chmod"))
            .flatMap(line -> List.of(line.split(" ")).stream().filter(w -> w.startsWith("docker/")))
            .toList();

    assertEquals(List.of("docker/freshet", "docker/healthcheck"), copied);
    for (String file : copied) {
      assertTrue(Files.isExecutable(ROOT.resolve(file)), file);
    }
  }

  @Test
  void shouldExposeThePortsOfTheProgram() throws IOException {
    Set<String> ports =
        Settings.all().stream()
            .filter(setting -> setting.type().equals(SettingType.PORT))
            .map(setting -> String.valueOf(setting.byDefault()))
            .collect(Collectors.toCollection(TreeSet::new));

    Matcher exposed = Pattern.compile("(?m)^EXPOSE (.*)$").matcher(read("docker/Dockerfile"));

    assertTrue(exposed.find());
    assertEquals(ports, new TreeSet<>(List.of(exposed.group(1).split(" "))));
  }

  @Test
  void shouldTellWhoLivesFromWhoDoesNot() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    int port = server.getAddress().getPort();
    int[] status = {200};
    server.createContext(
        "/livez",
        exchange -> {
          exchange.sendResponseHeaders(status[0], -1);
          exchange.close();
        });
    server.start();
    try {
      // It asks for two seconds, in which a busy machine may not answer.
      await("alive").atMost(Duration.ofMinutes(1)).until(() -> healthcheck(port) == 0);
      status[0] = 503;
      assertFalse(healthcheck(port) == 0, "not alive");
    } finally {
      server.stop(0);
    }
    assertFalse(healthcheck(port) == 0, "nobody there");
  }

  private static int healthcheck(int port) throws Exception {
    ProcessBuilder builder = new ProcessBuilder("bash", "docker/healthcheck");
    builder.directory(ROOT.toFile()).environment().put("FRESHET_MANAGEMENT_PORT", "" + port);
    builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    return builder.start().waitFor();
  }

  private static Set<String> matches(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(found -> found.group())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String read(String file) throws IOException {
    return Files.readString(ROOT.resolve(file));
  }
}
