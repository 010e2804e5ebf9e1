// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.warmup;

import static dev.freshet.coordinator.warmup.view.TestRuns.run;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.coordinator.http.ContractClient;
import dev.freshet.coordinator.http.ContractClient.Reply;
import dev.freshet.coordinator.http.LoneApi;
import dev.freshet.coordinator.replay.TopicReader;
import dev.freshet.events.avro.CancelRun;
import dev.freshet.events.avro.RetryRun;
import dev.freshet.events.avro.RunState;
import dev.freshet.events.avro.StartRun;
import dev.freshet.events.avro.WarmupMessage;
import dev.freshet.events.avro.WarmupRun;
import dev.freshet.events.wire.RecordAddress;
import dev.freshet.testkit.KafkaFixture;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * JobsByName and runs over HTTP, on a real broker and a real registry. Nobody plans but the test,
 * which says of runs what it wants.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WarmupApiIT {
  private static final String JSON = "application/json";
  private static final String WHY = "{\"reason\":\"why\",\"by\":\"ana\"}";

  private LoneApi lone;
  private ContractClient api;

  @BeforeAll
  void start() throws Exception {
    lone = LoneApi.start(Map.of("shop", Shop.TEXT));
    api = lone.client();
    await().atMost(60, SECONDS).until(() -> get("/api/v1/warmup/runs").status() == 200);
    await().atMost(60, SECONDS).until(() -> get("/api/v1/nodes").status() == 200);
  }

  @AfterAll
  void stop() {
    api.assertAllCalled(Set.of("warmup"));
    lone.close();
  }

  private Reply get(String path) {
    return api.call(api.get(path));
  }

  private Reply post(String path, String body) {
    return api.call(api.post(path, JSON, body));
  }

  private void assertProblem(int status, String code, Reply reply) {
    assertEquals("/problems/" + code, reply.json().getString("type"), reply.http().body());
    assertEquals(status, reply.status());
  }

  /** What a planner says. */
  private void tell(WarmupRun run) {
    String topic = lone.topics().warmupStatus();
    var unused =
        lone.log()
            .write(
                "run",
                new ProducerRecord<>(
                    topic, run.getRun().getBytes(UTF_8), lone.codec().encode(topic, run)))
            .join();
    await()
        .atMost(60, SECONDS)
        .until(() -> state(run.getRun()), run.getState().name().toLowerCase(Locale.ROOT)::equals);
  }

  private String state(String run) {
    return String.valueOf(get("/api/v1/warmup/runs/" + run).json().getString("state"));
  }

  /** What a planner hears. */
  private List<Object> orders(String run) {
    List<Object> heard = new ArrayList<>();
    try (TopicReader reader =
        new TopicReader(Map.of("bootstrap.servers", KafkaFixture.bootstrapServers()))) {
      reader.since(
          List.of(lone.topics().warmupInbox()),
          Instant.EPOCH,
          record -> {
            if (run.equals(new String(record.key(), UTF_8))) {
              RecordAddress at =
                  new RecordAddress(record.topic(), record.partition(), record.offset());
              heard.add(lone.codec().decode(at, record.value(), WarmupMessage.class).getContent());
            }
          });
    }
    return heard;
  }

  @Test
  void shouldShowTheJobsOfTheRulesInForce() {
    JsonArray jobs = get("/api/v1/warmup/jobs").json().getJsonArray("items");
    assertEquals(7, jobs.size());
    JsonObject page = get("/api/v1/warmup/jobs?pageSize=6").json();
    JsonObject rest =
        get("/api/v1/warmup/jobs?pageToken=" + page.getString("nextPageToken")).json();
    assertEquals(1, rest.getJsonArray("items").size());

    assertEquals("cart", get("/api/v1/warmup/jobs/shop/carts").json().getString("region"));
    Reply unknown = get("/api/v1/warmup/jobs/shop/cards");
    assertProblem(404, "A060", unknown);
    assertTrue(unknown.json().getString("detail").endsWith("nearest shop/carts"));
  }

  @Test
  void shouldOrderARunAndShowItBeforeAndAfterItIsPlanned() {
    String path = "/api/v1/warmup/jobs/shop/carts/runs";
    Reply dry = post(path + "?dryRun=true", "{\"keys\":[\"cart:1\"]}");
    assertEquals(200, dry.status());
    assertEquals(1, dry.json().getInteger("keys"));
    assertProblem(422, "A065", post(path, "{\"keys\":[\"card:1\"]}"));

    Reply started =
        api.call(
            api.post(path, JSON, "{\"keys\":[\"cart:1\",\"cart:1\"],\"reason\":\"why\"}")
                .header("Idempotency-Key", "once"));
    Reply again =
        api.call(
            api.post(path, JSON, "{\"keys\":[\"cart:1\",\"cart:1\"],\"reason\":\"why\"}")
                .header("Idempotency-Key", "once"));

    assertEquals(202, started.status());
    assertEquals("ordered", started.json().getString("state"));
    assertEquals(started.http().body(), again.http().body());
    String run = started.json().getString("run");
    assertEquals("/api/v1/warmup/runs/" + run, started.header("Location"));
    assertEquals("ordered", state(run));
    assertEquals(
        List.of(new StartRun(run, "shop", "carts", List.of("cart:1"), null, "why")), orders(run));
    tell(run(run, RunState.RUNNING, 1).build());
    assertEquals("running", state(run));
  }

  @Test
  void shouldListTheNewestRunsFirstAndTheOnesThatAreWanted() {
    tell(run("list-1", RunState.DONE, 10).setRegion("listed").build());
    tell(run("list-2", RunState.FAILED, 20).setRegion("listed").setReason("no source").build());
    tell(run("list-3", RunState.DONE, 30).setRegion("listed").setJob("other").build());

    assertEquals(List.of("list-3", "list-2", "list-1"), ids("region=listed"));
    assertEquals(List.of("list-3", "list-1"), ids("region=listed&state=done"));
    assertEquals(List.of("list-2", "list-1"), ids("region=listed&job=shop/carts"));
    JsonObject page = get("/api/v1/warmup/runs?region=listed&pageSize=2").json();
    assertEquals(
        List.of("list-1"), ids("region=listed&pageToken=" + page.getString("nextPageToken")));
    assertProblem(400, "H003", get("/api/v1/warmup/runs?state=dun"));
    assertProblem(400, "H003", get("/api/v1/warmup/runs?pageToken=MTp4"));
    assertTrue(
        get("/api/cache/metrics").json().getJsonObject("warmupRuns").getInteger("failed") > 0);
  }

  private List<String> ids(String query) {
    return get("/api/v1/warmup/runs?" + query).json().getJsonArray("items").stream()
        .map(item -> ((JsonObject) item).getString("run"))
        .toList();
  }

  @Test
  void shouldEndARunThatHasNotEnded() {
    AtomicInteger number = new AtomicInteger();
    // A planner that takes its time is not waited for: then the next run tells.
    Reply cancelled =
        await()
            .atMost(60, SECONDS)
            .until(
                () -> cancel("cancel-" + number.incrementAndGet()), each -> each.status() == 200);
    String run = "cancel-" + number.get();

    assertEquals("cancelled", cancelled.json().getString("state"));
    assertEquals(List.of(new CancelRun(run, "ana", "why")), orders(run));
    assertProblem(409, "A062", post("/api/v1/warmup/runs/" + run + "/cancel", "{}"));
    assertProblem(404, "A061", post("/api/v1/warmup/runs/never/cancel", "{}"));
  }

  /** Orders the end of a run, and says so in the planner's place. */
  private Reply cancel(String run) {
    String path = "/api/v1/warmup/runs/" + run + "/cancel";
    tell(run(run, RunState.RUNNING, 1).build());
    assertEquals("running", post(path + "?dryRun=true", "{}").json().getString("state"));
    var answer = api.callAsync(api.post(path, JSON, WHY));
    await().atMost(60, SECONDS).until(() -> !orders(run).isEmpty());
    tell(run(run, RunState.CANCELLED, 1).build());
    return answer.join();
  }

  @Test
  void shouldTryWhatFailedOnceMoreInAnotherRun() {
    String path = "/api/v1/warmup/runs/retry-1/retry";
    tell(run("retry-1", RunState.RUNNING, 1).build());
    assertProblem(409, "A063", post(path, "{}"));
    tell(run("retry-1", RunState.DONE, 1).build());
    assertProblem(409, "A064", post(path, "{}"));
    tell(run("retry-1", RunState.FAILED, 1).setFailed(3).build());
    assertEquals(200, post(path + "?dryRun=true", WHY).status());

    Reply retried = api.call(api.get(path).POST(BodyPublishers.noBody()));

    assertEquals(202, retried.status());
    String next = retried.json().getString("run");
    assertEquals("/api/v1/warmup/runs/" + next, retried.header("Location"));
    assertEquals("retry", retried.json().getString("trigger"));
    assertEquals(List.of(new RetryRun("retry-1", next, null, null)), orders(next));
  }
}
