// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.coordinator.rulesets.RuleSetPublisher;
import dev.freshet.events.avro.RuleSetRevision;
import dev.freshet.stack.ChildProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as its users have it: processes, flags, output, exit codes. */
class CliIT {
  private static final Duration TIMEOUT = Duration.ofMinutes(3);
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void shouldShowThatExactlyTheRightKeysGoStale() throws Exception {

    Program.Ended demo = Program.run(TIMEOUT, "demo", "--once", "--json");

    assertEquals(0, demo.code(), demo::toString);
    assertEquals(List.of(), demo.err());
    JsonNode summary = JSON.readTree(demo.lastLine());
    assertEquals(1_002, summary.get("events").intValue());
    assertEquals(2, summary.get("nodes").intValue());
    assertEquals(0, summary.get("wrongKeys").intValue());
    assertEquals(0, summary.get("staleReads").intValue());
    assertTrue(summary.get("commands").intValue() > 1_500, summary::toString);
    assertEquals(5_000, summary.get("purgedKeys").intValue());
    assertEquals(1_000, summary.get("warmedKeys").intValue());
    // Of 2,000 reads of keys that are warm; more than a few wait where the machine is busy.
    assertTrue(summary.get("waitedAfterWarmUp").intValue() < 200, summary::toString);
    for (String measured : List.of("p50Ms", "p99Ms", "relayP50Ms", "relayP99Ms", "warmUpMs")) {
      assertTrue(summary.get(measured).doubleValue() > 0, summary::toString);
    }
  }

  @Test
  void shouldKeepTheStateOfDevOverARestart(@TempDir Path home) throws Exception {
    Path readyFile = home.resolve("ready.json");
    String receipt;
    try (ChildProcess dev = startDev(home, readyFile)) {
      JsonNode ready = awaitReady(dev, readyFile);
      assertEquals(dev.pid(), ready.get("pid").longValue());
      assertEquals("[\"node-1\",\"node-2\"]", ready.get("nodes").toString());
      assertEquals(200, get(ready.get("management").textValue() + "/readyz").statusCode());
      receipt = publishWhileWatched(ready);
      assertWarms(ready, "user:profile:42", "{\"userId\":42,\"version\":1}");
      stop(dev);
    }
    assertFalse(Files.exists(readyFile));

    Path rules = Files.writeString(home.resolve("mine.yaml"), rules("mine"));
    try (ChildProcess dev = startDev(home, readyFile, "--rules", rules.toString())) {
      JsonNode ready = awaitReady(dev, readyFile);
      assertTrue(ruleSets(ready).containsAll(List.of("mine", "user")), () -> "" + ruleSets(ready));
      assertRefusesRules(home, ready);

      try (ChildProcess watch =
          ChildProcess.start(
              "watch", Program.command(watch(ready, "--from-beginning", "-o", "json")))) {
        String command =
            watch.awaitLine("\"target\":\"k.user:profile:42\".*" + Pattern.quote(receipt), TIMEOUT);

        assertEquals("command", JSON.readTree(command).get("kind").textValue());
      }
    }
  }

  private static String rules(String region) {
    return """
        apiVersion: freshet.dev/v1
        kind: CacheRegions
        metadata: {name: mine, owner: o}
        regions:
          - {name: mine, key: "mine:{id}", ttl: 1h}
        ---
        apiVersion: freshet.dev/v1
        kind: InvalidationRules
        metadata: {name: mine, owner: o}
        rules:
          - {id: a, event: mine.changed, invalidate: [{region: %1$s}]}
          - {id: b, event: mine.gone, invalidate: [{region: %1$s}]}
        """
        .formatted(region);
  }

  private static Set<String> ruleSets(JsonNode ready) {
    try (RuleSetPublisher rules =
        RuleSetPublisher.connect(
            ready.get("kafka").textValue(), ready.get("registry").textValue(), "freshet")) {
      return rules.current().stream().map(RuleSetRevision::getName).collect(Collectors.toSet());
    }
  }

  /** A coordinator with wrong rules ends before it runs, and says all that is wrong. */
  private static void assertRefusesRules(Path home, JsonNode ready) throws IOException {
    Path wrong = Files.writeString(home.resolve("wrong.yaml"), rules("nowhere"));
    StringWriter err = new StringWriter();

    int code =
        Main.commandLine()
            .setErr(new PrintWriter(err, true))
            .execute(
                "coordinator",
                "--bootstrap",
                ready.get("kafka").textValue(),
                "--registry",
                ready.get("registry").textValue(),
                "--environment",
                "refused",
                "--profile",
                "dev",
                "--http-port",
                "0",
                "--management-port",
                "0",
                "--rules",
                wrong.toString());

    assertEquals(1, code);
    assertEquals(
        2, err.toString().split("no region is named 'nowhere'", -1).length - 1, err::toString);
    assertTrue(err.toString().endsWith("freshet coordinator: found 2 errors\n"), err::toString);
  }

  private static String publishWhileWatched(JsonNode ready) throws Exception {
    try (ChildProcess watch =
        ChildProcess.start(
            "watch", Program.command(watch(ready, "--kind", "command", "--max", "3")))) {
      watch.awaitLine("^watching ", TIMEOUT);

      Program.Ended publish =
          Program.run(
              TIMEOUT,
              "publish",
              "user.updated",
              "--data",
              "{\"userId\":42,\"changedFields\":[],\"updatedAt\":0}",
              "--bootstrap",
              ready.get("kafka").textValue(),
              "--registry",
              ready.get("registry").textValue());

      assertEquals(0, publish.code(), publish::toString);
      assertTrue(publish.lastLine().matches("freshet\\.events:\\d+:\\d+"), publish::toString);
      assertTrue(publish.err().toString().contains("Avro"), publish::toString);
      for (String target : List.of("k|user:profile:42", "p|session|userId=42")) {
        watch.awaitLine("command +" + Pattern.quote(target) + ".*user/user-updated", TIMEOUT);
      }
      assertTrue(watch.awaitExit(TIMEOUT));
      return publish.lastLine();
    }
  }

  /** Without a database there is an example for any key. */
  private static void assertWarms(JsonNode ready, String key, String value) throws Exception {
    StringWriter out = new StringWriter();

    int code =
        Main.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(out, true))
            .execute(
                "warmup",
                "run",
                "user/profiles",
                "--key",
                key,
                "--wait=60s",
                "--url",
                ready.get("api").textValue());

    assertEquals(0, code, out::toString);
    HttpResponse<String> cached = get(ready.get("node-2").textValue() + "/api/v1/cache/" + key);
    assertEquals(200, cached.statusCode(), cached::body);
    assertEquals(value, cached.body());
    assertTrue(
        cached.headers().firstValue("Freshet-Source").orElseThrow().matches("l[12]"),
        cached::toString);
  }

  private static String[] watch(JsonNode ready, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "watch",
                "--bootstrap",
                ready.get("kafka").textValue(),
                "--registry",
                ready.get("registry").textValue()));
    arguments.addAll(List.of(more));
    return arguments.toArray(String[]::new);
  }

  private static ChildProcess startDev(Path home, Path readyFile, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "dev",
                "--kafka-port",
                "0",
                "--registry-port",
                "0",
                "--redis-port",
                "0",
                "--http-port",
                "0",
                "--management-port",
                "0",
                "--node-port-base",
                "0",
                "--data-dir",
                home.resolve("data").toString(),
                "--ready-file",
                readyFile.toString()));
    arguments.addAll(List.of(more));
    return ChildProcess.start("dev", Program.command(arguments.toArray(String[]::new)));
  }

  /** SIGTERM alone: closing a child process also lets go of its leash. */
  private static void stop(ChildProcess dev) {
    assertTrue(ProcessHandle.of(dev.pid()).orElseThrow().destroy());
    assertTrue(dev.awaitExit(TIMEOUT), () -> "dev goes on: " + dev.output());
  }

  private static JsonNode awaitReady(ChildProcess dev, Path readyFile) throws IOException {
    await()
        .atMost(TIMEOUT)
        .failFast("dev ended before it was ready", () -> !dev.isAlive())
        .until(() -> Files.exists(readyFile));
    return JSON.readTree(readyFile.toFile());
  }

  private static HttpResponse<String> get(String url) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
  }

  @Test
  void shouldNameThePortThatIsInUse(@TempDir Path home) throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());

      Program.Ended dev =
          Program.run(
              TIMEOUT,
              "dev",
              "--kafka-port",
              port,
              "--registry-port",
              "0",
              "--redis-port",
              "0",
              "--http-port",
              "0",
              "--management-port",
              "0",
              "--node-port-base",
              "0",
              "--data-dir",
              home.toString());

      assertEquals(2, dev.code(), dev::toString);
      assertEquals(
          List.of(
              "freshet dev: --kafka-port: port "
                  + port
                  + " is in use, expected a free port, or 0 for any"),
          dev.err());
    }
  }

  @Test
  void shouldSayInOneLineThatNoBrokerAnswers() throws Exception {
    Program.Ended coordinator =
        Program.run(
            TIMEOUT,
            "coordinator",
            "--bootstrap",
            "127.0.0.1:1",
            "--registry",
            "http://127.0.0.1:1",
            "--http-port",
            "0",
            "--management-port",
            "0");

    assertEquals(1, coordinator.code(), coordinator::toString);
    assertEquals(2, coordinator.err().size(), coordinator::toString);
    JsonNode configuration = JSON.readTree(coordinator.err().get(0));
    assertTrue(
        configuration.get("message").textValue().contains("freshet.kafka.bootstrap=127.0.0.1:1"),
        coordinator::toString);
    assertEquals(
        "freshet coordinator: --bootstrap: no Kafka broker answers at 127.0.0.1:1 within 5 s",
        coordinator.err().get(1));
  }
}
