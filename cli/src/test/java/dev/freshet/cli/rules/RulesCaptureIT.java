// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.coordinator.rulesets.RuleSetPublisher;
import dev.freshet.events.DomainEvent;
import dev.freshet.events.EventPublisher;
import dev.freshet.events.topics.TopicCatalogue;
import dev.freshet.events.topics.TopicSizing;
import dev.freshet.events.topics.Topics;
import dev.freshet.testkit.Environments;
import dev.freshet.testkit.KafkaFixture;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Rules on a cluster: watched first, tested by what happened, ended. No coordinator runs. */
class RulesCaptureIT {
  private static final String RULES =
      """
      apiVersion: freshet.dev/v1
      kind: CacheRegions
      metadata: {name: pay, owner: o}
      regions:
        - {name: history, key: "history:{userId}", ttl: 1h}
      ---
      apiVersion: freshet.dev/v1
      kind: InvalidationRules
      metadata: {name: pay, owner: o}
      rules:
        - id: paid
          event: payment.success
          when: data.amount > 0
          invalidate:
            - key: history:{userId}
      """;

  private static final String NEEDS_ITS_REGIONS =
      """
      apiVersion: freshet.dev/v1
      kind: InvalidationRules
      metadata: {name: other, owner: o}
      rules:
        - {id: left, event: user.left, invalidate: [{key: "history:{userId}"}]}
      """;

  private final String kafka = KafkaFixture.bootstrapServers();
  private final Topics topics = new Topics(Environments.unique());
  private final String registry = "mock://" + topics.environment();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void shouldMakeTestsOfWhatHappenedAndWatchAndEndRules(@TempDir Path directory) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
      TopicCatalogue.forEnvironment(topics, TopicSizing.dev()).ensure(admin);
    }
    Path pay = Files.writeString(directory.resolve("pay.yaml"), RULES);
    Path other = Files.writeString(directory.resolve("other.yaml"), NEEDS_ITS_REGIONS);
    assertEquals(1, capture(), this::said);
    assertTrue(err.toString().contains("found no event"), this::said);
    publishThirtyPaymentsTenOfThemSmallAndACart();
    captureTestsThatPass(directory, pay);

    assertEquals(0, apply("--mode", "shadow", pay, other), this::said);
    assertTrue(out.toString().contains("in shadow mode: pay/paid\n"), this::said);
    assertTrue(textInForce("pay").contains("mode: shadow\n    id: paid"), this::said);
    assertEquals(RULES, Files.readString(pay));
    assertEquals(0, apply("--mode", "shadow", pay, other), this::said);
    assertTrue(out.toString().contains("nothing to apply"), this::said);
    assertEquals(0, apply(pay, other), this::said);
    assertEquals(1, apply("--mode", "shadow", pay, other), this::said);
    assertTrue(err.toString().contains("found no new or changed rule"), this::said);

    assertEquals(1, remove("pay"), this::said);
    assertTrue(err.toString().contains("no region"), this::said);
    assertEquals(0, remove("other"), this::said);
    assertEquals(0, remove("pay"), this::said);
    assertTrue(out.toString().contains("- rule pay/paid\n"), this::said);
    assertTrue(out.toString().contains("pay is removed, by revision 3"), this::said);
    assertEquals(1, remove("pay"), this::said);
    assertTrue(err.toString().contains("found no rule set pay"), this::said);
  }

  private void captureTestsThatPass(Path directory, Path rules) throws Exception {
    Path tests = directory.resolve("pay.test.yaml");
    assertEquals(
        0, capture("--rules", rules, "--type", "payment.*", "--max", "3", "-O", tests), this::said);
    assertTrue(err.toString().contains("took 3 of 30 events, kinds of events: 2"), this::said);
    String written = Files.readString(tests);
    assertTrue(written.contains("invalidates: []"), written);
    assertTrue(written.contains("invalidates:\n      - "), written);
    assertFalse(written.contains("cart.filled"), written);
    assertEquals(
        0, run(new RulesTestCommand(), Stream.of("--coverage-min", "50", directory)), this::said);

    assertEquals(
        0,
        capture(Stream.concat(Stream.of("--rules", rules), firstOfEach()).toArray()),
        this::said);
    assertTrue(err.toString().contains("kinds of events: "), this::said);
    assertTrue(out.toString().startsWith("apiVersion: freshet.dev/v1\n"), this::said);
  }

  private void publishThirtyPaymentsTenOfThemSmallAndACart() throws Exception {
    try (EventPublisher events =
        EventPublisher.builder(kafka).environment(topics.environment()).build()) {
      for (long user = 0; user < 30; user++) {
        Map<String, Object> data = Map.of("userId", user, "amount", user < 10 ? 0L : 50L);
        var unused =
            events.publish(DomainEvent.of("e" + user, "/test", "payment.success", data)).get();
      }
      var unused =
          events.publish(DomainEvent.of("c", "/test", "cart.filled", Map.of("id", 1L))).get();
    }
  }

  private String textInForce(String ruleSet) {
    try (RuleSetPublisher rules = RuleSetPublisher.connect(kafka, registry, topics.environment())) {
      return rules.current().stream()
          .filter(revision -> revision.getName().equals(ruleSet))
          .findFirst()
          .orElseThrow()
          .getYaml();
    }
  }

  private int capture(Object... arguments) {
    return run(new RulesCaptureCommand(), Stream.concat(place(), Stream.of(arguments)));
  }

  /** Nobody knows in which of the partitions an event stands. */
  private Stream<String> firstOfEach() {
    return IntStream.range(0, TopicSizing.dev().eventPartitions())
        .boxed()
        .flatMap(partition -> Stream.of("--at", topics.events() + ":" + partition + ":0"));
  }

  private int apply(Object... arguments) {
    Stream<Object> all = Stream.concat(place(), Stream.of("--yes", "--wait", "0", "--offline"));
    return run(new RulesApplyCommand(), Stream.concat(all, Stream.of(arguments)));
  }

  private int remove(String ruleSet) {
    return run(
        new RulesRemoveCommand(),
        Stream.concat(place(), Stream.of("--yes", "--wait", "0", ruleSet)));
  }

  private Stream<Object> place() {
    return Stream.of(
        "--bootstrap", kafka, "--registry", registry, "--environment", topics.environment());
  }

  private int run(Object command, Stream<Object> arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return new CommandLine(command)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments.map(Object::toString).toArray(String[]::new));
  }

  private String said() {
    return out.toString() + err;
  }
}
