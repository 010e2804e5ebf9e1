// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.coordinator.Coordinator;
import dev.freshet.coordinator.http.ContractClient.Reply;
import dev.freshet.events.topics.TopicSizing;
import dev.freshet.events.topics.Topics;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.testkit.Environments;
import dev.freshet.testkit.KafkaFixture;
import dev.freshet.testkit.RegistryFixture;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Rules over HTTP, on a real broker, a real registry and a coordinator that maps by them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RulesApiIT {
  private static final String YAML = "application/yaml";
  private static final String JSON = "application/json";

  private static final String TEXT =
      """
      apiVersion: freshet.dev/v1
      kind: CacheRegions
      metadata: {name: NAME, owner: team-NAME}
      regions:
        - {name: NAME-cart, key: "NAME:cart:{userId}", ttl: 15m}
      ---
      apiVersion: freshet.dev/v1
      kind: InvalidationRules
      metadata: {name: NAME, owner: team-NAME}
      rules:
        - {id: ordered, event: NAME.ordered, invalidate: [{key: "NAME:cart:{userId}"}]}
        - {id: seen, event: NAME.seen, mode: shadow, invalidate: [{key: "NAME:cart:{userId}"}]}
      """;

  private final String kafka = KafkaFixture.bootstrapServers();
  private final Topics topics = new Topics(Environments.unique());
  private Coordinator coordinator;
  private ContractClient api;

  @BeforeAll
  void start() throws Exception {
    coordinator =
        Coordinator.builder(kafka, RegistryFixture.url())
            .environment(topics.environment())
            .sizing(TopicSizing.dev())
            .httpHost("127.0.0.1")
            .httpPort(0)
            .start();
    coordinator.awaitRunning(Duration.ofSeconds(60));
    api = new ContractClient(coordinator.httpPort().orElseThrow());
  }

  @AfterAll
  void stop() {
    api.assertAllCalled(Set.of("rules", "mapping"));
    coordinator.close();
  }

  private static String text(String name) {
    return TEXT.replace("NAME", name);
  }

  private HttpRequest.Builder put(String name, String query, String text) {
    return api.get("/api/v1/rules/" + name + query)
        .header("Content-Type", YAML)
        .PUT(BodyPublishers.ofString(text));
  }

  private static String files(String... pathsAndTexts) {
    JsonArray files = new JsonArray();
    for (int i = 0; i < pathsAndTexts.length; i += 2) {
      files.add(new JsonObject().put("path", pathsAndTexts[i]).put("text", pathsAndTexts[i + 1]));
    }
    return new JsonObject().put("files", files).encode();
  }

  private JsonArray history(String name) {
    return api.call(api.get("/api/v1/rules/" + name + "/history")).json().getJsonArray("items");
  }

  private JsonObject problem(int status, String code, HttpRequest.Builder request) {
    Reply reply = api.call(request);
    assertEquals("/problems/" + code, reply.json().getString("type"), reply.http().body());
    assertEquals(status, reply.status());
    return reply.json();
  }

  @Test
  void shouldPutASetInForceOnAllCoordinatorsAndSayWhatItIs() throws Exception {
    Reply put = api.call(put("first", "?reason=begin&by=ana&wait=60s", text("first")));
    Reply again = api.call(put("first", "", text("first")));

    assertEquals(200, put.status(), put.http().body());
    assertEquals("inForce", put.json().getJsonObject("confirmation").getString("state"));
    assertEquals(2 + 1 + 1, put.json().getJsonObject("diff").getInteger("added"));
    assertFalse(again.json().getBoolean("changed"));
    Reply got = api.call(api.get("/api/v1/rules/first"));
    assertEquals(put.header("ETag"), got.header("ETag"));
    assertEquals(text("first"), got.json().getString("text"));
    assertEquals("team-first", got.json().getString("owner"));
    assertEquals("ana", got.json().getString("author"));
    assertEquals(
        new JsonObject().put("enforce", 1).put("shadow", 1).put("off", 0),
        got.json().getJsonObject("modes"));
    HttpResponse<String> yaml = api.raw(api.get("/api/v1/rules/first").header("Accept", YAML));
    assertEquals(text("first"), yaml.body());
    assertEquals(YAML, yaml.headers().firstValue("Content-Type").orElse(""));
    assertEquals(
        304,
        api.raw(api.get("/api/v1/rules/first").header("If-None-Match", got.header("ETag")))
            .statusCode());
  }

  @Test
  void shouldReplaceOnlyWhatTheClientHasRead() {
    String first = api.call(put("second", "?wait=0s", text("second"))).header("ETag");
    String changed = text("second").replace("15m", "30m");

    Reply fresh = api.call(put("second", "?wait=0s", changed).header("If-Match", first));
    JsonObject stale =
        problem(412, "H013", put("second", "", text("second")).header("If-Match", first));
    problem(412, "H013", put("second", "", text("second")).header("If-None-Match", "*"));
    problem(
        409,
        "A053",
        api.post(
            "/api/v1/rules:apply",
            JSON,
            new JsonObject(files("a.yaml", text("second")))
                .put("expected", new JsonObject().put("second", 1))
                .encode()));

    assertEquals(202, fresh.status());
    assertTrue(stale.getString("detail").contains(fresh.header("ETag")), stale::encode);
    assertEquals(2, history("second").size());
  }

  @Test
  void shouldStoreNothingInATrial() {
    Reply trial = api.call(put("trial", "?dryRun=true", text("trial")));

    assertEquals(200, trial.status());
    assertTrue(trial.json().getBoolean("dryRun"));
    assertTrue(trial.json().getBoolean("changed"));
    assertEquals(1, trial.json().getJsonArray("ruleSets").getJsonObject(0).getInteger("revision"));
    problem(404, "H020", api.get("/api/v1/rules/trial"));
    problem(404, "H020", api.get("/api/v1/rules/trial/history"));
  }

  @Test
  void shouldChangeOnceForAnIdempotencyKey() {
    HttpRequest.Builder request =
        put("once", "?wait=0s", text("once")).header("Idempotency-Key", "a");
    Reply first = api.call(request);
    api.call(put("once", "?wait=0s", text("once").replace("15m", "1h")));

    Reply second = api.call(request);

    assertEquals(first.json(), second.json());
    assertEquals("true", second.header("Idempotency-Replayed"));
    assertEquals(2, history("once").size());
  }

  @Test
  void shouldWarnOfJobsWhoseRegionNobodyLoads() {
    api.call(
        api.get("/api/v1/registrations/warmer/1")
            .header("Content-Type", JSON)
            .PUT(
                BodyPublishers.ofString(
                    "{\"capabilities\":[{\"type\":\"load\",\"region\":\"warm-a-cart\",\"via\":\"in-process\"}]}")));
    String job =
        """
        ---
        apiVersion: freshet.dev/v1
        kind: WarmupJobs
        metadata: {name: NAME, owner: team-NAME}
        jobs:
          - {id: warm, region: NAME-cart, onDemand: true, keys: {hottest: 10}}
        """;
    String body =
        files(
            "a.yaml", text("warm-a") + job.replace("NAME", "warm-a"),
            "b.yaml", text("warm-b") + job.replace("NAME", "warm-b"));

    // Whoever registers is known to everybody a moment later.
    List<JsonObject> unloaded =
        await()
            .atMost(60, SECONDS)
            .until(
                () -> issues("R075", api.call(api.post("/api/v1/rules:check", JSON, body))),
                found -> found.size() == 1);

    assertTrue(unloaded.get(0).getString("message").contains("'warm-b-cart'"), unloaded::toString);
  }

  private static List<JsonObject> issues(String code, Reply reply) {
    return reply.json().getJsonArray("issues").stream()
        .map(JsonObject.class::cast)
        .filter(issue -> issue.getString("code").equals(code))
        .toList();
  }

  @Test
  void shouldNameTheErrorsOfFilesByCodeAndPlace() {
    String bad =
        text("bad")
            .replace("key: \"bad:cart:{userId}\"}]}\n  - {id: seen", "kay: x}]}\n  - {id: seen");

    JsonObject yaml = problem(422, "A050", put("bad", "", bad));
    JsonObject json =
        problem(
            422,
            "A050",
            api.post("/api/v1/rules:apply", JSON, files("ok.yaml", text("ok"), "bad.yaml", bad)));
    JsonObject check = api.call(api.post("/api/v1/rules:check", YAML, bad)).json();
    problem(422, "A051", put("other", "", text("bad")));
    problem(400, "H002", api.post("/api/v1/rules:check", JSON, "{\"files\":[]}"));
    problem(
        400, "H002", api.post("/api/v1/rules:check", JSON, files("a", text("a"), "a", text("b"))));

    JsonObject error = yaml.getJsonArray("errors").getJsonObject(0);
    assertEquals(11, error.getInteger("line"), error::encode);
    assertTrue(error.getString("code").matches("R[0-9]{3}"), error::encode);
    assertEquals("", error.getString("pointer"));
    assertEquals(
        "/files/1/text", json.getJsonArray("errors").getJsonObject(0).getString("pointer"));
    assertTrue(check.getBoolean("failed"));
    // Among what only checking finds, in whichever order.
    assertTrue(
        check.getJsonArray("issues").stream()
            .map(issue -> ((JsonObject) issue).getString("code"))
            .anyMatch(error.getString("code")::equals),
        check::encode);
    problem(404, "H020", api.get("/api/v1/rules/ok"));
  }

  @Test
  void shouldBringEarlierTextsBackAndEndSets() {
    api.call(put("back", "?wait=0s", text("back")));
    api.call(put("back", "?wait=0s", text("back").replace("15m", "30m")));

    Reply tried = api.call(rollback("back", "?dryRun=true", 1));
    Reply rolled = api.call(rollback("back", "?wait=60s", 1));
    Reply removal = api.call(delete("back", "?dryRun=true"));
    Reply removed = api.call(delete("back", "?reason=gone&wait=60s"));

    assertEquals(3, tried.json().getJsonArray("ruleSets").getJsonObject(0).getInteger("revision"));
    assertEquals(200, rolled.status(), rolled.http().body());
    assertEquals(1, rolled.json().getJsonObject("diff").getInteger("changed"));
    assertEquals(0, removal.json().getJsonArray("ruleSets").size());
    assertEquals(200, removed.status(), removed.http().body());
    JsonArray history = history("back");
    assertEquals(4, history.size());
    assertTrue(history.getJsonObject(0).getBoolean("removed"));
    assertEquals("gone", history.getJsonObject(0).getString("reason"));
    assertEquals(1, history.getJsonObject(1).getInteger("restores"));
    problem(404, "H020", api.get("/api/v1/rules/back"));
    problem(404, "H020", delete("back", ""));
    problem(404, "H020", rollback("back", "", 17));
    assertEquals(
        text("back"), api.call(api.get("/api/v1/rules/back?revision=1")).json().getString("text"));
  }

  private HttpRequest.Builder rollback(String name, String query, int to) {
    return api.post("/api/v1/rules/" + name + ":rollback" + query, JSON, "{\"to\":" + to + "}");
  }

  private HttpRequest.Builder delete(String name, String query) {
    return api.get("/api/v1/rules/" + name + query).DELETE();
  }

  @Test
  void shouldRefuseWhatWouldInvalidateFarMore() {
    api.call(put("wide", "?wait=0s", text("wide")));
    publish("wide-1", "wide.ordered");
    String wider =
        text("wide")
            .replace(
                "{key: \"wide:cart:{userId}\"}]}\n  - {id: seen", "{all: true}]}\n  - {id: seen");

    JsonObject diff = api.call(api.post("/api/v1/rules:diff?replay=1h", YAML, wider)).json();
    JsonObject refused = problem(422, "A052", put("wide", "?replay=1h", wider));
    problem(400, "H003", put("wide", "?replay=1h&force=true", wider));
    Reply watched = api.call(put("wide", "?mode=shadow&wait=0s&dryRun=true", wider));
    Reply forced = api.call(put("wide", "?replay=1h&force=true&reason=meant&wait=0s", wider));

    assertEquals(1, diff.getJsonObject("diff").getInteger("changed"));
    assertEquals(1, diff.getJsonArray("aboveLimit").size());
    assertTrue(refused.getJsonArray("errors").getJsonObject(0).getString("message").contains("*"));
    assertEquals(
        new JsonArray(List.of("wide/ordered")),
        watched.json().getJsonObject("shadow").getJsonArray("suspended"));
    assertEquals(202, forced.status(), forced.http().body());
    assertEquals(2, history("wide").size());
  }

  private String publish(String id, String type) {
    JsonObject event =
        new JsonObject()
            .put("specversion", "1.0")
            .put("id", id)
            .put("source", "/shop")
            .put("type", type)
            .put("data", new JsonObject().put("userId", 42));
    Reply reply =
        api.call(api.post("/api/v1/events", "application/cloudevents+json", event.encode()));
    assertEquals(202, reply.status(), reply.http().body());
    return reply.json().getString("receipt");
  }

  @Test
  void shouldExplainEventsAndReceiptsByFilesOrTheRulesInForce() {
    api.call(put("why", "?wait=60s", text("why")));
    String receipt = publish("why-1", "why.ordered");

    JsonObject byReceipt = explain(new JsonObject().put("receipt", receipt));
    JsonObject byEvent = explain(new JsonObject().put("event", event("why.ordered")));
    JsonObject byFiles =
        explain(
            new JsonObject(files("f.yaml", text("draft"))).put("event", event("draft.ordered")));

    assertTrue(byReceipt.getBoolean("matched"), byReceipt::encode);
    assertEquals("why-1", byReceipt.getJsonObject("event").getString("id"), byReceipt::encode);
    assertTrue(byEvent.getBoolean("matched"));
    assertTrue(byFiles.getBoolean("matched"));
    problem(400, "H002", api.post("/api/v1/rules:explain", JSON, "{}"));
    problem(400, "H002", api.post("/api/v1/rules:explain", JSON, "{\"event\":{}}"));
    problem(400, "A010", api.post("/api/v1/rules:explain", JSON, "{\"receipt\":\"x\"}"));
    problem(404, "A011", api.post("/api/v1/rules:explain", JSON, "{\"receipt\":\"0:999999\"}"));
    problem(404, "A011", api.post("/api/v1/rules:explain", JSON, "{\"receipt\":\"secret:0:0\"}"));
  }

  private static JsonObject event(String type) {
    return new JsonObject().put("type", type).put("data", new JsonObject().put("userId", 42));
  }

  private JsonObject explain(JsonObject body) {
    Reply reply = api.call(api.post("/api/v1/rules:explain", JSON, body.encode()));
    assertEquals(200, reply.status(), reply.http().body());
    return reply.json();
  }

  @Test
  void shouldListSetsPageByPage() {
    api.call(
        api.post("/api/v1/rules:apply?wait=0s", JSON, files("1", text("l1"), "2", text("l2"))));

    Reply page = api.call(api.get("/api/v1/rules?pageSize=1"));
    Reply next =
        api.call(
            api.get(
                "/api/v1/rules?pageSize=1&pageToken=" + page.json().getString("nextPageToken")));
    problem(400, "H003", api.get("/api/v1/rules?pageToken=nonsense"));

    String first = page.json().getJsonArray("items").getJsonObject(0).getString("ruleSet");
    String second = next.json().getJsonArray("items").getJsonObject(0).getString("ruleSet");
    assertTrue(first.compareTo(second) < 0, first + " " + second);
    await()
        .atMost(60, SECONDS)
        .untilAsserted(
            () -> {
              JsonObject last = api.call(api.get("/api/v1/rules")).json();
              JsonObject set =
                  last.getJsonArray("items").stream()
                      .map(JsonObject.class::cast)
                      .filter(one -> one.getString("ruleSet").equals("l2"))
                      .findFirst()
                      .orElseThrow();
              assertEquals(1, set.getInteger("inForce"));
              assertEquals(new JsonArray(), set.getJsonArray("problems"));
            });
  }

  @Test
  void shouldPauseAndResumeTheMappingAndReportBoth() {
    Reply trial = api.call(mapping("pause?dryRun=true"));
    Reply paused = api.call(mapping("pause"));
    Reply twice = api.call(mapping("pause"));
    Reply applied = api.call(put("calm", "", text("calm")));
    JsonObject state = api.call(api.get("/api/v1/mapping")).json();
    Reply resumed = api.call(mapping("resume"));

    assertFalse(trial.json().getBoolean("paused"));
    assertTrue(trial.json().getBoolean("changed"));
    assertTrue(paused.json().getBoolean("changed"));
    assertFalse(twice.json().getBoolean("changed"));
    assertEquals(202, applied.status());
    assertEquals("paused", applied.json().getJsonObject("confirmation").getString("state"));
    assertTrue(state.getBoolean("paused"));
    assertEquals("ana", state.getString("by"));
    assertFalse(resumed.json().getBoolean("paused"));
    try (AvroCodec codec = AvroCodec.forRegistry(RegistryFixture.url());
        CommandsAndReports log = new CommandsAndReports(kafka, codec, topics)) {
      assertEquals(List.of("MappingPaused", "MappingResumed"), log.reports("mapping"));
    }
  }

  private HttpRequest.Builder mapping(String turn) {
    return api.post("/api/v1/mapping:" + turn, JSON, "{\"by\":\"ana\",\"reason\":\"a test\"}");
  }
}
