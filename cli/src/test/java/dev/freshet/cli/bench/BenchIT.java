// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.bench;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.cli.Screen;
import dev.freshet.cli.bench.ground.BenchRules;
import dev.freshet.cli.bench.ground.Ground;
import dev.freshet.cli.bench.ground.Servers;
import dev.freshet.coordinator.Coordinator;
import dev.freshet.coordinator.rulesets.Confirmation;
import dev.freshet.coordinator.rulesets.RuleSetPublisher;
import dev.freshet.events.topics.TopicSizing;
import dev.freshet.rules.RuleSource;
import dev.freshet.testkit.Environments;
import dev.freshet.testkit.KafkaFixture;
import dev.freshet.testkit.RedisFixture;
import dev.freshet.testkit.RegistryFixture;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Loads of the bench on real servers: what they find, and that they leave nothing. */
class BenchIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Screen SILENT =
      new Screen(new PrintStream(OutputStream.nullOutputStream()), false);

  /** So that most of the reads are of what was changed. */
  private static final Profile FEW_KEYS =
      new Profile(
          "few-keys",
          "a profile of this test",
          new Profile.Traffic(20, 20, 0, Bursts.NONE),
          new Profile.Keys(20, 3, 20, 1),
          true);

  private final Servers servers =
      new Servers(
          KafkaFixture.bootstrapServers(), Map.of(), RegistryFixture.url(), RedisFixture.url());
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path directory = Path.of("");

  @Test
  void shouldMeasureAndCheckAndLeaveNothing() throws Exception {
    int code =
        bench(
            "steady",
            "--rate",
            "50",
            "--duration",
            "2s",
            "--json",
            "--out",
            directory.toString(),
            "--command-config",
            config("client.rack=b\nsecurity.protocol=PLAINTEXT\n").toString());

    assertEquals(0, code, this::said);
    JsonNode report = JSON.readTree(out.toString());
    assertGood(report, 100, 2_000);
    String environment = report.get("environment").textValue();
    assertTrue(environment.matches("bench-[0-9a-f]{8}"), environment);
    // Topics that are deleted are listed for a moment more.
    await().atMost(PATIENCE).until(() -> leftOf(environment), List::isEmpty);
    assertTrue(Files.readString(directory.resolve("report.md")).contains("| stale reads | 0 |"));
    assertEquals(
        report.get("profiles").get(0).get("staleReads"), figure("stale reads").get("value"));
  }

  @Test
  void shouldTalkToKafkaAsTheFileSays() throws Exception {
    int code = bench("steady", "--command-config", config("security.protocol=SSL\n").toString());

    assertEquals(1, code, this::said);
    assertTrue(said().contains("--bootstrap: "), this::said);
  }

  private Path config(String properties) throws Exception {
    return Files.writeString(directory.resolve("client.properties"), properties);
  }

  private static void assertGood(JsonNode report, int events, int reads) {
    assertTrue(report.get("good").booleanValue(), report::toString);
    JsonNode profile = report.get("profiles").get(0);
    assertEquals(events, profile.get("published").intValue(), report::toString);
    assertEquals(events, profile.get("applied").intValue(), report::toString);
    assertEquals(reads, profile.get("reads").intValue(), report::toString);
    assertEquals(0, profile.get("staleReads").intValue(), report::toString);
    assertTrue(profile.get("appliedP50Ms").doubleValue() > 0, report::toString);
    assertTrue(profile.get("loads").intValue() > 0, report::toString);
    assertTrue(profile.get("hitPercent").doubleValue() > 50, report::toString);
  }

  private JsonNode figure(String metric) throws Exception {
    for (JsonNode figure : JSON.readTree(directory.resolve("figures.json").toFile())) {
      if (figure.get("metric").textValue().equals(metric)) {
        return figure;
      }
    }
    throw new AssertionError("found no figure " + metric);
  }

  /** Topics, groups and subjects that name an environment. */
  private List<String> leftOf(String environment) throws Exception {
    List<String> names = new ArrayList<>();
    try (Admin admin = Admin.create(servers.kafkaClient())) {
      names.addAll(admin.listTopics().names().get());
      admin.listGroups().all().get().forEach(group -> names.add(group.groupId()));
    }
    URI subjects = URI.create(servers.registry() + "/subjects");
    String answer =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(subjects).build(), BodyHandlers.ofString())
            .body();
    JSON.readTree(answer).forEach(subject -> names.add(subject.asText()));
    return names.stream().filter(name -> name.startsWith(environment)).toList();
  }

  /** Rules that make the wrong entries stale are found by the check of reads, too. */
  @Test
  void shouldLendAnEnvironmentAndFindStaleReadsWhereRulesAreWrong() throws Exception {
    String environment = Environments.unique();
    try (Coordinator coordinator =
        Coordinator.builder(servers.kafka(), servers.registry())
            .environment(environment)
            .sizing(TopicSizing.dev())
            .stateDir(directory.resolve("state"))
            .start()) {
      coordinator.awaitRunning(PATIENCE);

      int code =
          bench(
              "mass-invalidation",
              "--nodes",
              "1",
              "--duration",
              "1s",
              "--coordinated",
              "--environment",
              environment,
              "--yes",
              "--json");

      assertEquals(0, code, this::said);
      assertGood(JSON.readTree(out.toString()), 2, 2_000);
      try (RuleSetPublisher rules =
          RuleSetPublisher.connect(servers.kafkaClient(), servers.registry(), environment)) {
        assertEquals(List.of(), rules.current());
        assertFindsStaleReads(rules, environment);
        assertRefusesRulesOfThatName(environment);
      }
    }
  }

  private void assertFindsStaleReads(RuleSetPublisher rules, String environment)
      throws InterruptedException {
    String right = "- key: bench:item:{group}:{item}";
    String text = BenchRules.source().text();
    assertTrue(text.contains(right), text);
    String wrong = text.replace(right, "- key: bench:item:{item}:{group}");
    var published =
        rules.publish(List.of(new RuleSource("bench", "b.yaml", 0, wrong)), "it", "wrong rules");
    assertInstanceOf(Confirmation.InForce.class, rules.awaitInForce(published, PATIENCE));
    Load load = new Load(20, Duration.ofSeconds(3), 1, 200, Duration.ofMillis(1));

    Outcome outcome = new Engine(servers, new Served(environment), SILENT).run(FEW_KEYS, load);

    assertFalse(outcome.isGood());
    assertTrue(
        outcome.problems().get(0).matches("[1-9].* stale reads .*bench-1 read version .*"),
        outcome.problems()::toString);
  }

  private void assertRefusesRulesOfThatName(String environment) {
    int code = bench("steady", "--coordinated", "--environment", environment, "--yes");

    assertEquals(1, code, this::said);
    assertTrue(err.toString().contains("found a rule set bench in " + environment), this::said);
  }

  private record Served(String environment) implements Ground {
    @Override
    public String mappedBy() {
      return "the coordinator of this test";
    }

    @Override
    public void close() {}
  }

  private int bench(String profile, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                profile,
                "--kafka",
                servers.kafka(),
                "--registry",
                servers.registry(),
                "--redis",
                servers.redis()));
    arguments.addAll(List.of(more));
    CommandLine line = new CommandLine(new BenchCommand());
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    line.setExecutionExceptionHandler(
        (e, where, parsed) -> {
          e.printStackTrace(where.getErr());
          return 1;
        });
    return line.execute(arguments.toArray(String[]::new));
  }

  private String said() {
    return out.toString() + err;
  }
}
