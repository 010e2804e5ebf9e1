// SPDX-License-Identifier: Apache-2.0
package dev.freshet.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.http.Client.Reply;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ApiServerTest {
  private static final SimpleMeterRegistry METERS = new SimpleMeterRegistry();
  private static final Lighthouse LIGHTHOUSE = new Lighthouse();
  private static ApiServer server;
  private static Client client;

  @BeforeAll
  static void start() {
    server =
        ApiServer.builder(Lighthouse.DOCUMENT)
            .document(ApiDocument.of("asyncapi", new JsonObject().put("asyncapi", "3.0.0")))
            .operations(LIGHTHOUSE)
            .routes(router -> router.get("/schemas/lamp").handler(context -> context.end("{}")))
            .problemPages(
                code -> Optional.of(code).filter("R021"::equals).map(known -> "unknown field"))
            .meters(METERS)
            .start();
    client = new Client(server.port());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void shouldReadParametersOfAllPlaces() throws Exception {
    Reply reply =
        client.get("/lamps?limit=5&lit=true&colour=red&colour=white&site=1,2", "Keeper", "Ida");

    assertEquals(200, reply.status());
    assertEquals("application/json", reply.header("Content-Type"));
    assertEquals(5, reply.json().getInteger("limit"));
    assertEquals(true, reply.json().getBoolean("lit"));
    assertEquals(new JsonArray(List.of("red", "white")), reply.json().getJsonArray("colours"));
    assertEquals(new JsonArray(List.of("1", "2")), reply.json().getJsonArray("sites"));
    assertEquals("Ida", reply.json().getString("keeper"));
  }

  @Test
  void shouldFillInDefaults() throws Exception {
    JsonObject json = client.get("/lamps").json();

    assertEquals(50, json.getInteger("limit"));
    assertEquals(false, json.getBoolean("lit"));
    assertEquals("nobody", json.getString("keeper"));
  }

  @Test
  void shouldReadSeveralHolesOfOneSegment() throws Exception {
    assertEquals("north 31 7", client.get("/lamps/north/log/31:7").text());
  }

  @Test
  void shouldTellPathsWithColonFromPathsWithHole() throws Exception {
    Reply relit =
        client.send("POST", "/lamps:relight", BodyPublishers.noBody(), "Idempotency-Key", "colon");
    Reply unknown = client.send("POST", "/lampsrelight", BodyPublishers.noBody());

    assertEquals(200, relit.status());
    assertEquals("H007", unknown.code());
  }

  @Test
  void shouldRunBlockingHandlersOnWorkers() throws Exception {
    Reply reply =
        client.json(
            "POST", "/lamps", "{\"name\":\"east\",\"colour\":\"red\"}", "X-Request-Id", "abc-1");

    assertEquals(201, reply.status());
    assertEquals("/lamps/east", reply.header("Location"));
    assertTrue(reply.json().getString("thread").startsWith("freshet-http-worker"));
    assertEquals("abc-1", reply.json().getString("mdc"));
  }

  @Test
  void shouldAnswerFromAnyThread() throws Exception {
    assertEquals("from another thread", client.get("/storm?kind=late").text());
  }

  @Test
  void shouldTakeCorrelationFromTraceparentFirst() throws Exception {
    String traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    Reply traced = client.get("/lamps", "traceparent", traceparent, "X-Request-Id", "abc-2");
    Reply named = client.get("/lamps", "traceparent", "nonsense", "X-Request-Id", "abc-2");
    Reply forged = client.get("/lamps", "X-Request-Id", "level=ERROR forged");

    assertEquals("4bf92f3577b34da6a3ce929d0e0e4736", traced.header("X-Request-Id"));
    assertEquals("4bf92f3577b34da6a3ce929d0e0e4736", traced.json().getString("mdc"));
    assertEquals("abc-2", named.header("X-Request-Id"));
    assertTrue(forged.header("X-Request-Id").matches("[0-9a-f]{32}"));
  }

  @Test
  void shouldStreamRawAnswersWithCheckedParameters() throws Exception {
    Reply streamed = client.get("/beam?turns=3");
    Reply refused = client.get("/beam?turns=often");

    assertEquals("text/event-stream", streamed.header("Content-Type"));
    assertEquals("data: flash 1\n\ndata: flash 2\n\ndata: flash 3\n\n", streamed.text());
    assertEquals("H003", refused.code());
  }

  @Test
  void shouldServeFastHandlersPastTheRouter() throws Exception {
    Reply reply = client.get("/fast/a%2Fb+c");
    Reply failed = client.get("/fast/fog");

    assertEquals("fast a/b+c", reply.text());
    assertEquals("", reply.header("X-Request-Id"));
    assertEquals("H019", failed.code());
  }

  @Test
  void shouldHandOverRawBodies() throws Exception {
    Reply event =
        client.send(
            "POST",
            "/logbook",
            BodyPublishers.ofString("{not checked"),
            "Content-Type",
            "application/cloudevents+json; charset=UTF-8");
    Reply text =
        client.send("POST", "/logbook", BodyPublishers.ofString("fog"), "Content-Type", "text/csv");

    assertEquals("application/cloudevents+json; charset=UTF-8 12", event.text());
    assertEquals("text/csv 3", text.text());
  }

  @Test
  void shouldServeDocuments() throws Exception {
    JsonObject json = client.get("/openapi.json").json();
    Reply yaml = client.get("/openapi.yaml");

    assertEquals(Lighthouse.DOCUMENT.toJson(), json);
    assertEquals("application/yaml", yaml.header("Content-Type"));
    assertTrue(yaml.text().startsWith("openapi: 3.1.0\n"));
    assertEquals("3.0.0", client.get("/asyncapi.json").json().getString("asyncapi"));
    assertEquals("{}", client.get("/schemas/lamp").text());
  }

  @Test
  void shouldExplainProblemsUnderTheirType() throws Exception {
    String type = client.get("/nowhere").json().getString("type");

    assertEquals("/problems/H007", type);
    assertTrue(
        client.get(type).text().startsWith("H007 (404): There is nothing at this path\n\nCause: "));
    assertEquals("unknown field", client.get("/problems/R021").text());
    assertEquals("H020", client.get("/problems/R999").code());
  }

  @Test
  void shouldAnswerHeadAndOptions() throws Exception {
    Reply head = client.send("HEAD", "/lamps", BodyPublishers.noBody());
    Reply options = client.send("OPTIONS", "/lamps", BodyPublishers.noBody());

    assertEquals(200, head.status());
    assertEquals("", head.text());
    assertNotEquals("0", head.header("Content-Length"));
    assertEquals(204, options.status());
    assertEquals("GET, HEAD, OPTIONS, POST", options.header("Allow"));
  }

  @Test
  void shouldNotLookForEveryFaultOfBodyThatHasVeryMany() throws Exception {
    String lamp = "{\"name\":\"east\",\"colour\":\"red\",\"hours\":[%s0]}";

    Reply some = client.json("POST", "/lamps", lamp.formatted("\"x\",".repeat(4_000)));
    Reply many = client.json("POST", "/lamps", lamp.formatted("\"x\",".repeat(200_000)));

    assertEquals(20, some.json().getJsonArray("errors").size());
    assertEquals("H002", many.code());
    assertEquals(
        "found more than 5000 values, of which one or more are not what the API document says",
        many.error(0).getString("message"));
    assertEquals("send fewer at once to be told which", many.error(0).getString("hint"));
  }

  @Test
  void shouldNotBeginStreamForItsHeadAlone() throws Exception {
    Reply head = client.send("HEAD", "/beam?turns=1", BodyPublishers.noBody());

    assertEquals(405, head.status());
    assertEquals("GET, OPTIONS", head.header("Allow"));
  }

  @Test
  void shouldMeasureByTemplateAndStatus() throws Exception {
    client.get("/lamps/west");
    client.get("/lamps/south");
    client.get("/nowhere/in/particular");

    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              assertTrue(measured("/lamps/{name}", "200") >= 2);
              assertTrue(measured("UNKNOWN", "404") >= 1);
            });
    assertFalse(
        METERS
            .find("http.server.requests")
            .tag("uri", "/lamps/west")
            .timers()
            .iterator()
            .hasNext());
  }

  private static long measured(String uri, String status) {
    return METERS
        .find("http.server.requests")
        .tags("method", "GET", "uri", uri, "status", status)
        .timers()
        .stream()
        .filter(timer -> timer.totalTime(TimeUnit.NANOSECONDS) > 0)
        .mapToLong(timer -> timer.count())
        .sum();
  }
}
