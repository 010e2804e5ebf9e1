// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.coordinator.rulesets.Confirmation;
import dev.freshet.coordinator.rulesets.RuleSetPublisher;
import dev.freshet.events.DomainEvent;
import dev.freshet.events.EventPublisher;
import dev.freshet.events.avro.RuleSetRevision;
import dev.freshet.events.topics.TopicSizing;
import dev.freshet.events.topics.Topics;
import dev.freshet.rules.RuleSource;
import dev.freshet.testkit.Environments;
import dev.freshet.testkit.KafkaFixture;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The mapping is paused and resumed by hand, on a real broker. */
class PauseIT {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  /** A thread of the second one that does not ask for events for so long leaves its group. */
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(2);

  private static final Map<String, Object> SHORT_SILENCE =
      Map.of("main.consumer.max.poll.interval.ms", (int) LONGEST_SILENCE.toMillis());

  private static final String RULES =
      """
      apiVersion: freshet.dev/v1
      kind: InvalidationRules
      metadata: {name: users, owner: test}
      rules:
        - id: changed
          event: user.changed
          invalidate:
            - tag: "VERSION:{id}"
        - id: slow
          event: user.moved
          coalesce: 1m
          invalidate:
            - tag: "moved:{id}"
      """;

  private final String kafka = KafkaFixture.bootstrapServers();
  private final Topics topics = new Topics(Environments.unique());
  private final String registry = "mock://" + topics.environment();
  private final Map<String, SimpleMeterRegistry> meters = new HashMap<>();
  private final List<Coordinator> coordinators = new ArrayList<>();
  private final Admin admin = Admin.create(Map.of("bootstrap.servers", kafka));
  private final RuleSetPublisher rules =
      RuleSetPublisher.connect(kafka, registry, topics.environment());
  private final EventPublisher events =
      EventPublisher.builder(kafka)
          .environment(topics.environment())
          .schemaRegistry(registry)
          .build();

  @AfterEach
  void close() {
    coordinators.forEach(Coordinator::close);
    events.close();
    rules.close();
    admin.close();
  }

  @Test
  void shouldLetEventsAndHeldCommandsWaitUntilMappingIsResumed() throws Exception {
    Coordinator first = start("first", Map.of());
    first.awaitRunning(TIMEOUT);
    assertEquals(
        new Confirmation.InForce(Set.of("first")),
        rules.awaitInForce(publishRules("old"), TIMEOUT));
    publishEvent(1, "user.changed");
    assertEquals(Set.of("t|old:1 by 1"), commands(1));
    publishEvent(2, "user.moved");
    awaitHeld();

    rules.pause("ann", "a bad purge");
    await().atMost(TIMEOUT).until(() -> paused("first") == 1);
    assertTrue(get(first, "/readyz?verbose").contains("200 [+]streams RUNNING"));
    assertTrue(get(first, "/readyz?verbose").contains("\n[+]mapping paused by ann since 20"));
    assertTrue(get(first, "/readyz?verbose").contains(": a bad purge\n"));
    publishEvent(3, "user.changed");
    Confirmation confirmation = rules.awaitInForce(publishRules("new"), TIMEOUT);
    assertInstanceOf(Confirmation.Paused.class, confirmation);
    first.close();
    long end = endOfCommands();
    // It takes over a command that is due at once, but for the pause.
    Coordinator second = start("second", SHORT_SILENCE);
    second.awaitRunning(TIMEOUT);
    await()
        .during(LONGEST_SILENCE.plusMillis(500))
        .atMost(TIMEOUT)
        .until(() -> membersThatMap() == 1);
    assertEquals(1, paused("second"));
    assertEquals("200 ok\n", get(second, "/readyz"));
    assertEquals(end, endOfCommands());

    rules.resume("bob", "");

    assertEquals(Set.of("t|old:1 by 1", "t|moved:2 by 1", "t|new:3 by 2"), commands(3));
    await().atMost(TIMEOUT).until(() -> paused("second") == 0);
    assertFalse(get(second, "/readyz?verbose").contains("paused"));
  }

  private void awaitHeld() {
    try (Logs changelog = new Logs(kafka, topics.coordinators() + "-held-changelog")) {
      assertEquals(1, changelog.readUntil(records -> !records.isEmpty()).size());
    }
  }

  private double paused(String coordinator) {
    return requireNonNull(meters.get(coordinator)).get("freshet.mapping.paused").gauge().value();
  }

  private Coordinator start(String name, Map<String, Object> properties) {
    SimpleMeterRegistry own = new SimpleMeterRegistry();
    meters.put(name, own);
    Coordinator.Builder builder =
        Coordinator.builder(kafka, registry)
            .environment(topics.environment())
            .sizing(TopicSizing.dev())
            .origin(name)
            .managementPort(0)
            .managementHost("127.0.0.1")
            .meterRegistry(own);
    properties.forEach(builder::property);
    Coordinator coordinator = builder.start();
    coordinators.add(coordinator);
    return coordinator;
  }

  private List<RuleSetRevision> publishRules(String version) {
    String yaml = RULES.replace("VERSION", version);
    return rules.publish(List.of(new RuleSource("users", "users.yaml", 0, yaml)), "test", "");
  }

  private void publishEvent(int id, String type) {
    DomainEvent event = DomainEvent.of("e-" + id, "/test", type, Map.of("id", id));
    assertTrue(events.publish(event, "k").join().offset() >= 0);
  }

  /** Targets, each with its rule's revision, once there are so many. */
  private Set<String> commands(int count) {
    try (Logs log = new Logs(kafka, topics.commands())) {
      return commandsIn(log.readUntil(records -> commandsIn(records).size() >= count));
    }
  }

  private static Set<String> commandsIn(List<ConsumerRecord<byte[], byte[]>> records) {
    return records.stream()
        .filter(PauseIT::isCommand)
        .map(PauseIT::text)
        .collect(Collectors.toSet());
  }

  private static boolean isCommand(ConsumerRecord<byte[], byte[]> record) {
    return record.headers().lastHeader("freshet_rule_rev") != null;
  }

  private static String text(ConsumerRecord<byte[], byte[]> record) {
    return new String(record.key(), UTF_8)
        + " by "
        + new String(record.headers().lastHeader("freshet_rule_rev").value(), UTF_8);
  }

  private long endOfCommands() throws Exception {
    Map<TopicPartition, OffsetSpec> question = new HashMap<>();
    for (int partition = 0; partition < 4; partition++) {
      question.put(new TopicPartition(topics.commands(), partition), OffsetSpec.latest());
    }
    return admin.listOffsets(question).all().get().values().stream()
        .mapToLong(found -> found.offset())
        .sum();
  }

  private long membersThatMap() throws Exception {
    ConsumerGroupDescription group =
        requireNonNull(
            admin
                .describeConsumerGroups(List.of(topics.coordinators()))
                .all()
                .get()
                .get(topics.coordinators()));
    return group.groupState() != GroupState.STABLE
        ? 0
        : group.members().stream()
            .filter(member -> !member.assignment().topicPartitions().isEmpty())
            .count();
  }

  private String get(Coordinator coordinator, String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + coordinator.managementPort().orElseThrow() + path);
    HttpResponse<String> response =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    return response.statusCode() + " " + response.body();
  }
}
