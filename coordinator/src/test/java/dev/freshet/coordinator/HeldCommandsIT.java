// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.coordinator.rulesets.RuleSetPublisher;
import dev.freshet.events.DomainEvent;
import dev.freshet.events.EventPublisher;
import dev.freshet.events.avro.InvalidationCommand;
import dev.freshet.events.avro.ProgressMarker;
import dev.freshet.events.avro.SourceProgress;
import dev.freshet.events.cloudevents.EventEncoder;
import dev.freshet.events.topics.TopicSizing;
import dev.freshet.events.topics.Topics;
import dev.freshet.events.values.Receipt;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.events.wire.RecordAddress;
import dev.freshet.rules.RuleSource;
import dev.freshet.stack.ChildProcess;
import dev.freshet.testkit.ChildJvm;
import dev.freshet.testkit.Environments;
import dev.freshet.testkit.KafkaFixture;
import dev.freshet.testkit.RegistryFixture;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A coordinator is killed while it holds commands, on a real broker. */
class HeldCommandsIT {
  private static final int EVENTS = 40;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final TopicDescription NONE = new TopicDescription("", false, List.of());
  private static final String RULES =
      """
      apiVersion: freshet.dev/v1
      kind: InvalidationRules
      metadata: {name: held, owner: test}
      rules:
        - {id: coalesced, event: slow, coalesce: 1m, invalidate: [{tag: "slow:{id}"}]}
        - {id: repeated, event: twice, repeatAfter: 30m, invalidate: [{tag: "twice:{id}"}]}
      """;

  /** By which all is due that the killed one held; no more than brokers take of the future. */
  private static final InstantSource LATER =
      InstantSource.offset(InstantSource.system(), Duration.ofMinutes(40));

  private final String kafka = KafkaFixture.bootstrapServers();
  private final String registry = RegistryFixture.url();
  private final Topics topics = new Topics(Environments.unique());
  private final String group = topics.environment() + "-coordinator";
  private final AvroCodec codec = AvroCodec.forRegistry(registry);
  private final Admin admin = Admin.create(Map.of("bootstrap.servers", kafka));
  private final EventPublisher events =
      EventPublisher.builder(kafka)
          .environment(topics.environment())
          .schemaRegistry(registry)
          .build();

  @AfterEach
  void close() throws Exception {
    events.close();
    admin.close();
    codec.close();
  }

  @Test
  void shouldSendWhatKilledCoordinatorHeldBeforeAnyMarkerPassesIt() throws Exception {
    List<Receipt> receipts = new ArrayList<>();
    try (ChildProcess killed = ChildJvm.start(First.class, kafka, registry, topics.environment())) {
      killed.awaitLine("running", PATIENCE);
      awaitRules();
      for (int i = 0; i < EVENTS; i++) {
        receipts.add(publish("slow", i));
        receipts.add(publish("twice", i));
      }
      awaitCommitted(receipts);
      awaitMarkersAt(receipts);
      killed.kill9();
    }
    evict();

    try (Coordinator next = start(kafka, registry, topics.environment(), "next", LATER);
        Logs log = new Logs(kafka, topics.commands())) {
      next.awaitRunning(PATIENCE);
      List<ConsumerRecord<byte[], byte[]>> records =
          log.readUntil(
              read ->
                  repeats(read) == EVENTS
                      && receipts.stream().allMatch(receipt -> markersPassed(read, receipt) == 4));

      assertEquals(EVENTS, commands(records, "t|slow:", "next").size());
      assertEquals(EVENTS, commands(records, "t|twice:", "first").size());
      assertEquals(EVENTS, commands(records, "t|twice:", "next").size());
      assertNoMarkerAheadOfCommands(records);
      awaitNothingHeld();
    }
  }

  @Test
  void shouldLetChangelogGrowWithSourceTopics() throws Exception {
    String changelog = group + "-held-changelog";
    HeldChangelog.grow(admin, group, Map.of("any", 6));
    assertFalse(admin.listTopics().names().get().contains(changelog));
    admin.createTopics(List.of(new NewTopic(changelog, 2, (short) 1))).all().get();
    awaitTopic(changelog);

    HeldChangelog.grow(admin, group, Map.of("large", 6, "small", 1));
    HeldChangelog.grow(admin, group, Map.of("small", 1));

    await().atMost(PATIENCE).until(() -> partitions(changelog) == 6);
  }

  @Test
  void shouldGoOnMappingWhenSourceTopicGrows() throws Exception {
    String extra = topics.environment() + ".extra";
    admin.createTopics(List.of(new NewTopic(extra, 4, (short) 1))).all().get();
    awaitTopic(extra);
    try (Coordinator coordinator =
            Coordinator.builder(kafka, registry)
                .environment(topics.environment())
                .sizing(TopicSizing.dev())
                .sourceTopic(extra)
                .sessionTimeout(Duration.ofSeconds(6))
                .property("main.consumer.metadata.max.age.ms", 2_000)
                .start();
        RuleSetPublisher rules = RuleSetPublisher.connect(kafka, registry, topics.environment());
        KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
      coordinator.awaitRunning(PATIENCE);
      rules.publish(List.of(new RuleSource("held", "held.yaml", 0, RULES)), "test", "");
      awaitRules();

      admin.createPartitions(Map.of(extra, NewPartitions.increaseTo(6))).all().get();
      DomainEvent event = DomainEvent.of("e", "/test", "twice", Map.of("id", 1));
      var encoded = EventEncoder.binaryJson(extra, "key", event);
      // A thread that sees the topic grow before its changelog has dies, and another takes its
      // place.
      await().dontCatchUncaughtExceptions().atMost(PATIENCE).until(() -> partitions(extra) == 6);
      producer
          .send(new ProducerRecord<>(extra, 5, encoded.key(), encoded.value(), encoded.headers()))
          .get();

      try (Logs log = new Logs(kafka, topics.commands())) {
        log.readUntil(
            records ->
                records.stream()
                    .anyMatch(record -> new String(record.key(), UTF_8).equals("t|twice:1")));
      }
      assertEquals(6, partitions(group + "-held-changelog"));
    }
  }

  private int partitions(String topic) throws Exception {
    return admin
        .describeTopics(List.of(topic))
        .allTopicNames()
        .get()
        .getOrDefault(topic, NONE)
        .partitions()
        .size();
  }

  private void awaitTopic(String name) {
    await().atMost(PATIENCE).until(() -> admin.listTopics().names().get().contains(name));
  }

  /** The killed one. By its clock, which stands, nothing that it holds is ever due. */
  static final class First {
    private First() {}

    public static void main(String[] arguments) throws Exception {
      Instant begun = Instant.now();
      Coordinator first = start(arguments[0], arguments[1], arguments[2], "first", () -> begun);
      first.awaitRunning(PATIENCE);
      try (RuleSetPublisher rules =
          RuleSetPublisher.connect(arguments[0], arguments[1], arguments[2])) {
        rules.publish(List.of(new RuleSource("held", "held.yaml", 0, RULES)), "test", "");
      }
      System.out.println("running");
    }
  }

  private static Coordinator start(
      String kafka, String registry, String environment, String origin, InstantSource clock) {
    return Coordinator.builder(kafka, registry)
        .environment(environment)
        .sizing(TopicSizing.dev())
        .origin(origin)
        .clock(clock)
        // Nobody loses its partitions unless it is evicted.
        .sessionTimeout(PATIENCE)
        .start();
  }

  private void awaitRules() {
    try (Logs reports = new Logs(kafka, topics.cacheState())) {
      reports.readUntil(
          records ->
              records.stream()
                  .anyMatch(record -> decode(record).toString().contains("\"ruleSet\": \"held\"")));
    }
  }

  private Receipt publish(String type, int id) {
    return events
        .publish(DomainEvent.of("e-" + id, "/test", type, Map.of("id", id)), type + id)
        .join();
  }

  /** From then on nobody reads the events again. */
  private void awaitCommitted(List<Receipt> receipts) {
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              Map<TopicPartition, OffsetAndMetadata> committed =
                  admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
              return receipts.stream()
                  .allMatch(
                      receipt -> {
                        OffsetAndMetadata offset =
                            committed.get(new TopicPartition(receipt.topic(), receipt.partition()));
                        return offset != null && offset.offset() > receipt.offset();
                      });
            });
  }

  /** Markers go on being written, and stand still at what is held. */
  private void awaitMarkersAt(List<Receipt> receipts) {
    try (Logs log = new Logs(kafka, topics.commands())) {
      log.readUntil(
          records ->
              records.stream()
                      .flatMap(record -> sources(record).stream())
                      .filter(source -> source.getPartition() == receipts.get(0).partition())
                      .filter(source -> source.getNextOffset() == receipts.get(0).offset())
                      .count()
                  > 8);
    }
  }

  /** What the broker does itself when the sessions of the killed one have run out. */
  private void evict() throws Exception {
    for (String each : List.of(group, topics.registryKeepers(), topics.warmupPlanners())) {
      admin
          .removeMembersFromConsumerGroup(each, new RemoveMembersFromConsumerGroupOptions())
          .all()
          .get();
    }
  }

  private List<InvalidationCommand> commands(
      List<ConsumerRecord<byte[], byte[]>> records, String target, String origin) {
    return records.stream()
        .filter(record -> new String(record.key(), UTF_8).startsWith(target))
        .map(record -> (InvalidationCommand) decode(record))
        .filter(command -> command.getOrigin().equals(origin))
        .toList();
  }

  private static long repeats(List<ConsumerRecord<byte[], byte[]>> records) {
    return records.stream()
        .filter(record -> record.headers().lastHeader("freshet_repeat") != null)
        .count();
  }

  private long markersPassed(List<ConsumerRecord<byte[], byte[]>> records, Receipt receipt) {
    return records.stream()
        .filter(
            record ->
                sources(record).stream()
                    .anyMatch(
                        source ->
                            source.getPartition() == receipt.partition()
                                && source.getNextOffset() > receipt.offset()))
        .map(ConsumerRecord::partition)
        .distinct()
        .count();
  }

  private void assertNoMarkerAheadOfCommands(List<ConsumerRecord<byte[], byte[]>> records) {
    Map<String, Long> told = new HashMap<>();
    Map<String, Boolean> seen = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      for (SourceProgress source : sources(record)) {
        told.merge(
            record.partition() + "<" + source.getPartition(), source.getNextOffset(), Math::max);
      }
      if (decode(record) instanceof InvalidationCommand command
          && seen.put(command.getTarget(), true) == null) {
        var cause = command.getCause().orElseThrow();
        long passed = told.getOrDefault(record.partition() + "<" + cause.getPartition(), 0L);
        assertTrue(passed <= cause.getOffset(), "a marker passed " + command);
      }
    }
  }

  private void awaitNothingHeld() {
    try (Logs changelog = new Logs(kafka, group + "-held-changelog")) {
      changelog.readUntil(
          records -> {
            Map<String, Boolean> held = new HashMap<>();
            records.forEach(
                record -> held.put(new String(record.key(), UTF_8), record.value() != null));
            return held.size() == 2 * EVENTS && !held.containsValue(true);
          });
    }
  }

  private List<SourceProgress> sources(ConsumerRecord<byte[], byte[]> record) {
    return decode(record) instanceof ProgressMarker marker ? marker.getSources() : List.of();
  }

  private SpecificRecord decode(ConsumerRecord<byte[], byte[]> record) {
    RecordAddress address = new RecordAddress(record.topic(), record.partition(), record.offset());
    return codec.decode(address, record.value());
  }
}
