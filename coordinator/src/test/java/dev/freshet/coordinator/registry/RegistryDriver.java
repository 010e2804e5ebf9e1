// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.coordinator.streams.LeaveOutHandler;
import dev.freshet.coordinator.streams.Patience;
import dev.freshet.events.avro.CacheStateEvent;
import dev.freshet.events.avro.Heartbeat;
import dev.freshet.events.avro.MemberPhase;
import dev.freshet.events.avro.MemberStatus;
import dev.freshet.events.avro.Registration;
import dev.freshet.events.avro.RegistryEntry;
import dev.freshet.events.topics.Topics;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.events.wire.RecordAddress;
import dev.freshet.registry.Leases;
import dev.freshet.registry.RegistryKeys;
import dev.freshet.testkit.FakeClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** The real topology under Kafka's test driver, with what goes in and what comes out as values. */
final class RegistryDriver implements AutoCloseable {
  static final Topics TOPICS = new Topics("test");
  static final String OBSERVER = "coordinator-1";

  final FakeClock clock = FakeClock.create();
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final AvroCodec codec = AvroCodec.forRegistry("mock://registry-driver");

  private final TopologyTestDriver driver;
  private final TestInputTopic<byte[], byte[]> registrations;
  private final TestInputTopic<byte[], byte[]> heartbeats;

  /** What a reader of the registry has; a member whose value is a tombstone is not in it. */
  private final Map<String, SpecificRecord> table = new TreeMap<>();

  RegistryDriver() {
    this(Map.of());
  }

  /** With a store that another keeper has left. */
  RegistryDriver(Map<String, byte[]> left) {
    RegistryParts parts =
        new RegistryParts(
            TOPICS,
            OBSERVER,
            codec,
            Patience.within(Patience.DEFAULT),
            meters,
            clock,
            clock.nanoTicker());
    Properties properties = new Properties();
    properties.put("application.id", "test-" + UUID.randomUUID());
    properties.put("bootstrap.servers", "unused:1");
    properties.putAll(LeaveOutHandler.properties());
    driver =
        new TopologyTestDriver(
            RegistryTopology.build(parts, new Left(left)), properties, clock.instant());
    registrations = input(TOPICS.registrations());
    heartbeats = input(TOPICS.heartbeats());
  }

  private TestInputTopic<byte[], byte[]> input(String topic) {
    return driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer());
  }

  KeyValueStore<String, byte[]> members() {
    return driver.getKeyValueStore(RegistryTopology.MEMBERS);
  }

  Map<String, byte[]> stored() {
    Map<String, byte[]> stored = new HashMap<>();
    members().all().forEachRemaining(entry -> stored.put(entry.key, entry.value));
    return stored;
  }

  void pass(Duration time) {
    for (Duration left = time; !left.isZero(); left = left.minus(RegistryStep.TICK)) {
      clock.advance(RegistryStep.TICK);
      driver.advanceWallClockTime(RegistryStep.TICK);
    }
  }

  void register(String instance, String incarnation) {
    Registration registration =
        new Registration(
            "shop",
            instance,
            incarnation,
            0L,
            null,
            null,
            null,
            Leases.DEFAULT,
            List.of(),
            Map.of());
    writeRegistration("shop/" + instance, registration);
  }

  void writeRegistration(String key, @Nullable SpecificRecord value) {
    writeRegistration(key, value, new RecordHeaders());
  }

  void writeRegistration(String key, @Nullable SpecificRecord value, Headers headers) {
    byte[] bytes = value == null ? null : codec.encode(TOPICS.registrations(), value);
    registrations.pipeInput(new TestRecord<>(key.getBytes(UTF_8), bytes, headers, clock.instant()));
  }

  void beat(String instance, String incarnation, long sequence) {
    beat(heartbeat(instance, incarnation, sequence));
  }

  void beat(Heartbeat heartbeat) {
    writeHeartbeat("shop/" + heartbeat.getInstance(), codec.encode(TOPICS.heartbeats(), heartbeat));
  }

  void writeHeartbeat(@Nullable String key, byte @Nullable [] value) {
    heartbeats.pipeInput(
        new TestRecord<>(
            key == null ? null : key.getBytes(UTF_8), value, new RecordHeaders(), clock.instant()));
  }

  Heartbeat heartbeat(String instance, String incarnation, long sequence) {
    return Heartbeat.newBuilder()
        .setService("shop")
        .setInstance(instance)
        .setIncarnation(incarnation)
        .setSequence(sequence)
        .setSentAtMs(clock.millis())
        .setPhase(MemberPhase.RUNNING)
        .setConditions(List.of())
        .setWatermarks(List.of())
        .setApplied(List.of())
        .setRuleSets(Map.of())
        .setRegions(List.of())
        .build();
  }

  /** What came out, without reading it. */
  List<TestRecord<byte[], byte[]>> read(String topic) {
    return output(topic).readRecordsToList();
  }

  private TestOutputTopic<byte[], byte[]> output(String topic) {
    return driver.createOutputTopic(
        topic, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** The registry as a reader has it now. */
  Map<String, SpecificRecord> registry() {
    for (TestRecord<byte[], byte[]> record : read(TOPICS.registry())) {
      String key = new String(record.key(), UTF_8);
      if (record.value() == null) {
        table.remove(key);
      } else {
        table.put(key, codec.decode(somewhere(TOPICS.registry()), record.value()));
      }
    }
    return table;
  }

  MemberStatus state(String instance) {
    if (registry().get("shop/" + instance) instanceof RegistryEntry entry) {
      return entry.getState();
    }
    throw new AssertionError(instance + " is not in the registry");
  }

  @Nullable SpecificRecord observer() {
    return registry().get(RegistryKeys.OBSERVER);
  }

  /** The kinds of what was reported since the last time. */
  List<String> reports() {
    return events().stream().map(event -> event.getDetails().getClass().getSimpleName()).toList();
  }

  List<CacheStateEvent> events() {
    return read(TOPICS.cacheState()).stream()
        .map(
            record ->
                codec.decode(somewhere(TOPICS.cacheState()), record.value(), CacheStateEvent.class))
        .toList();
  }

  double rejected(String reason) {
    return meters.get("freshet.registry.rejected").tag("reason", reason).counter().count();
  }

  /** The driver does not say where outputs stand. */
  private static RecordAddress somewhere(String topic) {
    return new RecordAddress(topic, 0, 0);
  }

  @Override
  public void close() {
    driver.close();
  }

  /** A store that is filled when its task begins, as after a restore. */
  private record Left(Map<String, byte[]> entries) implements KeyValueBytesStoreSupplier {
    @Override
    public String name() {
      return RegistryTopology.MEMBERS;
    }

    @Override
    public KeyValueStore<Bytes, byte[]> get() {
      KeyValueStore<Bytes, byte[]> store = Stores.inMemoryKeyValueStore(name()).get();
      entries.forEach((id, entry) -> store.put(new Bytes(id.getBytes(UTF_8)), entry));
      return store;
    }

    @Override
    public String metricsScope() {
      return "in-memory";
    }
  }
}
