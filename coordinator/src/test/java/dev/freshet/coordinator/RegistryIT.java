// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.coordinator.life.Closer;
import dev.freshet.events.avro.CacheStateEvent;
import dev.freshet.events.avro.Heartbeat;
import dev.freshet.events.avro.MemberLease;
import dev.freshet.events.avro.MemberPhase;
import dev.freshet.events.avro.MemberStatus;
import dev.freshet.events.avro.Registration;
import dev.freshet.events.avro.RegistryEntry;
import dev.freshet.events.topics.TopicSizing;
import dev.freshet.events.topics.Topics;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.events.wire.RecordAddress;
import dev.freshet.registry.MemberId;
import dev.freshet.registry.client.Announcer;
import dev.freshet.registry.client.AnnouncerParts;
import dev.freshet.registry.view.RegistryView;
import dev.freshet.testkit.Environments;
import dev.freshet.testkit.KafkaFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The registry is kept on a real broker, by one coordinator after the other. */
class RegistryIT {
  private static final Duration TIMEOUT = Duration.ofMinutes(1);
  private static final MemberLease SHORT = new MemberLease(1_000L, 2_000L, 3_000L);

  /** Of a member that is never missed, however slow the machine is. */
  private static final MemberLease LONG = new MemberLease(1_000L, 300_000L, 600_000L);

  private static final List<String> REPORTED =
      List.of("NodeJoined", "NodeSuspect", "NodeLost", "NodeLeft");

  private final String kafka = KafkaFixture.bootstrapServers();
  private final Topics topics = new Topics(Environments.unique());
  private final AvroCodec codec = AvroCodec.forRegistry("mock://" + topics.environment());
  private final Closer closer = new Closer();

  @AfterEach
  void close() {
    closer.close();
  }

  @Test
  void shouldKeepRegistryOverCoordinatorsAndMembers() throws Exception {
    Coordinator first = coordinator("first");
    Producer<byte[], byte[]> producer =
        closer.add(
            new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka, "linger.ms", 0),
                new ByteArraySerializer(),
                new ByteArraySerializer()));
    RegistryView view =
        closer.add(RegistryView.follow(Map.of("bootstrap.servers", kafka), topics, codec));
    Announcer steady = announce(producer, new Heartbeats("steady", LONG));
    // The other one never says goodbye: what it sends is lost from some moment on.
    Heartbeats lost = new Heartbeats("lost", SHORT);
    announce(producer, lost);
    awaitState(view, "steady", MemberStatus.UP);
    awaitState(view, "lost", MemberStatus.UP);

    Coordinator second = coordinator("second");
    first.close();
    await().atMost(TIMEOUT).until(() -> observers(view).equals(List.of("second", "second")));
    assertEquals(MemberStatus.UP, state(view, "steady").orElseThrow());
    lost.isMute = true;
    awaitState(view, "lost", MemberStatus.GONE);
    steady.close();
    awaitState(view, "steady", MemberStatus.GONE);

    assertEquals("has left", entry(view, "steady").orElseThrow().getReason());
    awaitReports();
    assertTrue(second.state().isRunningOrRebalancing());
  }

  private Coordinator coordinator(String name) throws Exception {
    Coordinator coordinator =
        closer.add(
            Coordinator.builder(kafka, "mock://" + topics.environment())
                .environment(topics.environment())
                .sizing(TopicSizing.dev())
                .sessionTimeout(Duration.ofSeconds(6))
                .origin(name)
                .start());
    coordinator.awaitRunning(TIMEOUT);
    return coordinator;
  }

  private Announcer announce(Producer<byte[], byte[]> producer, Heartbeats heartbeats) {
    return closer.add(Announcer.start(parts(producer), heartbeats::registration, heartbeats::beat));
  }

  private AnnouncerParts parts(Producer<byte[], byte[]> producer) {
    return AnnouncerParts.of(producer, codec, topics);
  }

  private static void awaitState(RegistryView view, String instance, MemberStatus state) {
    await()
        .atMost(TIMEOUT)
        .until(() -> state(view, instance), found -> found.equals(Optional.of(state)));
  }

  private static Optional<MemberStatus> state(RegistryView view, String instance) {
    return entry(view, instance).map(RegistryEntry::getState);
  }

  private static Optional<RegistryEntry> entry(RegistryView view, String instance) {
    return view.snapshot().find(new MemberId("shop", instance)).map(member -> member.entry());
  }

  private static List<String> observers(RegistryView view) {
    return view.snapshot().members().values().stream()
        .filter(member -> member.id().service().equals("shop"))
        .map(member -> member.entry().getObserver())
        .toList();
  }

  /** The registry shows a state before the report of it is there. */
  private void awaitReports() {
    try (Logs log = new Logs(kafka, topics.cacheState())) {
      log.readUntil(
          records ->
              records.stream().map(each -> kind(each.value())).toList().containsAll(REPORTED));
    }
  }

  private String kind(byte[] value) {
    RecordAddress somewhere = new RecordAddress(topics.cacheState(), 0, 0);
    return codec
        .decode(somewhere, value, CacheStateEvent.class)
        .getDetails()
        .getClass()
        .getSimpleName();
  }

  /** What a member says of itself, until it is mute. */
  private static final class Heartbeats {
    private final String instance;
    private final MemberLease lease;
    volatile boolean isMute;

    Heartbeats(String instance, MemberLease lease) {
      this.instance = instance;
      this.lease = lease;
    }

    Registration registration() {
      requireVoice();
      return new Registration(
          "shop", instance, "1", 0L, null, null, null, lease, List.of(), Map.of());
    }

    Heartbeat beat(long sequence, Instant now) {
      requireVoice();
      return Heartbeat.newBuilder()
          .setService("shop")
          .setInstance(instance)
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

    private void requireVoice() {
      if (isMute) {
        throw new IllegalStateException("mute");
      }
    }
  }
}
