// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker;

import static dev.freshet.worker.MemberTopics.condition;
import static dev.freshet.worker.NodeHarness.KEY;
import static dev.freshet.worker.NodeHarness.PATIENCE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.cache.store.CircuitState;
import dev.freshet.events.avro.CircuitStatus;
import dev.freshet.events.avro.ConditionStatus;
import dev.freshet.events.avro.Heartbeat;
import dev.freshet.events.avro.InvalidationCommand;
import dev.freshet.events.avro.MemberPhase;
import dev.freshet.events.avro.RegionLoading;
import dev.freshet.events.topics.CommandTopic;
import dev.freshet.events.topics.EventHeaders;
import dev.freshet.events.values.Target;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.registry.RegistryKeys;
import dev.freshet.stack.EmbeddedRedis;
import dev.freshet.testkit.RegistryFixture;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a node says of itself on the topics, from its start to its end. */
class MembershipIT {
  /** So long that whatever is heard was said at once. */
  private static final Duration SELDOM = Duration.ofMinutes(5);

  private static final Target ALL = Target.ALL;

  private final NodeHarness cluster = new NodeHarness();

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void shouldSayAtOnceWhatHappensToItFromItsStartToItsEnd() throws Exception {
    try (EmbeddedRedis redis = EmbeddedRedis.start();
        MemberTopics topics = new MemberTopics(cluster, "user-api/n1")) {
      FreshetNode node =
          cluster.node(
              "n1", builder -> builder.service("user-api").heartbeat(SELDOM).redis(redis.url()));
      String incarnation = expectStart(topics);

      LoadingRegion<String> region = node.region("profile", String.class, key -> "v");
      assertEquals("v", region.get(KEY));
      expectLoading(topics);

      expectAwaited(topics);

      redis.process().kill9();
      AtomicInteger user = new AtomicInteger();
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                assertEquals("v", region.get(Map.of("userId", user.incrementAndGet())));
                return node.circuit() == CircuitState.OPEN;
              });
      Heartbeat broken = topics.awaitHeartbeat(beat -> beat.getCircuit().equals(open()));
      assertEquals(ConditionStatus.FALSE, condition(broken, "L2Available").getStatus());
      assertEquals(ConditionStatus.TRUE, condition(broken, "LogFollowed").getStatus());

      node.drain();
      topics.awaitHeartbeat(beat -> beat.getPhase() == MemberPhase.DRAINING);
      assertEquals("v", region.get(KEY), "serves on");
      node.close();
      ConsumerRecord<byte[], byte[]> gone = topics.awaitRegistration(each -> each == null);
      assertEquals(
          incarnation,
          new String(gone.headers().lastHeader(RegistryKeys.INCARNATION_HEADER).value(), UTF_8));
    }
  }

  private static Optional<CircuitStatus> open() {
    return Optional.of(CircuitStatus.OPEN);
  }

  private String expectStart(MemberTopics topics) {
    topics.awaitRegistration(
        each ->
            each != null && each.getCapabilities().size() == 2 && !loads(each.getCapabilities()));
    Heartbeat running = topics.awaitHeartbeat(beat -> beat.getPhase() == MemberPhase.RUNNING);
    assertEquals("user-api", running.getService());
    assertEquals(partitions(), running.getWatermarks().size());
    assertEquals(ConditionStatus.TRUE, condition(running, "LogFollowed").getStatus());
    assertEquals(ConditionStatus.TRUE, condition(running, "L2Available").getStatus());
    return running.getIncarnation();
  }

  private static void expectLoading(MemberTopics topics) {
    topics.awaitRegistration(each -> each != null && loads(each.getCapabilities()));
  }

  private static boolean loads(List<Object> capabilities) {
    return capabilities.stream().anyMatch(RegionLoading.class::isInstance);
  }

  /** A command of which its author waits to hear. */
  private void expectAwaited(MemberTopics topics) throws Exception {
    RecordMetadata written = writeAwaited();

    Heartbeat applied =
        topics.awaitHeartbeat(
            beat ->
                beat.getWatermarks().get(written.partition()).getNextOffset() > written.offset());

    assertEquals("profile", applied.getRegions().get(0).getRegion());
    assertEquals(1, applied.getRegions().get(0).getLoads());
    assertTrue(applied.getMemoryMaxBytes().isPresent());
  }

  private RecordMetadata writeAwaited() throws Exception {
    String commands = cluster.topics.commands();
    InvalidationCommand command =
        InvalidationCommand.newBuilder()
            .setTarget(ALL.text())
            .setOrigin("test")
            .setIssuedAtMs(0)
            .build();
    try (AvroCodec avro = AvroCodec.forRegistry(RegistryFixture.url());
        KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(
                Map.of("bootstrap.servers", cluster.bootstrapServers),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
      ProducerRecord<byte[], byte[]> record =
          new ProducerRecord<>(
              commands,
              CommandTopic.partitionOf(ALL, partitions()),
              ALL.text().getBytes(UTF_8),
              avro.encode(commands, command));
      EventHeaders.await(record.headers());
      return producer.send(record).get();
    }
  }

  private int partitions() {
    return CommandTopic.identify(cluster.admin, cluster.topics).partitions();
  }

  @Test
  void shouldServeWhereNobodyKeepsARegistry() throws Exception {
    cluster
        .admin
        .deleteTopics(List.of(cluster.topics.registrations(), cluster.topics.heartbeats()))
        .all()
        .get();

    FreshetNode node = cluster.node("n1");

    assertEquals("v", NodeHarness.profiles(node).get(KEY, key -> "v"));
    node.invalidate(new Target.Tag("user:42"));
    assertEquals("w", NodeHarness.profiles(node).get(KEY, key -> "w"));
  }
}
