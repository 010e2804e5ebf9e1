// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.freshet.coordinator.life.Closer;
import dev.freshet.coordinator.rulesets.RuleSetPublisher;
import dev.freshet.events.DomainEvent;
import dev.freshet.events.EventPublisher;
import dev.freshet.events.avro.Heartbeat;
import dev.freshet.events.avro.LoadKeys;
import dev.freshet.events.avro.LoadingVia;
import dev.freshet.events.avro.MemberPhase;
import dev.freshet.events.avro.RegionLoading;
import dev.freshet.events.avro.Registration;
import dev.freshet.events.avro.RunState;
import dev.freshet.events.avro.TaskOutcome;
import dev.freshet.events.avro.TaskReport;
import dev.freshet.events.avro.WarmupMessage;
import dev.freshet.events.avro.WarmupPriority;
import dev.freshet.events.avro.WarmupRun;
import dev.freshet.events.avro.WarmupTask;
import dev.freshet.events.topics.TopicSizing;
import dev.freshet.events.topics.Topics;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.events.wire.RecordAddress;
import dev.freshet.example.payment.PaymentSuccess;
import dev.freshet.registry.Leases;
import dev.freshet.registry.client.Announcer;
import dev.freshet.registry.client.AnnouncerParts;
import dev.freshet.rules.RuleSource;
import dev.freshet.testkit.Environments;
import dev.freshet.testkit.KafkaFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Runs are planned on a real broker, by one coordinator after the other. */
class WarmupPlanningIT {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final String RULES =
      """
      apiVersion: freshet.dev/v1
      kind: CacheRegions
      metadata: {name: shop, owner: shop-team}
      regions:
        - name: payment:history
          key: payment:history:{userId}
          ttl: 15m
      ---
      apiVersion: freshet.dev/v1
      kind: InvalidationRules
      metadata: {name: shop, owner: shop-team}
      rules:
        - id: paid
          event: payment.success
          invalidate:
            - key: payment:history:{userId}
      ---
      apiVersion: freshet.dev/v1
      kind: WarmupJobs
      metadata: {name: shop, owner: shop-team}
      jobs:
        - id: hourly
          region: payment:history
          every: 1h
          batchSize: 1
          ratePerSecond: 100
          keys: {list: ["payment:history:1", "payment:history:2"]}
        - id: paid
          region: payment:history
          priority: high
          after: {rule: paid}
          keys: {invalidated: true}
      """;

  private final String kafka = KafkaFixture.bootstrapServers();
  private final Topics topics = new Topics(Environments.unique());
  private final String registry = "mock://" + topics.environment();
  private final AvroCodec codec = AvroCodec.forRegistry(registry);
  private final Closer closer = new Closer();

  @AfterEach
  void close() {
    closer.close();
  }

  @Test
  void shouldRunOncePerTimeWhicheverCoordinatorPlans() throws Exception {
    Map<String, Coordinator> coordinators =
        new HashMap<>(Map.of("first", coordinator("first"), "second", coordinator("second")));
    Producer<byte[], byte[]> producer = producer();
    closer.add(
        Announcer.start(
            AnnouncerParts.of(producer, codec, topics),
            WarmupPlanningIT::registration,
            WarmupPlanningIT::beat));
    RuleSetPublisher rules =
        closer.add(RuleSetPublisher.connect(kafka, registry, topics.environment()));
    rules.publish(List.of(new RuleSource("shop", "shop.yaml", 0, RULES)), "test", "start");
    try (Logs status = new Logs(kafka, topics.warmupStatus())) {
      WarmupRun begun = readRun(status, run -> run.getTasksInFlight() == 2);

      coordinators.remove(begun.getPlanner()).close();
      String other = coordinators.keySet().iterator().next();
      readRun(status, run -> run.getPlanner().equals(other));
      tasks(WarmupPriority.MEDIUM, 2).forEach(task -> report(producer, task));
      WarmupRun done = readRun(status, run -> run.getState() == RunState.DONE);

      assertEquals(begun.getRun(), done.getRun());
      assertEquals(2, done.getLoaded());
      publishPayment(42);
      WarmupTask after = tasks(WarmupPriority.HIGH, 1).get(0);
      assertEquals(new LoadKeys(List.of("payment:history:42")), after.getWork());
      assertEquals(1, after.getBehind().size());
      report(producer, after);
      readRun(status, run -> isDone(run, "paid"));
      assertEquals(
          1,
          readRuns(status).values().stream().filter(run -> run.getJob().equals("hourly")).count());
      assertEquals(2, tasks(WarmupPriority.MEDIUM, 2).size());
    }
  }

  private static boolean isDone(WarmupRun run, String job) {
    return run.getJob().equals(job) && run.getState() == RunState.DONE;
  }

  private Coordinator coordinator(String name) throws Exception {
    Coordinator coordinator =
        closer.add(
            Coordinator.builder(kafka, registry)
                .environment(topics.environment())
                .sizing(TopicSizing.dev())
                .sessionTimeout(Duration.ofSeconds(6))
                .origin(name)
                .start());
    coordinator.awaitRunning(TIMEOUT);
    return coordinator;
  }

  private Producer<byte[], byte[]> producer() {
    return closer.add(
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka, "linger.ms", 0),
            new ByteArraySerializer(),
            new ByteArraySerializer()));
  }

  private static Registration registration() {
    RegionLoading loading =
        RegionLoading.newBuilder()
            .setRegion("payment:history")
            .setVia(LoadingVia.IN_PROCESS)
            .build();
    return new Registration(
        "shop", "a", "1", 0L, null, null, null, Leases.DEFAULT, List.of(loading), Map.of());
  }

  private static Heartbeat beat(long sequence, Instant now) {
    return Heartbeat.newBuilder()
        .setService("shop")
        .setInstance("a")
        .setIncarnation("1")
        .setSequence(sequence)
        .setSentAtMs(now.toEpochMilli())
        .setPhase(MemberPhase.RUNNING)
        .setConditions(List.of())
        .setWatermarks(List.of())
        .setApplied(List.of())
        .setRuleSets(Map.of())
        .setRegions(List.of())
        .build();
  }

  /** Tasks as a worker that comes late finds them. */
  private List<WarmupTask> tasks(WarmupPriority priority, int count) {
    String topic = topics.warmupTasks("shop", priority);
    await().atMost(TIMEOUT).until(() -> exists(topic));
    try (Logs log = new Logs(kafka, topic)) {
      return log.readUntil(records -> records.size() >= count).stream()
          .map(record -> codec.decode(at(record), record.value(), WarmupTask.class))
          .toList();
    }
  }

  private boolean exists(String topic) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
      return admin.listTopics().names().get().contains(topic);
    }
  }

  private void report(Producer<byte[], byte[]> producer, WarmupTask task) {
    TaskReport report =
        new TaskReport(
            task.getRun(),
            task.getNumber(),
            task.getAttempt(),
            "shop/a",
            TaskOutcome.DONE,
            0L,
            1L,
            0L,
            0L,
            0L,
            List.of(),
            0L,
            1L,
            1L,
            null);
    byte[] message = codec.encode(topics.warmupInbox(), new WarmupMessage("shop/a", 0L, report));
    var unused =
        producer.send(
            new ProducerRecord<>(topics.warmupInbox(), task.getRun().getBytes(UTF_8), message));
  }

  private void publishPayment(long user) {
    try (EventPublisher events =
        EventPublisher.builder(kafka)
            .environment(topics.environment())
            .schemaRegistry(registry)
            .build()) {
      PaymentSuccess payment =
          new PaymentSuccess("p-1", user, "b-1", 9.5, "EUR", "DONE", "card", Instant.EPOCH);
      DomainEvent event = DomainEvent.of("e-1", "/payment", "payment.success", Map.of());
      events.publish(event, payment, "user-" + user).join();
    }
  }

  /** The newest word on a run that is as wanted. */
  private WarmupRun readRun(Logs status, Predicate<WarmupRun> wanted) {
    status.readUntil(records -> runs(records).values().stream().anyMatch(wanted));
    return readRuns(status).values().stream().filter(wanted).findFirst().orElseThrow();
  }

  private Map<String, WarmupRun> readRuns(Logs status) {
    return runs(status.readUntil(records -> true));
  }

  private Map<String, WarmupRun> runs(List<ConsumerRecord<byte[], byte[]>> records) {
    Map<String, WarmupRun> runs = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      if (record.value() != null) {
        WarmupRun run = codec.decode(at(record), record.value(), WarmupRun.class);
        runs.put(run.getRun(), run);
      }
    }
    return runs;
  }

  private static RecordAddress at(ConsumerRecord<byte[], byte[]> record) {
    return new RecordAddress(record.topic(), record.partition(), record.offset());
  }
}
