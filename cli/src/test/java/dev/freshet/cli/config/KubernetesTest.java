// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.cli.docs.Block;
import dev.freshet.cli.docs.Pages;
import dev.freshet.http.management.Health;
import dev.freshet.http.management.ManagementServer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The deployment that docs/deployment.md shows is one of this program. */
class KubernetesTest {
  private static final Duration SPARE = Duration.ofSeconds(2);

  private final JsonNode pod = deployment().at("/spec/template/spec");
  private final JsonNode container = pod.at("/containers/0");

  @Test
  void shouldBeConfiguredByItsVariablesAlone() {
    Configuration configuration = configuration();

    assertEquals("coordinator", container.at("/args/0").textValue());
    assertEquals(List.of(), configuration.problems());
  }

  @Test
  void shouldOpenThePortsOfTheProgram() {
    Configuration configuration = configuration();
    Set<Integer> ports = new TreeSet<>();
    container.at("/ports").forEach(port -> ports.add(port.at("/containerPort").intValue()));

    assertEquals(
        Set.of(
            configuration.get(CoordinatorSettings.API_PORT).orElseThrow(),
            configuration.get(CommonSettings.MANAGEMENT_PORT).orElseThrow()),
        ports);
  }

  @Test
  void shouldProbeWhatIsServed() throws Exception {
    int port = configuration().get(CommonSettings.MANAGEMENT_PORT).orElseThrow();
    List<String> paths = new ArrayList<>();
    for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
      JsonNode get = container.at("/" + probe + "/httpGet");
      assertEquals(port, get.at("/port").intValue(), probe);
      paths.add(get.at("/path").asText());
    }

    try (ManagementServer server =
        ManagementServer.listen(
            "127.0.0.1",
            0,
            () -> new Health(true, true, List.of()),
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))) {
      for (String path : paths) {
        assertEquals(200, status(server.port(), path), path);
      }
    }
  }

  @Test
  void shouldHaveTheTimeThatStoppingMayTake() {
    Duration granted = Duration.ofSeconds(pod.at("/terminationGracePeriodSeconds").intValue());

    Duration needed = configuration().get(CommonSettings.DRAIN_TIMEOUT).plus(SPARE);

    assertTrue(granted.compareTo(needed) >= 0, granted + " for " + needed);
  }

  private Configuration configuration() {
    return Configuration.read(Program.COORDINATOR, Map.of(), variables());
  }

  private Map<String, String> variables() {
    Map<String, String> variables = new HashMap<>();
    container
        .at("/env")
        .forEach(each -> variables.put(each.at("/name").asText(), each.at("/value").asText()));
    return variables;
  }

  private static JsonNode deployment() {
    String text =
        Pages.blocks(Pages.ROOT.resolve("docs/deployment.md")).stream()
            .filter(block -> "kubernetes".equals(block.title()))
            .map(Block::text)
            .findFirst()
            .orElseThrow();
    Object parsed = new Load(LoadSettings.builder().build()).loadFromString(text);
    return new ObjectMapper().valueToTree(parsed);
  }

  private static int status(int port, String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
        .statusCode();
  }
}
