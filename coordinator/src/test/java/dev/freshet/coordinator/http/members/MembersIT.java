// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.members;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.coordinator.Coordinator;
import dev.freshet.coordinator.http.ContractClient;
import dev.freshet.coordinator.http.ContractClient.Reply;
import dev.freshet.events.topics.TopicSizing;
import dev.freshet.testkit.Environments;
import dev.freshet.testkit.KafkaFixture;
import dev.freshet.testkit.RegistryFixture;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Members over HTTP, on a real broker and a real registry. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MembersIT {
  private static final String JSON = "application/json";
  private static final String SUSPECT_SOON =
      "{\"lease\":{\"heartbeatMs\":1000,\"suspectAfterMs\":2000,\"expireAfterMs\":3600000}}";
  private static final String GONE_SOON = SUSPECT_SOON.replace("3600000", "3000");

  /** Many that fall silent at once would make the observer doubt itself. */
  private static final String LONG =
      "{\"lease\":{\"heartbeatMs\":60000,\"suspectAfterMs\":180000,\"expireAfterMs\":360000},"
          + "\"owner\":\"team-billing\",\"version\":\"2.14.0\","
          + "\"capabilities\":[{\"type\":\"publish\",\"eventType\":\"bill.issued\"}]}";

  private Coordinator coordinator;
  private ContractClient api;

  @BeforeAll
  void start() throws Exception {
    coordinator =
        Coordinator.builder(KafkaFixture.bootstrapServers(), RegistryFixture.url())
            .environment(Environments.unique())
            .sizing(TopicSizing.dev())
            .origin("coordinator-1")
            .httpHost("127.0.0.1")
            .httpPort(0)
            .start();
    coordinator.awaitRunning(Duration.ofSeconds(60));
    api = new ContractClient(coordinator.httpPort().orElseThrow());
    awaitState("freshet-coordinator/coordinator-1", "up");
  }

  @AfterAll
  void stop() {
    api.assertAllCalled(Set.of("members", "registrations", "health"));
    coordinator.close();
  }

  private HttpRequest.Builder put(String path, String body) {
    return api.get(path).header("Content-Type", JSON).PUT(BodyPublishers.ofString(body));
  }

  /** Who has registered shows soon, which a slow machine may not call soon. */
  private Reply register(String member, String body) {
    Reply reply = api.call(put("/api/v1/registrations/" + member, body));
    if (reply.status() < 300) {
      String name = member.replaceAll("\\?.*", "");
      await()
          .atMost(60, SECONDS)
          .until(
              () -> node(name).getString("incarnation"),
              reply.json().getString("incarnation")::equals);
    }
    return reply;
  }

  private Reply beat(String member, String incarnation, String more) {
    return api.call(
        api.post(
            "/api/v1/registrations/" + member + "/heartbeat",
            JSON,
            "{\"incarnation\":\"" + incarnation + "\"" + more + "}"));
  }

  private Reply leave(String member, String incarnation) {
    return api.call(
        api.get("/api/v1/registrations/" + member + "?incarnation=" + incarnation).DELETE());
  }

  private JsonObject node(String member) {
    return api.call(api.get("/api/v1/nodes/" + member)).json();
  }

  private void awaitState(String member, String state) {
    await().atMost(60, SECONDS).until(() -> node(member).getString("state"), state::equals);
  }

  private static void assertProblem(int status, String code, Reply reply) {
    assertEquals("/problems/" + code, reply.json().getString("type"), reply.http().body());
    assertEquals(status, reply.status());
  }

  @Test
  void shouldKeepMemberWhileItRenewsItsLeaseAndLoseItWhenItDoesNot() {
    Reply registered = register("billing/job-1", LONG);

    assertEquals(201, registered.status());
    assertEquals("/api/v1/nodes/billing/job-1", registered.header("Location"));
    String incarnation = registered.json().getString("incarnation");
    assertEquals(360_000, registered.json().getJsonObject("lease").getInteger("expireAfterMs"));
    assertEquals("joining", node("billing/job-1").getString("state"));
    Instant expires = Instant.EPOCH;
    for (int i = 0; i < 3; i++) {
      expires =
          await()
              .atMost(60, SECONDS)
              .until(() -> renewed("billing/job-1", incarnation), expires::isBefore);
    }
    awaitState("billing/job-1", "up");
    beat(
        "billing/job-1",
        incarnation,
        ",\"conditions\":[{\"type\":\"Db\",\"status\":\"false\",\"reason\":\"Timeout\"}]");
    awaitState("billing/job-1", "degraded");
    // It is silent from now on; how soon it is missed, its lease says.
    register("billing/job-1?incarnation=" + incarnation, SUSPECT_SOON);
    awaitState("billing/job-1", "suspect");
    register("billing/job-1?incarnation=" + incarnation, GONE_SOON);
    awaitState("billing/job-1", "gone");

    await()
        .atMost(60, SECONDS)
        .until(
            () -> {
              assertEquals(200, beat("billing/job-1", incarnation, "").status());
              return node("billing/job-1").getString("state");
            },
            "up"::equals);
  }

  /** When a member is gone if it is not heard again. */
  private Instant renewed(String member, String incarnation) {
    Reply beat = beat(member, incarnation, "");
    assertEquals(200, beat.status(), beat.http().body());
    return Instant.parse(beat.json().getString("expiresAt"));
  }

  @Test
  void shouldCountOneStartOfMemberAlone() {
    String first = register("billing/job-2", LONG).json().getString("incarnation");
    String second = register("billing/job-2", LONG).json().getString("incarnation");

    assertNotEquals(first, second);
    Reply replaced = beat("billing/job-2", first, "");
    assertProblem(409, "A041", replaced);
    assertTrue(replaced.json().getString("detail").contains("was replaced"));
    assertEquals(200, beat("billing/job-2", second, "").status());
    assertProblem(409, "A041", beat("billing/job-2", "http-other", ""));
    assertProblem(409, "A041", register("billing/job-2?incarnation=" + first, LONG));
    Reply again = register("billing/job-2?incarnation=" + second, LONG.replace("2.14.0", "2.15.0"));
    assertEquals(200, again.status());
    assertEquals(second, again.json().getString("incarnation"));
    await()
        .atMost(60, SECONDS)
        .until(() -> node("billing/job-2").getString("version"), "2.15.0"::equals);
  }

  @Test
  void shouldSayGoodbyeOnce() {
    String incarnation = register("billing/job-3", LONG).json().getString("incarnation");
    beat("billing/job-3", incarnation, "");

    assertEquals(204, leave("billing/job-3", incarnation).status());
    awaitState("billing/job-3", "gone");

    assertEquals("has left", node("billing/job-3").getString("reason"));
    assertEquals(204, leave("billing/job-3", incarnation).status());
    assertProblem(409, "A041", beat("billing/job-3", incarnation, ""));
    Reply named = register("billing/job-3?incarnation=http-again", LONG);
    assertEquals(201, named.status());
    assertEquals("http-again", named.json().getString("incarnation"));
  }

  @Test
  void shouldDrainAndLift() {
    String drain = "/api/v1/nodes/freshet-coordinator/coordinator-1/drain";
    String order = "{\"reason\":\"new disk\",\"by\":\"ana\"}";

    Reply tried = api.call(api.post(drain + "?dryRun=true", JSON, order));
    Reply drained = shown(api.post(drain, JSON, order));
    Reply lifted = shown(api.get(drain).DELETE());

    assertEquals("up", tried.json().getString("state"));
    assertEquals("ana", tried.json().getJsonObject("drain").getString("by"));
    assertEquals("draining", drained.json().getString("state"));
    assertEquals("ordered by ana: new disk", drained.json().getString("reason"));
    assertEquals("up", lifted.json().getString("state"));
  }

  /** The answer once the registry shows in time what was ordered; before, it is 202. */
  private Reply shown(HttpRequest.Builder order) {
    return await().atMost(60, SECONDS).until(() -> api.call(order), reply -> reply.status() == 200);
  }

  @Test
  void shouldListServicesNodesAndCapabilities() {
    String incarnation = register("listing/a", LONG).json().getString("incarnation");
    register("listing/b", LONG);
    beat("listing/a", incarnation, "");
    awaitState("listing/a", "up");

    Reply first = api.call(api.get("/api/v1/nodes?service=listing&pageSize=1"));
    Reply second =
        api.call(
            api.get(
                "/api/v1/nodes?service=listing&pageSize=1&pageToken="
                    + first.json().getString("nextPageToken")));
    JsonObject services = api.call(api.get("/api/v1/services")).json();
    JsonObject capabilities = api.call(api.get("/api/v1/capabilities")).json();

    assertEquals("a", only(first.json().getJsonArray("items")).getString("instance"));
    assertEquals("b", only(second.json().getJsonArray("items")).getString("instance"));
    assertEquals(null, second.json().getString("nextPageToken"));
    assertTrue(
        services.getJsonArray("items").stream()
            .map(JsonObject.class::cast)
            .anyMatch(
                service ->
                    service.getString("service").equals("listing")
                        && service.getInteger("instances") == 2
                        && service.getString("owner").equals("team-billing")));
    assertTrue(
        capabilities.getJsonArray("publishes").getJsonObject(0).getJsonArray("members").size() > 1);
    assertEquals(
        1,
        api.call(api.get("/api/v1/nodes?service=listing&state=Up"))
            .json()
            .getJsonArray("items")
            .size());
  }

  private static JsonObject only(JsonArray items) {
    assertEquals(1, items.size());
    return items.getJsonObject(0);
  }

  @Test
  void shouldShowHowEventsFlowAndCachesAre() {
    JsonObject status = api.call(api.get("/api/v1/status")).json();
    Reply health = api.call(api.get("/api/cache/health"));
    JsonObject metrics = api.call(api.get("/api/cache/metrics")).json();
    Reply alerts = api.call(api.get("/api/cache/alerts"));
    Reply prometheus = api.call(api.get("/api/cache/metrics/prometheus"));

    assertEquals("running", status.getString("mapping"));
    assertEquals("coordinator-1", status.getJsonObject("observer").getString("name"));
    assertEquals(4, status.getJsonArray("sources").size());
    assertEquals(0, status.getJsonArray("sources").getJsonObject(0).getInteger("end"));
    assertEquals(200, health.status());
    assertEquals("UP", health.json().getString("status"), health.http().body());
    assertEquals(0, metrics.getJsonObject("total").getInteger("hits"));
    assertEquals(200, alerts.status());
    assertTrue(prometheus.http().body().contains("freshet_alerts_raised"));
  }

  @Test
  void shouldNameWhatIsWrong() {
    assertProblem(
        404, "A040", api.call(api.get("/api/v1/nodes/freshet-coordinator/coordinator-7")));
    assertProblem(404, "A040", beat("nobody/at-all", "http-1", ""));
    assertProblem(404, "A040", leave("nobody/at-all", "http-1"));
    assertProblem(409, "A043", register("freshet-coordinator/coordinator-1", "{}"));
    assertProblem(400, "H003", api.call(api.get("/api/v1/nodes?state=upp")));
    assertProblem(400, "H003", api.call(api.get("/api/v1/nodes?pageToken=!!")));
    assertProblem(400, "H003", api.call(api.get("/api/v1/nodes?pageSize=501")));
    assertProblem(400, "H003", register("bad%20name/x", "{}"));
    assertProblem(400, "H001", register("billing/job-9", "{\"owner\":"));
    assertProblem(400, "H002", beat("billing/job-9", "x", ",\"phase\":\"sleeping\""));
    assertProblem(400, "H002", beat("billing/job-9", "x", ",\"mood\":\"fine\""));
    Reply unfit =
        register(
            "billing/job-9",
            "{\"colour\":\"red\",\"capabilities\":[{\"type\":\"fly\"},"
                + "{\"type\":\"load\",\"region\":\"r\",\"via\":\"http\",\"source\":\"http://x/y\"}]}");
    assertProblem(422, "A042", unfit);
    assertEquals(
        Set.of("/colour", "/capabilities/0/type", "/capabilities/1/source"),
        Set.copyOf(
            unfit.json().getJsonArray("errors").stream()
                .map(error -> ((JsonObject) error).getString("pointer"))
                .toList()));
    assertProblem(404, "A040", api.call(api.get("/api/v1/nodes/billing/job-9")));
  }
}
