// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.coordinator.rulesets.RuleSetPublisher;
import dev.freshet.events.DomainEvent;
import dev.freshet.events.EventPublisher;
import dev.freshet.events.topics.TopicCatalogue;
import dev.freshet.events.topics.TopicSizing;
import dev.freshet.events.topics.Topics;
import dev.freshet.rules.RuleSource;
import dev.freshet.testkit.Environments;
import dev.freshet.testkit.KafkaFixture;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code rules diff} beside the rules and events of a real cluster. */
class RulesDiffIT {
  private static final String RULES = RulesDiffCommandTest.RULES;
  private static final String OTHER =
      RULES.replace("name: pay,", "name: other,").replace("history", "list");

  private final String kafka = KafkaFixture.bootstrapServers();
  private final Topics topics = new Topics(Environments.unique());
  private final String registry = "mock://" + topics.environment();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void shouldCompareWithTheRulesInForceAndReplayTheEvents(@TempDir Path directory)
      throws Exception {
    Path file = directory.resolve("pay.yaml");
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
      TopicCatalogue.forEnvironment(topics, TopicSizing.dev()).ensure(admin);
    }
    apply(RULES, OTHER);
    apply(RULES.replace("amount > 0", "amount > 10"));
    publishThirtyPaymentsTenOfThemSmall();

    Files.writeString(file, RULES.replace("amount > 0", "amount > 10"));
    assertEquals(0, diff(file), this::said);
    Files.writeString(file, RULES);
    assertEquals(0, diff(file, "--rev", "1"), this::said);
    assertEquals(1, diff(file, "--live", "--replay", "1h", "-o", "json"), this::said);

    JsonNode json = new ObjectMapper().readTree(out.toString());
    assertEquals("pay/paid", json.at("/diff/differences/0/name").textValue());
    assertEquals(30, json.at("/blastRadius/events").intValue());
    // The other set stands in both sides, and is no difference.
    assertEquals(20 + 30, json.at("/blastRadius/before/commands").intValue());
    assertEquals(30 + 30, json.at("/blastRadius/after/commands").intValue());
    assertEquals(10, json.at("/blastRadius/newlyMatched/events").intValue());
    assertEquals(0, json.at("/blastRadius/noLongerMatched/events").intValue());
    assertEquals(0, json.at("/aboveLimit").size());
    assertEquals(2, diff(file, "--rev", "7"), this::said);
    assertTrue(err.toString().contains("rule set pay has no revision 7"), this::said);
  }

  private void apply(String... texts) {
    try (RuleSetPublisher rules = RuleSetPublisher.connect(kafka, registry, topics.environment())) {
      List<RuleSource> sets =
          Stream.of(texts)
              .map(text -> new RuleSource(text.contains("pay,") ? "pay" : "other", "f", 0, text))
              .toList();
      var unused = rules.publish(sets, "author", "reason");
    }
  }

  private void publishThirtyPaymentsTenOfThemSmall() throws Exception {
    try (EventPublisher events =
        EventPublisher.builder(kafka).environment(topics.environment()).build()) {
      for (long user = 0; user < 30; user++) {
        Map<String, Object> data = Map.of("userId", user, "amount", user < 10 ? 5L : 50L);
        var unused =
            events.publish(DomainEvent.of("e" + user, "/test", "payment.success", data)).get();
      }
    }
  }

  private int diff(Path file, String... more) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    String[] place = {
      file.toString(),
      "--bootstrap",
      kafka,
      "--registry",
      registry,
      "--environment",
      topics.environment()
    };
    return RulesDiffCommandTest.run(
        new PrintWriter(out, true),
        new PrintWriter(err, true),
        Stream.concat(Stream.of(place), Stream.of(more)).toArray(String[]::new));
  }

  private String said() {
    return out.toString() + err;
  }
}
