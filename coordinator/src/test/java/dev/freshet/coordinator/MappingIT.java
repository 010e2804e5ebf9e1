// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.coordinator.rulesets.RuleSetPublisher;
import dev.freshet.events.DomainEvent;
import dev.freshet.events.EventPublisher;
import dev.freshet.events.avro.InvalidationCommand;
import dev.freshet.events.avro.ProgressMarker;
import dev.freshet.events.avro.RuleSetRevision;
import dev.freshet.events.avro.SourceProgress;
import dev.freshet.events.topics.CommandTopic;
import dev.freshet.events.topics.TopicSizing;
import dev.freshet.events.topics.Topics;
import dev.freshet.events.values.Receipt;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.events.wire.RecordAddress;
import dev.freshet.example.payment.PaymentSuccess;
import dev.freshet.rules.RuleSource;
import dev.freshet.rules.ShippedRules;
import dev.freshet.testkit.Environments;
import dev.freshet.testkit.KafkaFixture;
import dev.freshet.testkit.RegistryFixture;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The coordinator on a real broker and a real registry. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MappingIT {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  private final String kafka = KafkaFixture.bootstrapServers();
  private final String registry = RegistryFixture.url();
  private final Topics topics = new Topics(Environments.unique());
  private final AvroCodec codec = AvroCodec.forRegistry(registry);
  private final Map<RecordAddress, SpecificRecord> decoded = new ConcurrentHashMap<>();
  private final EventPublisher events =
      EventPublisher.builder(kafka)
          .environment(topics.environment())
          .schemaRegistry(registry)
          .build();
  private final Coordinator coordinator =
      Coordinator.builder(kafka, registry)
          .environment(topics.environment())
          .sizing(TopicSizing.dev())
          .managementPort(0)
          .start();
  private final RuleSetPublisher rules =
      RuleSetPublisher.connect(kafka, registry, topics.environment());

  @BeforeAll
  void start() throws Exception {
    rules.publish(ShippedRules.load(), "test", "start");
    coordinator.awaitRunning(TIMEOUT);
  }

  @AfterAll
  void stop() throws Exception {
    rules.close();
    events.close();
    coordinator.close();
    codec.close();
  }

  @Test
  void shouldMapEventsToCommandsInPartitionsOfTheirTargets() {
    awaitRevision("payment", 1);
    Receipt receipt = publishPayment(42);

    try (Logs log = new Logs(kafka, topics.commands())) {
      List<ConsumerRecord<byte[], byte[]>> commands =
          log.readUntil(records -> commandsOf(records, receipt).size() == 4).stream()
              .filter(record -> isCommandOf(record, receipt))
              .toList();
      assertEquals(
          Set.of(
              "k|payment:history:42",
              "k|payment:recent:42",
              "k|bill:status:b-42",
              "k|analytics:dashboard:42"),
          commands.stream()
              .map(record -> new String(record.key(), UTF_8))
              .collect(Collectors.toSet()));
      for (ConsumerRecord<byte[], byte[]> record : commands) {
        assertEquals(
            CommandTopic.partitionOf(new String(record.key(), UTF_8), 4), record.partition());
      }
    }
  }

  @Test
  void shouldCoverEventsByMarkersInEveryPartitionBehindTheirCommands() {
    awaitRevision("payment", 1);
    List<Receipt> receipts = new ArrayList<>();
    for (int user = 1_000; user < 1_500; user++) {
      receipts.add(publishPayment(user));
    }

    try (Logs log = new Logs(kafka, topics.commands())) {
      List<ConsumerRecord<byte[], byte[]>> records =
          log.readUntil(read -> receipts.stream().allMatch(receipt -> isCovered(read, receipt)));

      Set<String> mapped = new HashSet<>();
      Map<String, Long> told = new HashMap<>();
      for (ConsumerRecord<byte[], byte[]> record : records) {
        SpecificRecord content = decode(record);
        if (content instanceof ProgressMarker marker) {
          marker
              .getSources()
              .forEach(
                  source ->
                      told.merge(
                          record.partition() + "<" + source.getPartition(),
                          source.getNextOffset(),
                          Math::max));
        } else if (content instanceof InvalidationCommand command) {
          var cause = command.getCause().orElseThrow();
          long covered = told.getOrDefault(record.partition() + "<" + cause.getPartition(), 0L);
          assertTrue(
              cause.getOffset() >= covered, "command of " + cause + " stands behind its marker");
          mapped.add(new Receipt(cause.getTopic(), cause.getPartition(), cause.getOffset()) + "");
        }
      }
      assertTrue(
          mapped.containsAll(receipts.stream().map(Receipt::toString).toList()),
          "events without commands before their markers");
    }
  }

  @Test
  void shouldSeeEndOfIdlePartitions() {
    Instant start = Instant.now();

    try (Logs log = new Logs(kafka, topics.commands())) {
      log.readUntil(
          records -> {
            Set<Integer> seen = new HashSet<>();
            for (ConsumerRecord<byte[], byte[]> record : records) {
              for (SourceProgress source : sources(record)) {
                if (source.getEndSeenAtMs().orElse(0L) >= start.toEpochMilli()) {
                  seen.add(source.getPartition());
                }
              }
            }
            return seen.equals(Set.of(0, 1, 2, 3));
          });
    }
  }

  @Test
  void shouldApplyNewRevisionWithoutRestart() {
    String yaml =
        """
        apiVersion: freshet.dev/v1
        kind: InvalidationRules
        metadata: {name: hot, owner: test}
        rules:
          - id: changed
            event: hot.changed
            invalidate:
              - tag: "VERSION:{id}"
        """;
    publishRules("hot", yaml.replace("VERSION", "old"));
    awaitRevision("hot", 1);

    assertEquals(List.of("t|old:1"), commandOf(publish("hot.changed", Map.of("id", 1L))));
    publishRules("hot", yaml.replace("VERSION", "new"));
    awaitRevision("hot", 2);

    assertEquals(List.of("t|new:1"), commandOf(publish("hot.changed", Map.of("id", 1L))));
  }

  private List<String> commandOf(Receipt event) {
    try (Logs log = new Logs(kafka, topics.commands())) {
      return commandsOf(log.readUntil(read -> !commandsOf(read, event).isEmpty()), event);
    }
  }

  @Test
  void shouldGoOnBehindRecordTooLargeForDeadLetters() {
    awaitRevision("payment", 1);
    // Just fits as an event, and no longer with the headers of a dead letter.
    String data = "x".repeat(1_048_576 - 400);
    Receipt bad = publish("webhook.config.changed", Map.of("d", data));

    try (Logs letters = new Logs(kafka, topics.deadLetters())) {
      ConsumerRecord<byte[], byte[]> letter =
          letters.readUntil(records -> !lettersOf(records, bad).isEmpty()).stream()
              .filter(record -> isLetterOf(record, bad))
              .findFirst()
              .orElseThrow();
      assertEquals("output-too-large", header(letter, "freshet_reason"));
    }
    Receipt good = publishPayment(43);
    try (Logs log = new Logs(kafka, topics.commands())) {
      log.readUntil(records -> commandsOf(records, good).size() == 4);
    }
  }

  @Test
  void shouldAnswerOverHttp() throws Exception {
    await().atMost(TIMEOUT).until(() -> get("/readyz").statusCode() == 200);
    HttpResponse<String> live = get("/livez");
    HttpResponse<String> ready = get("/readyz");
    HttpResponse<String> verbose = get("/readyz?verbose");
    awaitRevision("payment", 1);
    HttpResponse<String> metrics = get("/metrics");

    assertEquals(200, live.statusCode());
    assertEquals(200, ready.statusCode());
    assertEquals("ok\n", ready.body());
    assertEquals(
        "[+]streams RUNNING\n[+]rules read\n[+]registry RUNNING\n[+]warmup RUNNING\n[+]serving not told to stop\n",
        verbose.body());
    assertTrue(metrics.body().contains("freshet_rule_revision{ruleset=\"payment\"}"));
    assertTrue(metrics.body().contains("kafka_stream_"));
  }

  @Test
  void shouldNotBeReadyOnceClosed() throws Exception {
    Coordinator second =
        Coordinator.builder(kafka, registry)
            .environment(Environments.unique())
            .sizing(TopicSizing.dev())
            .start();
    second.awaitRunning(TIMEOUT);

    second.close();

    // Closing waits for a while alone.
    await().atMost(TIMEOUT).until(() -> second.state().toString(), "NOT_RUNNING"::equals);
    assertTrue(second.managementPort().isEmpty());
  }

  private HttpResponse<String> get(String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + coordinator.managementPort().orElseThrow() + path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  private void publishRules(String name, String yaml) {
    List<RuleSetRevision> revisions =
        rules.publish(List.of(new RuleSource(name, name + ".yaml", 0, yaml)), "test", "");
    assertNotNull(revisions);
  }

  /** Waits until the coordinator reports the revision. */
  private void awaitRevision(String ruleSet, long revision) {
    try (Logs reports = new Logs(kafka, topics.cacheState())) {
      reports.readUntil(
          records ->
              records.stream()
                  .map(record -> decode(record).toString())
                  .anyMatch(
                      text ->
                          text.contains(
                              "{\"ruleSet\": \"" + ruleSet + "\", \"revision\": " + revision)));
    }
  }

  private Receipt publishPayment(long user) {
    DomainEvent event = DomainEvent.of("e-" + user, "/payment", "payment.success", Map.of());
    PaymentSuccess payment =
        new PaymentSuccess(
            "p-" + user, user, "b-" + user, 9.5, "EUR", "DONE", "card", Instant.EPOCH);
    return events.publish(event, payment, "user-" + user).join();
  }

  private Receipt publish(String type, Map<String, Object> data) {
    return events.publish(DomainEvent.of("e", "/test", type, Map.copyOf(data)), "k").join();
  }

  private List<String> commandsOf(List<ConsumerRecord<byte[], byte[]>> records, Receipt receipt) {
    return records.stream()
        .filter(record -> isCommandOf(record, receipt))
        .map(record -> new String(record.key(), UTF_8))
        .distinct()
        .toList();
  }

  private boolean isCommandOf(ConsumerRecord<byte[], byte[]> record, Receipt receipt) {
    return decode(record) instanceof InvalidationCommand command
        && command
            .getCause()
            .filter(cause -> cause.getPartition() == receipt.partition())
            .filter(cause -> cause.getOffset() == receipt.offset())
            .isPresent();
  }

  private boolean isCovered(List<ConsumerRecord<byte[], byte[]>> records, Receipt receipt) {
    Set<Integer> partitions = new HashSet<>();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      for (SourceProgress source : sources(record)) {
        if (source.getPartition() == receipt.partition()
            && source.getNextOffset() > receipt.offset()) {
          partitions.add(record.partition());
        }
      }
    }
    return partitions.size() == 4;
  }

  private List<SourceProgress> sources(ConsumerRecord<byte[], byte[]> record) {
    return decode(record) instanceof ProgressMarker marker ? marker.getSources() : List.of();
  }

  /** Each once: who waits for many looks at all of them again and again. */
  private SpecificRecord decode(ConsumerRecord<byte[], byte[]> record) {
    RecordAddress address = new RecordAddress(record.topic(), record.partition(), record.offset());
    return decoded.computeIfAbsent(address, at -> codec.decode(at, record.value()));
  }

  private static List<ConsumerRecord<byte[], byte[]>> lettersOf(
      List<ConsumerRecord<byte[], byte[]>> records, Receipt receipt) {
    return records.stream().filter(record -> isLetterOf(record, receipt)).toList();
  }

  private static boolean isLetterOf(ConsumerRecord<byte[], byte[]> record, Receipt receipt) {
    return header(record, "freshet_offset").equals(Long.toString(receipt.offset()))
        && header(record, "freshet_partition").equals(Integer.toString(receipt.partition()));
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), UTF_8);
  }
}
