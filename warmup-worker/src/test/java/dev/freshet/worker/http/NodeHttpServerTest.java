// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.http;

import static dev.freshet.worker.http.TwoNodes.SETTINGS;
import static dev.freshet.worker.http.TwoNodes.serve;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.cache.RegionSettings;
import dev.freshet.cache.codec.Codec;
import dev.freshet.cache.settings.OnBlind;
import dev.freshet.cache.settings.StalenessSettings;
import dev.freshet.worker.http.Api.Reply;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The server itself: its health, its ports, its pages. */
class NodeHttpServerTest {
  private static final TwoNodes NODES = new TwoNodes();

  private final Api api = NODES.api();
  private final String key = NODES.newKey();
  private final String path = "/api/v1/cache/" + key;

  @AfterAll
  static void close() {
    NODES.close();
  }

  @Test
  void shouldBeReadyWhileItHasReadTheLogAndHearsOfInvalidations() {
    LocalNode node = new LocalNode();
    node.open(RegionSettings.of("item", "item:{id}"), Codec.jsonText());
    try (NodeHttp http = serve(node, SETTINGS.withManagementPort(0))) {
      Api probe = new Api(http.managementPort().orElseThrow());
      assertEquals(200, probe.get("/readyz").status());
      assertEquals(200, probe.get("/metrics").status());

      node.ready = false;
      assertEquals(503, probe.get("/readyz").status());
      assertEquals(503, probe.get("/startupz").status());
      assertEquals(200, probe.get("/livez").status());

      node.ready = true;
      node.open(
          RegionSettings.of("strict", "strict:{id}")
              .with(new StalenessSettings(Duration.ofSeconds(5), OnBlind.BYPASS)),
          Codec.jsonText());
      Reply blind = probe.get("/readyz/fresh");
      assertEquals(503, blind.status());
      assertEquals("[-]fresh heard nothing for longer than allowed: [strict PT5S]\n", blind.text());
      assertEquals(503, probe.get("/readyz").status());
      assertEquals(200, probe.get("/readyz?exclude=fresh").status());
    } finally {
      node.close();
    }
  }

  @Test
  void shouldLeaveNoPortOpenIfTheOtherIsTaken() {
    NodeHttpSettings taken = SETTINGS.withPort(NODES.port()).withManagementPort(0);

    IllegalStateException refused =
        assertThrows(IllegalStateException.class, () -> serve(NODES.first, taken));

    assertTrue(
        String.valueOf(refused.getMessage()).startsWith("http port " + NODES.port()),
        refused.getMessage());
  }

  @Test
  void shouldServeADocumentThatFitsOpenApi() {
    assertEquals(List.of(), NodeOperations.document().findings());
    assertEquals("3.1.0", api.get("/openapi.json").json().getString("openapi"));
  }

  @Test
  void shouldExplainEachProblem() {
    for (NodeProblem problem : NodeProblem.values()) {
      Reply page = api.get("/problems/" + problem.code());

      assertEquals(200, page.status());
      assertTrue(page.text().contains(problem.title()), page.text());
    }
  }

  @Test
  void shouldSayHowTheRegionsAreDoing() {
    api.put(path, "1");

    JsonArray regions = api.get("/api/v1/cache").json().getJsonArray("regions");

    JsonObject items = regions.getJsonObject(0);
    assertEquals("item", items.getString("name"));
    assertEquals("item:{id}", items.getString("key"));
    assertEquals("application/json", items.getString("mediaType"));
    assertTrue(items.getInteger("entries") > 0);
  }
}
