// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.rulesets;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.coordinator.Coordinator;
import dev.freshet.events.avro.RuleSetRevision;
import dev.freshet.events.topics.TopicCatalogue;
import dev.freshet.events.topics.TopicSizing;
import dev.freshet.events.topics.Topics;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.rules.RuleSource;
import dev.freshet.testkit.Environments;
import dev.freshet.testkit.KafkaFixture;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What coordinators on a real broker take up, and who is waited for. */
class AwaitInForceIT {
  private static final Duration TIMEOUT = Duration.ofMinutes(1);
  private static final Duration REPORTING = Duration.ofMillis(100);

  /** Reports nothing while a test runs, at whatever time: reports come at multiples of it. */
  private static final Duration SILENT = Duration.ofDays(36_500);

  private static final String RULES =
      """
      apiVersion: freshet.dev/v1
      kind: InvalidationRules
      metadata: {name: NAME, owner: test}
      rules:
        - {id: changed, event: user.changed, invalidate: [{tag: "user:{id}"}]}
      """;

  private final Topics topics = new Topics(Environments.unique());
  private final String registry = "mock://" + topics.environment();
  private final Map<String, Object> kafka =
      Map.of("bootstrap.servers", KafkaFixture.bootstrapServers());
  private final Map<String, SimpleMeterRegistry> meters = new HashMap<>();
  private final List<Coordinator> coordinators = new ArrayList<>();
  private final RuleSetPublisher publisher =
      RuleSetPublisher.connect(kafka, registry, topics.environment());

  @AfterEach
  void close() {
    publisher.close();
    coordinators.forEach(Coordinator::close);
  }

  @Test
  void shouldWaitForThoseThatMapEventsAndNoLonger() throws Exception {
    start("first", REPORTING);
    Coordinator silent = start("silent", SILENT);

    List<RuleSetRevision> revisions = publish("users");

    await()
        .atMost(TIMEOUT)
        .until(
            () -> publisher.awaitInForce(revisions, Duration.ofMillis(500)),
            new Confirmation.Unconfirmed(Set.of("silent"))::equals);
    CompletableFuture<Confirmation> waiting =
        CompletableFuture.supplyAsync(() -> publisher.awaitInForce(revisions, TIMEOUT));
    await().during(Duration.ofMillis(500)).atMost(TIMEOUT).until(() -> !waiting.isDone());
    silent.close();
    assertEquals(
        new Confirmation.InForce(Set.of("first")),
        waiting.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS));
    try (RuleSetPublisher other = RuleSetPublisher.connect(kafka, registry, topics.environment())) {
      assertEquals(
          new Confirmation.InForce(Set.of("first")), other.awaitInForce(revisions, TIMEOUT));
    }
  }

  @Test
  void shouldNotWaitForReportsOfUnchangedSets() throws Exception {
    start("first", REPORTING);
    Confirmation inForce = new Confirmation.InForce(Set.of("first"));
    assertEquals(inForce, publisher.awaitInForce(publish("users"), TIMEOUT));
    try (Cluster cluster = new Cluster(topics, kafka)) {
      Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
      cluster
          .ends(topics.cacheState())
          .forEach((partition, end) -> all.put(partition, RecordsToDelete.beforeOffset(end)));
      cluster.admin().deleteRecords(all).all().get();
    }

    List<RuleSetRevision> revisions =
        publisher.publish(List.of(source("users"), source("others")), "test", "");

    assertEquals(2, revisions.size());
    assertEquals(inForce, publisher.awaitInForce(revisions, TIMEOUT));
  }

  @Test
  void shouldNotTakeUpWhatWasNeverCommitted() throws Exception {
    Coordinator running = start("running", REPORTING);
    try (Cluster cluster = new Cluster(topics, kafka);
        AvroCodec codec = AvroCodec.forRegistry(registry)) {
      Producer<String, byte[]> killed = cluster.producer();
      killed.initTransactions();
      killed.beginTransaction();
      Draft ghost =
          Draft.of(
              new RulesTable(),
              List.of(new Draft.Edit.Put(source("ghost"), Expected.any())),
              Authorship.of("ghost", ""),
              Instant.EPOCH);
      for (Draft.Write write : ghost.writes()) {
        byte[] value = codec.encode(topics.rules(), ghost.revisions().get(0));
        assertTrue(
            killed
                .send(new ProducerRecord<>(topics.rules(), write.key(), value))
                .get()
                .hasOffset());
      }
      killed.close(Duration.ZERO);
    }

    Confirmation confirmation = publisher.awaitInForce(publish("users"), TIMEOUT);
    running.close();
    start("later", REPORTING);

    assertEquals(new Confirmation.InForce(Set.of("running")), confirmation);
    assertEquals(Set.of("users"), ruleSetsOf("running"));
    assertEquals(Set.of("users"), ruleSetsOf("later"));
  }

  @Test
  void shouldStartOnTopicOfOlderVersionBeforeOpenTransactionEnds() throws Exception {
    try (Admin admin = Admin.create(kafka);
        Cluster cluster = new Cluster(topics, kafka);
        AvroCodec codec = AvroCodec.forRegistry(registry);
        Producer<String, byte[]> old = cluster.producer()) {
      TopicCatalogue.forEnvironment(topics, TopicSizing.dev()).ensure(admin);
      old.initTransactions();
      old.beginTransaction();
      byte[] value = codec.encode(topics.rules(), asOfVersion1("users", 3));
      assertTrue(old.send(new ProducerRecord<>(topics.rules(), "users", value)).get().hasOffset());
      old.commitTransaction();
      old.beginTransaction();
      assertTrue(old.send(new ProducerRecord<>(topics.rules(), "users", null)).get().hasOffset());
      start("first", REPORTING);
      assertEquals(Set.of("users"), ruleSetsOf("first"));

      List<RuleSetRevision> next =
          publisher.publish(
              List.of(new RuleSource("users", "users.yaml", 0, text("users") + "# new\n")),
              Authorship.of("test", ""),
              Map.of("users", Expected.revision(3)));

      assertEquals(
          new Confirmation.InForce(Set.of("first")), publisher.awaitInForce(next, TIMEOUT));
      assertEquals(
          List.of(4L, 3L),
          publisher.history("users").revisions().stream()
              .map(RuleSetRevision::getRevision)
              .toList());
    }
  }

  /** As it was written before revisions had a history. */
  private static GenericRecord asOfVersion1(String name, long revision) {
    Schema now = RuleSetRevision.getClassSchema();
    List<Schema.Field> fields =
        now.getFields().stream()
            .filter(field -> !field.hasDefaultValue())
            .map(field -> new Schema.Field(field.name(), field.schema()))
            .toList();
    Schema schema = Schema.createRecord(now.getName(), "", now.getNamespace(), false, fields);
    return new GenericRecordBuilder(schema)
        .set("name", name)
        .set("revision", revision)
        .set("contentHash", ContentHash.of(text(name)))
        .set("author", "ann")
        .set("reason", "")
        .set("appliedAtMs", 0L)
        .set("yaml", text(name))
        .build();
  }

  private Set<String> ruleSetsOf(String coordinator) {
    SimpleMeterRegistry own = meters.getOrDefault(coordinator, new SimpleMeterRegistry());
    await().atMost(TIMEOUT).until(() -> !own.find("freshet.rule.revision").gauges().isEmpty());
    return own.get("freshet.rule.revision").gauges().stream()
        .map(gauge -> String.valueOf(gauge.getId().getTag("ruleset")))
        .collect(Collectors.toSet());
  }

  private Coordinator start(String name, Duration markerInterval) throws Exception {
    SimpleMeterRegistry own = new SimpleMeterRegistry();
    meters.put(name, own);
    Coordinator coordinator =
        Coordinator.builder(KafkaFixture.bootstrapServers(), registry)
            .environment(topics.environment())
            .sizing(TopicSizing.dev())
            .origin(name)
            .markerInterval(markerInterval)
            .meterRegistry(own)
            .start();
    coordinators.add(coordinator);
    coordinator.awaitRunning(TIMEOUT);
    return coordinator;
  }

  private List<RuleSetRevision> publish(String name) {
    return publisher.publish(List.of(source(name)), "test", "");
  }

  private static RuleSource source(String name) {
    return new RuleSource(name, name + ".yaml", 0, text(name));
  }

  private static String text(String name) {
    return RULES.replace("NAME", name);
  }
}
