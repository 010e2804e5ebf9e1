// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.coordinator.rulesets.RuleSetPublisher;
import dev.freshet.events.topics.Topics;
import dev.freshet.rules.RuleSource;
import dev.freshet.stack.ChildProcess;
import dev.freshet.testkit.ChildJvm;
import dev.freshet.testkit.Environments;
import dev.freshet.testkit.KafkaFixture;
import dev.freshet.testkit.RedisFixture;
import dev.freshet.testkit.RegistryFixture;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A coordinator and a worker as processes of their own: they serve, follow the rules, and stop as
 * they are told.
 */
class ServingIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Sources that nobody asks need not be there. */
  private static final String SOURCES =
      """
      apiVersion: freshet.dev/v1
      kind: Sources
      dataSources:
        bills: {url: "jdbc:postgresql://127.0.0.1:1/nothing"}
      endpoints:
        documents: {url: "http://127.0.0.1:1/"}
      loaders:
        - region: document:user
          http: {endpoint: documents, path: "/users/{userId}"}
        - region: bill:status
          jdbc: {dataSource: bills, query: "select * from bills where bill_id = :billId"}
        - region: not:declared
          http: {endpoint: documents, path: "/x/{id}"}
      """;

  @TempDir private Path directory = Path.of("");
  private final String environment = Environments.unique();
  private final HttpClient http = HttpClient.newHttpClient();

  /** The worker is started first: it waits for the topics that the coordinator makes. */
  @Test
  void shouldServeUntilToldToStop() throws Exception {
    Path sources = Files.writeString(directory.resolve("sources.yaml"), SOURCES);
    try (ChildProcess worker =
            start(
                "worker",
                "--redis=" + RedisFixture.url(),
                "--name=w-1",
                "--service=it",
                "--sources=" + sources);
        ChildProcess coordinator =
            start("coordinator", "--rules", "../invalidation-rules/rules", "--name", "c-1")) {
      JsonNode served = ready(coordinator, "coordinator");
      assertEquals("c-1", served.get("name").textValue());
      JsonNode node = ready(worker, "worker");
      assertEquals("it/w-1", node.get("name").textValue());
      assertEquals(200, get(node, "management", "/readyz").statusCode());
      assertEquals(200, get(served, "management", "/readyz").statusCode());
      assertKeepsAValue(node);
      await()
          .atMost(PATIENCE)
          .until(
              () -> loads(served),
              List.of("bill:status jdbc bills", "document:user http documents")::equals);
      // The shipped rules have jobs for nodes that join.
      await()
          .atMost(PATIENCE)
          .until(() -> condition(served, "Preloaded"), found -> found.startsWith("true "));
      assertFindsAllWell(served);
      assertFollowsTheRules(node, served);

      InputStream stream =
          http.send(request(served, "http", "/api/v1/stream").build(), BodyHandlers.ofInputStream())
              .body();
      stop(worker, "worker");
      Socket asking = ask(served);
      tellToStop(coordinator);
      awaitNotReady(served);
      asking.close();
      assertStopped(coordinator, "coordinator");
      assertEquals("event: ended", last(stream, "event: "));
      assertEquals(List.of(), registered());

      assertEquals(1, configurationLines(worker), worker::toString);
      assertTrue(log(worker).noneMatch(line -> line.contains("\"level\":\"ERROR\"")));
    }
  }

  private void assertKeepsAValue(JsonNode node) throws IOException, InterruptedException {
    HttpResponse<String> missed = get(node, "http", "/api/v1/cache/user:profile:42");
    assertEquals(404, missed.statusCode(), missed::body);

    HttpResponse<String> put =
        http.send(
            request(node, "http", "/api/v1/cache/user:profile:42")
                .header("Content-Type", "application/json")
                .header("Freshet-Stamp", missed.headers().firstValue("Freshet-Stamp").orElse(""))
                .PUT(BodyPublishers.ofString("{\"name\":\"Ada\"}"))
                .build(),
            BodyHandlers.ofString());
    assertTrue(put.statusCode() < 300, put::body);

    assertEquals(
        JSON.readTree("{\"name\":\"Ada\"}"),
        JSON.readTree(get(node, "http", "/api/v1/cache/user:profile:42").body()));
  }

  private List<String> loads(JsonNode served) throws IOException, InterruptedException {
    List<String> loads = new ArrayList<>();
    for (JsonNode each :
        JSON.readTree(get(served, "http", "/api/v1/capabilities").body()).get("loads")) {
      JsonNode loader = each.at("/loaders/0");
      loads.add(
          "%s %s %s"
              .formatted(
                  each.get("region").asText(),
                  loader.get("via").asText(),
                  loader.get("source").asText()));
    }
    return loads;
  }

  /** All but what another coordinator's registry of members may not know yet. */
  private void assertFindsAllWell(JsonNode served) throws IOException {
    StringWriter out = new StringWriter();
    int code =
        Main.commandLine()
            .setOut(new PrintWriter(out))
            .execute(
                "doctor",
                "--profile=dev",
                "--bootstrap=" + KafkaFixture.bootstrapServers(),
                "--registry=" + RegistryFixture.url(),
                "--redis=" + RedisFixture.url(),
                "--environment=" + environment,
                "--url=http://127.0.0.1:" + served.get("http").intValue(),
                "-o=json");
    List<String> bad = new ArrayList<>();
    for (JsonNode finding : JSON.readTree(out.toString())) {
      if (finding.get("level").asText().equals("bad")) {
        bad.add(finding.toString());
      }
    }
    assertEquals(List.of(), bad);
    assertEquals(0, code, out::toString);
  }

  /** Regions that come are served, as they are; for those that change it asks for a restart. */
  private void assertFollowsTheRules(JsonNode node, JsonNode served) throws Exception {
    HttpResponse<String> early = get(node, "http", "/api/v1/cache/late:1");
    assertEquals("", early.headers().firstValue("Freshet-Stamp").orElse(""), early::body);
    try (RuleSetPublisher rules =
        RuleSetPublisher.connect(
            KafkaFixture.bootstrapServers(), RegistryFixture.url(), environment)) {
      rules.publish(List.of(late("10m")), "it", "new");
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  get(node, "http", "/api/v1/cache/late:1")
                      .headers()
                      .firstValue("Freshet-Stamp")
                      .isPresent());
      rules.publish(List.of(late("20m")), "it", "longer");
    }
    await()
        .atMost(PATIENCE)
        .until(() -> condition(served, "RegionsCurrent"), "false RestartNeeded"::equals);
    await()
        .atMost(PATIENCE)
        .until(() -> member(served).at("/heartbeat/ruleSets/late").asInt(), found -> found == 2);
  }

  private static RuleSource late(String ttl) {
    return new RuleSource(
        "late",
        "late.yaml",
        1,
        """
        apiVersion: freshet.dev/v1
        kind: CacheRegions
        metadata: {name: late, owner: it}
        regions:
          - {name: late, key: "late:{id}", ttl: %s}
        """
            .formatted(ttl));
  }

  private String condition(JsonNode served, String type) throws IOException, InterruptedException {
    for (JsonNode condition : member(served).path("conditions")) {
      if (condition.path("type").asText().equals(type)) {
        return condition.path("status").asText() + " " + condition.path("reason").asText();
      }
    }
    return "";
  }

  private JsonNode member(JsonNode served) throws IOException, InterruptedException {
    return JSON.readTree(get(served, "http", "/api/v1/nodes?service=it").body()).at("/items/0");
  }

  private ChildProcess start(String program, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                program,
                "--profile=dev",
                "--log-format=json",
                "--bootstrap=" + KafkaFixture.bootstrapServers(),
                "--registry=" + RegistryFixture.url(),
                "--environment=" + environment,
                "--http-port=0",
                "--management-port=0",
                "--ready-file=" + directory.resolve(program)));
    arguments.addAll(List.of(more));
    return ChildJvm.start(Main.class, arguments.toArray(String[]::new));
  }

  private JsonNode ready(ChildProcess process, String program) throws IOException {
    Path file = directory.resolve(program);
    await()
        .atMost(PATIENCE)
        .failFast(program + " ended before it was ready", () -> !process.isAlive())
        .until(() -> Files.exists(file));
    return JSON.readTree(file.toFile());
  }

  /** With SIGTERM alone, as an orchestrator does. */
  private void stop(ChildProcess process, String program) {
    tellToStop(process);
    assertStopped(process, program);
  }

  private static void tellToStop(ChildProcess process) {
    assertTrue(ProcessHandle.of(process.pid()).orElseThrow().destroy());
  }

  /**
   * Asks for something and is not done with it, so that the coordinator has to wait when it is told
   * to stop: for seconds, or until this is closed.
   */
  private static Socket ask(JsonNode served) throws IOException {
    Socket asking = new Socket(InetAddress.getLoopbackAddress(), served.get("http").intValue());
    String whole = "GET /api/v1/services HTTP/1.1\r\nHost: a\r\n\r\n";
    String half =
        "POST /api/v1/events HTTP/1.1\r\nHost: a\r\n"
            + "Content-Type: application/cloudevents+json\r\nContent-Length: 100\r\n\r\n{";
    asking.getOutputStream().write((whole + half).getBytes(UTF_8));
    // With the answer to the first it takes up the second.
    assertTrue(asking.getInputStream().read() >= 0, "an answer");
    return asking;
  }

  /** Health is served until the end: whoever routes requests is told, and need not guess. */
  private void awaitNotReady(JsonNode served) {
    await()
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .until(
            () -> {
              HttpResponse<String> ready = get(served, "management", "/readyz");
              return ready.statusCode() == 503 && ready.body().contains("[-]serving stopping");
            });
  }

  private static String last(InputStream stream, String prefix) throws IOException {
    return new String(stream.readAllBytes(), UTF_8)
        .lines()
        .filter(line -> line.startsWith(prefix))
        .reduce("", (before, line) -> line);
  }

  /** The members that have not said goodbye. */
  private List<String> registered() {
    Map<String, Object> client = Map.of("bootstrap.servers", KafkaFixture.bootstrapServers());
    TopicPartition partition = new TopicPartition(new Topics(environment).registrations(), 0);
    Set<String> members = new TreeSet<>();
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(client, new StringDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
      while (consumer.position(partition) < end) {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(100))) {
          members.add(record.key());
          if (record.value() == null) {
            members.remove(record.key());
          }
        }
      }
    }
    return List.copyOf(members);
  }

  private void assertStopped(ChildProcess process, String program) {
    assertTrue(process.awaitExit(PATIENCE), () -> program + " goes on: " + process.output());

    assertEquals(0, process.exitCode(), () -> program + ": " + process.output());
    assertFalse(Files.exists(directory.resolve(program)), "the ready file stays");
    assertTrue(log(process).anyMatch(line -> line.contains("\"message\":\"Stopped " + program)));
  }

  private static long configurationLines(ChildProcess process) {
    return log(process).filter(line -> line.contains("Configuration of")).count();
  }

  private static Stream<String> log(ChildProcess process) {
    return process.output().stream().filter(line -> line.startsWith("{"));
  }

  private HttpResponse<String> get(JsonNode facts, String port, String path)
      throws IOException, InterruptedException {
    return http.send(request(facts, port, path).build(), BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(JsonNode facts, String port, String path) {
    return HttpRequest.newBuilder(
        URI.create("http://127.0.0.1:" + facts.get(port).intValue() + path));
  }
}
