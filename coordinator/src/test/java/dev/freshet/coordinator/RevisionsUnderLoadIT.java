// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.coordinator.rulesets.Confirmation;
import dev.freshet.coordinator.rulesets.RuleSetPublisher;
import dev.freshet.events.DomainEvent;
import dev.freshet.events.EventPublisher;
import dev.freshet.events.avro.RuleSetRevision;
import dev.freshet.events.topics.TopicSizing;
import dev.freshet.events.topics.Topics;
import dev.freshet.events.values.Receipt;
import dev.freshet.rules.RuleSource;
import dev.freshet.testkit.Environments;
import dev.freshet.testkit.KafkaFixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Revisions are applied while a thousand events a second are mapped by two coordinators. */
class RevisionsUnderLoadIT {
  private static final Duration TIMEOUT = Duration.ofMinutes(1);
  private static final int REVISIONS = 5;
  private static final int EVENTS_PER_TICK = 10;
  private static final Duration TICK = Duration.ofMillis(10);
  private static final Duration BETWEEN_REVISIONS = Duration.ofMillis(400);

  /** Three commands for each event, all of which say which revision made them. */
  private static final String RULES =
      """
      apiVersion: freshet.dev/v1
      kind: InvalidationRules
      metadata: {name: users, owner: test}
      rules:
        - {id: a, event: user.changed, invalidate: [{tag: "a:{id}:VERSION"}]}
        - {id: b, event: user.changed, invalidate: [{tag: "b:{id}:VERSION"}]}
        - {id: c, event: user.changed, invalidate: [{tag: "c:{id}:VERSION"}]}
      """;

  private final String kafka = KafkaFixture.bootstrapServers();
  private final Topics topics = new Topics(Environments.unique());
  private final String registry = "mock://" + topics.environment();
  private final Coordinator first = start("first");
  private final Coordinator second = start("second");
  private final RuleSetPublisher rules =
      RuleSetPublisher.connect(kafka, registry, topics.environment());
  private final EventPublisher events =
      EventPublisher.builder(kafka)
          .environment(topics.environment())
          .schemaRegistry(registry)
          .build();
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final Admin admin = Admin.create(Map.of("bootstrap.servers", kafka));

  @AfterEach
  void close() {
    clock.shutdownNow();
    admin.close();
    events.close();
    rules.close();
    first.close();
    second.close();
  }

  @Test
  void shouldMapEachEventByOneRevision() throws Exception {
    first.awaitRunning(TIMEOUT);
    second.awaitRunning(TIMEOUT);
    // Until the one that came first has given some up, the other runs without any.
    await().atMost(TIMEOUT).until(() -> coordinatorsThatMap() == 2);
    assertInForce(publish(1));
    AtomicInteger published = new AtomicInteger();
    List<CompletableFuture<Receipt>> receipts = new ArrayList<>();
    var load =
        clock.scheduleAtFixedRate(
            () -> {
              for (int i = 0; i < EVENTS_PER_TICK; i++) {
                receipts.add(publishEvent(published.getAndIncrement()));
              }
            },
            0,
            TICK.toNanos(),
            TimeUnit.NANOSECONDS);

    for (int version = 2; version <= REVISIONS; version++) {
      int before = published.get();
      List<RuleSetRevision> revisions = publish(version);
      assertEquals(version, revisions.get(0).getRevision());
      assertInForce(revisions);
      await().atMost(TIMEOUT).until(() -> published.get() >= before + BETWEEN_REVISIONS.toMillis());
      awaitUsed(version);
    }
    load.cancel(false);
    clock.shutdown();
    assertTrue(clock.awaitTermination(TIMEOUT.toSeconds(), TimeUnit.SECONDS));
    receipts.forEach(CompletableFuture::join);

    Map<Integer, Set<String>> commands = commands(published.get());
    for (int event = 0; event < published.get(); event++) {
      Set<String> own = commands.get(event);
      assertNotNull(own, "event " + event + " was lost");
      int version = Integer.parseInt(own.iterator().next().replaceFirst(".*@", ""));
      assertEquals(expected(event, version), own);
    }
  }

  private long coordinatorsThatMap() throws Exception {
    return admin
        .describeConsumerGroups(List.of(topics.coordinators()))
        .all()
        .get()
        .values()
        .stream()
        .filter(group -> group.groupState() == GroupState.STABLE)
        .flatMap(group -> group.members().stream())
        .filter(member -> !member.assignment().topicPartitions().isEmpty())
        .count();
  }

  /** The load goes on until then, so some event is mapped by the revision before the next comes. */
  private void awaitUsed(int version) {
    String made = ":" + version + " by ";
    try (Logs log = new Logs(kafka, topics.commands())) {
      log.readUntil(
          records -> {
            Map<Integer, Set<String>> byEvent = new HashMap<>();
            records.forEach(record -> add(record, byEvent));
            return byEvent.values().stream().anyMatch(own -> own.iterator().next().contains(made));
          });
    }
  }

  private static Set<String> expected(int event, int version) {
    Set<String> expected = new TreeSet<>();
    for (String rule : List.of("a", "b", "c")) {
      expected.add("t|" + rule + ":" + event + ":" + version + " by users/" + rule + "@" + version);
    }
    return expected;
  }

  /** By number of their events, once each has as many as it should, or as many as came. */
  private Map<Integer, Set<String>> commands(int eventCount) {
    Map<Integer, Set<String>> byEvent = new HashMap<>();
    AtomicInteger seen = new AtomicInteger();
    try (Logs log = new Logs(kafka, topics.commands())) {
      log.readUntil(
          records -> {
            while (seen.get() < records.size()) {
              add(records.get(seen.getAndIncrement()), byEvent);
            }
            return byEvent.size() == eventCount
                && byEvent.values().stream().allMatch(commands -> commands.size() >= 3);
          });
    }
    return byEvent;
  }

  private static void add(
      ConsumerRecord<byte[], byte[]> record, Map<Integer, Set<String>> byEvent) {
    Header rule = record.headers().lastHeader("freshet_rule_id");
    if (rule != null) {
      String target = new String(record.key(), UTF_8);
      String revision = new String(record.headers().lastHeader("freshet_rule_rev").value(), UTF_8);
      int event = Integer.parseInt(target.split(":", -1)[1]);
      byEvent
          .computeIfAbsent(event, number -> new TreeSet<>())
          .add(target + " by " + new String(rule.value(), UTF_8) + "@" + revision);
    }
  }

  private void assertInForce(List<RuleSetRevision> revisions) {
    assertEquals(
        new Confirmation.InForce(Set.of("first", "second")),
        rules.awaitInForce(revisions, TIMEOUT));
  }

  private Coordinator start(String name) {
    return Coordinator.builder(kafka, registry)
        .environment(topics.environment())
        .sizing(TopicSizing.dev())
        .origin(name)
        .start();
  }

  private List<RuleSetRevision> publish(int version) {
    String yaml = RULES.replace("VERSION", Integer.toString(version));
    return rules.publish(List.of(new RuleSource("users", "users.yaml", 0, yaml)), "test", "");
  }

  private CompletableFuture<Receipt> publishEvent(int id) {
    DomainEvent event = DomainEvent.of("e-" + id, "/test", "user.changed", Map.of("id", id));
    return events.publish(event, "k" + id);
  }
}
