// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.freshet.cache.Region;
import dev.freshet.cache.codec.Codec;
import dev.freshet.events.values.Target;
import dev.freshet.worker.http.Api;
import dev.freshet.worker.http.Api.Reply;
import dev.freshet.worker.http.NodeHttp;
import dev.freshet.worker.http.NodeHttpSettings;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two nodes on real servers, and clients that know HTTP alone. */
class NodeHttpIT {
  private static final String PATH = "/api/v1/cache/profile:42";

  private final NodeHarness harness = new NodeHarness();
  private final List<NodeHttp> servers = new ArrayList<>();

  @AfterEach
  void close() {
    servers.forEach(NodeHttp::close);
    harness.close();
  }

  @Test
  void shouldKeepThePromiseForClientsOfTwoNodes() throws Exception {
    List<AppliedCommand> seen = new CopyOnWriteArrayList<>();
    FreshetNode first = harness.node("n1");
    Region<String> typed = first.region("profile", String.class);
    Api here = api(first);
    FreshetNode second = harness.node("n2", builder -> builder.listener(seen::add));
    var unused = second.region("profile", Codec.jsonText());
    Api there = api(second);

    String stamp = here.get(PATH).header("Freshet-Stamp");
    assertEquals(204, here.put(PATH + "?tag=vip", "\"Ada\"", "Freshet-Stamp", stamp).status());
    assertEquals("Ada", typed.getIfPresent(NodeHarness.KEY), "the service reads what clients put");
    await().until(() -> there.get(PATH).text().equals("\"Ada\""));

    assertEquals(204, there.delete(PATH).status());
    Reply miss = there.get(PATH);
    assertEquals("N004", miss.code());
    await().until(() -> typed.getIfPresent(NodeHarness.KEY) == null);

    Target vip = new Target.Tag("vip");
    first.invalidate(vip);
    await().until(() -> seen.stream().anyMatch(command -> command.target().equals(vip)));
    Reply refused =
        there.put(PATH + "?tag=vip", "\"old\"", "Freshet-Stamp", miss.header("Freshet-Stamp"));
    assertEquals("N007", refused.code());
    assertNull(typed.getIfPresent(NodeHarness.KEY));

    assertEquals(204, here.put(PATH, "\"Grace\"").status());
    await().until(() -> there.get(PATH).text().equals("\"Grace\""));
  }

  private Api api(FreshetNode node) {
    NodeHttp http =
        NodeHttp.serve(
            node,
            NodeHttpSettings.DEFAULT.withPort(0),
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
    servers.add(http);
    return new Api(http.port());
  }
}
