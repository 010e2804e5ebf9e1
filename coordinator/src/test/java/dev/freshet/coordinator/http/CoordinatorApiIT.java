// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.coordinator.Coordinator;
import dev.freshet.coordinator.http.ContractClient.Reply;
import dev.freshet.coordinator.rulesets.RuleSetPublisher;
import dev.freshet.events.topics.TopicSizing;
import dev.freshet.events.topics.Topics;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.registry.MemberId;
import dev.freshet.rules.ShippedRules;
import dev.freshet.testkit.Environments;
import dev.freshet.testkit.KafkaFixture;
import dev.freshet.testkit.RegistryFixture;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The API of a coordinator on a real broker and a real registry, held to its document. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CoordinatorApiIT {
  private static final String STRUCTURED = "application/cloudevents+json";
  private static final String BATCH = "application/cloudevents-batch+json";
  private static final String JSON = "application/json";
  private static final long ALL = Long.MAX_VALUE;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final String kafka = KafkaFixture.bootstrapServers();
  private final String registry = RegistryFixture.url();
  private final Topics topics = new Topics(Environments.unique());
  private final AvroCodec codec = AvroCodec.forRegistry(registry);
  private Coordinator coordinator;
  private ContractClient api;
  private FakeNode node;

  @BeforeAll
  void start() throws Exception {
    coordinator =
        Coordinator.builder(kafka, registry)
            .environment(topics.environment())
            .sizing(TopicSizing.dev())
            .httpHost("127.0.0.1")
            .httpPort(0)
            .start();
    try (RuleSetPublisher rules = RuleSetPublisher.connect(kafka, registry, topics.environment())) {
      rules.publish(ShippedRules.load(), "test", "start");
    }
    coordinator.awaitRunning(PATIENCE);
    node = new FakeNode(kafka, codec, topics, new MemberId("shop", "shop-1"));
    api = new ContractClient(coordinator.httpPort().orElseThrow());
    await()
        .atMost(PATIENCE)
        .until(
            () -> trial("{\"all\":true}").getJsonArray("targets").getJsonObject(0),
            one -> one.getInteger("nodes") == 1);
    await().atMost(PATIENCE).until(() -> explain(event("warm", 1)).getBoolean("matched"));
  }

  @AfterAll
  void stop() {
    api.assertAllCalled(Set.of("events", "receipts", "invalidations", "trace"));
    node.close();
    coordinator.close();
    codec.close();
  }

  private static String event(String id, int user) {
    return new JsonObject()
        .put("specversion", "1.0")
        .put("id", id)
        .put("source", "/shop")
        .put("type", "payment.success")
        .put("subject", String.valueOf(user))
        .put(
            "data",
            new JsonObject()
                .put("paymentId", "p-" + user)
                .put("userId", user)
                .put("billId", "b-" + user)
                .put("amount", 10.5)
                .put("currency", "EUR"))
        .encode();
  }

  /** The node says so, and the coordinator has heard it. */
  private void say(long nextEvent, long nextCommand) {
    node.beat(nextEvent, nextCommand);
    await().atMost(PATIENCE).until(this::heard, sequence -> sequence >= node.sequence());
  }

  private long heard() {
    return api.call(api.get("/api/v1/nodes/shop/shop-1"))
        .json()
        .getJsonObject("heartbeat")
        .getLong("sequence");
  }

  private JsonObject explain(String event) {
    return api.call(api.post("/api/v1/events?dryRun=true", STRUCTURED, event))
        .json()
        .getJsonObject("explanation");
  }

  private JsonObject trial(String target) {
    return api.call(
            api.post(
                "/api/v1/invalidations?dryRun=true",
                JSON,
                "{\"targets\":[" + target + "],\"reason\":\"a test\"}"))
        .json();
  }

  @Test
  void shouldPublishInBothModesAndSayWhereTheEventIsApplied() {
    say(0, 0);

    Reply structured = api.call(api.post("/api/v1/events", STRUCTURED, event("one", 1)));
    Reply binary =
        api.call(
            api.post("/api/v1/events", JSON, "{\"userId\":2}")
                .header("ce-specversion", "1.0")
                .header("ce-id", "two")
                .header("ce-source", "/shop")
                .header("ce-type", "payment.success")
                .header("ce-subject", "2"));

    assertEquals(202, structured.status());
    assertEquals(202, binary.status());
    String receipt = structured.json().getString("receipt");
    JsonObject pending = api.call(api.get("/api/v1/receipts/" + receipt)).json();
    assertEquals("pending", pending.getString("state"));
    assertEquals(new JsonArray(List.of("shop/shop-1")), pending.getJsonArray("waiting"));
    node.beat(ALL, 0);
    String position = receipt.substring(receipt.indexOf(':') + 1);
    JsonObject applied = api.call(api.get("/api/v1/receipts/" + position + "?wait=60s")).json();
    assertEquals("applied", applied.getString("state"));
    assertEquals(1, applied.getInteger("applied"));
  }

  @Test
  void shouldAnswerWhoWaitsAsSoonAsNodesSaySo() {
    say(0, 0);

    CompletableFuture<Reply> waiting =
        api.callAsync(
            api.post("/api/v1/events?wait=applied&timeout=60s", STRUCTURED, event("wait", 3)));
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              node.beat(ALL, 0);
              return waiting.isDone();
            });

    assertEquals(200, waiting.join().status());
    JsonObject applied = waiting.join().json().getJsonObject("applied");
    assertEquals("applied", applied.getString("state"));
    assertEquals(1, applied.getInteger("nodes"));
  }

  @Test
  void shouldAnswerAtTheTimeoutWithWhatIsKnown() {
    say(0, 0);

    Reply late =
        api.call(
            api.post("/api/v1/events?wait=applied&timeout=50ms", STRUCTURED, event("late", 4)));

    assertEquals(202, late.status());
    assertEquals("pending", late.json().getJsonObject("applied").getString("state"));
  }

  @Test
  void shouldTakeTheGoodOnesOfABatchInOrder() {
    String batch = "[" + event("b1", 5) + ",{\"id\":\"b2\"}," + event("b3", 5) + "]";

    Reply mixed = api.call(api.post("/api/v1/events/batch", BATCH, batch));
    Reply good = api.call(api.post("/api/v1/events/batch", BATCH, "[" + event("b4", 5) + "]"));

    assertEquals(207, mixed.status());
    assertEquals(202, good.status());
    JsonArray items = mixed.json().getJsonArray("items");
    assertEquals(2, mixed.json().getInteger("stored"));
    assertEquals(400, items.getJsonObject(1).getInteger("status"));
    assertEquals("b2", items.getJsonObject(1).getString("id"));
    assertEquals(
        items.getJsonObject(0).getLong("offset") + 1, items.getJsonObject(2).getLong("offset"));
  }

  @Test
  void shouldPublishOnceForAnIdempotencyKey() {
    var request =
        api.post("/api/v1/events", STRUCTURED, event("once", 6))
            .header("Idempotency-Key", topics.environment());

    Reply first = api.call(request);
    Reply second = api.call(request);

    assertEquals(first.json(), second.json());
    assertEquals("true", second.header("Idempotency-Replayed"));
  }

  @Test
  void shouldNameWhatIsWrongWithRequests() {
    assertProblem(400, "A001", api.post("/api/v1/events", STRUCTURED, "{\"id\":\"x\"}"));
    assertProblem(400, "H001", api.post("/api/v1/events", STRUCTURED, "{\"id\":"));
    assertProblem(415, "H005", api.post("/api/v1/events", "text/plain", "hello"));
    assertProblem(400, "H001", api.post("/api/v1/events/batch", BATCH, "{}"));
    assertProblem(
        400, "H003", api.post("/api/v1/events?wait=applied&timeout=2m", STRUCTURED, event("x", 1)));
    assertProblem(413, "A005", api.post("/api/v1/events", STRUCTURED, tooLarge()));
    assertProblem(413, "A006", api.post("/api/v1/events/batch", BATCH, tooMany()));
    assertProblem(400, "A010", api.get("/api/v1/receipts/nowhere"));
    assertProblem(404, "A011", api.get("/api/v1/receipts/0:1000000"));
    assertProblem(404, "A011", api.get("/api/v1/receipts/other.events:0:0"));
    assertProblem(404, "A011", api.get("/api/v1/receipts/999:0"));
    assertProblem(404, "A030", api.get("/api/v1/trace/no-such-event?since=1m"));
    assertProblem(
        422,
        "A020",
        api.post(
            "/api/v1/invalidations",
            JSON,
            "{\"targets\":[{\"pattern\":\"sesion:*\"}],\"reason\":\"a test\"}"));
    assertProblem(
        400, "H002", api.post("/api/v1/invalidations", JSON, "{\"targets\":[{\"all\":true}]}"));
    assertProblem(
        400,
        "H002",
        api.post(
            "/api/v1/invalidations",
            JSON,
            "{\"targets\":[{\"all\":true,\"tag\":\"a\"}],\"reason\":\"a test\"}"));
    // What somebody's terminal would take for an order.
    assertProblem(
        400,
        "H002",
        api.post(
            "/api/v1/invalidations?dryRun=true",
            JSON,
            "{\"targets\":[{\"all\":true}],\"reason\":\"a test\\u001b[2J\"}"));
    assertProblem(
        403,
        "H025",
        api.post("/api/v1/mapping:pause", JSON, "{\"reason\":\"a test\"}")
            .header("Origin", "https://elsewhere.example"));
  }

  /** As large as a body may be: with what a record has besides it is more than Kafka takes. */
  private static String tooLarge() {
    String event =
        "{\"specversion\":\"1.0\",\"id\":\"x\",\"source\":\"/s\",\"type\":\"t\",\"data\":{\"a\":\"%s\"}}";
    return event.formatted("x".repeat((1 << 20) - event.length() + 2));
  }

  private static String tooMany() {
    return "[" + "5,".repeat(1_000) + "5]";
  }

  private void assertProblem(int status, String code, java.net.http.HttpRequest.Builder request) {
    Reply reply = api.call(request);
    assertEquals("/problems/" + code, reply.json().getString("type"), reply.http().body());
    assertEquals(status, reply.status());
    assertEquals("application/problem+json", reply.header("Content-Type"));
  }

  @Test
  void shouldSayWhatWouldBeInvalidated() {
    JsonObject tried = trial("{\"pattern\":\"code:only:*\"},{\"key\":\"code:only:7\"}");

    assertTrue(tried.getBoolean("dryRun"));
    JsonObject region = tried.getJsonArray("targets").getJsonObject(0);
    assertEquals("r|code:only", region.getString("target"));
    assertEquals(1, region.getInteger("nodes"));
    assertEquals(17, region.getInteger("entriesAtMost"));
    assertEquals(1, tried.getJsonArray("targets").getJsonObject(1).getInteger("entriesAtMost"));
  }

  @Test
  void shouldInvalidateByHandAndWaitForNodes() {
    say(0, 0);

    CompletableFuture<Reply> waiting =
        api.callAsync(
            api.post(
                "/api/v1/invalidations?wait=applied&timeout=60s",
                JSON,
                "{\"targets\":[{\"key\":\"payment:history:42\"},{\"region\":\"payment:recent\"}],"
                    + "\"reason\":\"refunded\",\"by\":\"ana\"}"));
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              node.beat(0, ALL);
              return waiting.isDone();
            });

    assertEquals(200, waiting.join().status(), waiting.join().http().body());
    JsonObject result = waiting.join().json();
    assertFalse(result.getBoolean("dryRun"));
    assertEquals("applied", result.getJsonObject("applied").getString("state"));
    JsonObject key = result.getJsonArray("targets").getJsonObject(0);
    assertEquals("k|payment:history:42", key.getString("target"));
    try (CommandsAndReports log = new CommandsAndReports(kafka, codec, topics)) {
      assertEquals(
          "refunded, by ana", log.reasonOf(key.getInteger("partition"), key.getLong("offset")));
      await()
          .atMost(PATIENCE)
          .pollInSameThread()
          .untilAsserted(
              () -> {
                assertEquals(List.of("Invalidated"), log.reports("k|payment:history:42"));
                assertEquals(
                    List.of("Invalidated", "RegionCleared"), log.reports("r|payment:recent"));
              });
    }
  }

  @Test
  void shouldFollowAnEventToItsCommandsAndNodes() {
    say(ALL, ALL);
    api.call(api.post("/api/v1/events", STRUCTURED, event("traced", 77)));

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              JsonObject trace = api.call(api.get("/api/v1/trace/traced?source=/shop")).json();
              assertEquals(4, trace.getJsonArray("commands").size(), trace::encode);
              assertTrue(trace.getJsonArray("notes").isEmpty(), trace::encode);
              assertEquals("applied", trace.getJsonObject("applied").getString("state"));
              assertEquals("payment.success", trace.getJsonObject("event").getString("type"));
            });
  }

  @Test
  void shouldServeDocumentsSchemasAndPagesOfProblems() throws Exception {
    for (String path :
        List.of(
            "/openapi.json",
            "/openapi.yaml",
            "/asyncapi.json",
            "/asyncapi.yaml",
            "/schemas/rules.schema.json",
            "/schemas/tests.schema.json",
            "/problems/A020",
            "/problems/r032",
            "/problems/H001")) {
      var response = api.raw(api.get(path));
      assertEquals(200, response.statusCode(), path);
      assertTrue(response.body().getBytes(UTF_8).length > 100, path);
    }
    assertEquals(404, api.raw(api.get("/problems/R999")).statusCode());
  }
}
