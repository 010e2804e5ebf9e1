// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.warmup;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.coordinator.streams.LeaveOutHandler;
import dev.freshet.coordinator.streams.Patience;
import dev.freshet.coordinator.warmup.world.Jobs;
import dev.freshet.coordinator.warmup.world.Members;
import dev.freshet.coordinator.warmup.world.World;
import dev.freshet.events.avro.CacheStateEvent;
import dev.freshet.events.avro.TaskOutcome;
import dev.freshet.events.avro.TaskReport;
import dev.freshet.events.avro.WarmupMessage;
import dev.freshet.events.avro.WarmupPriority;
import dev.freshet.events.avro.WarmupRun;
import dev.freshet.events.avro.WarmupTask;
import dev.freshet.events.topics.CommandHeaders;
import dev.freshet.events.topics.Topics;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.events.wire.RecordAddress;
import dev.freshet.testkit.FakeClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** The real topology under Kafka's test driver, with what goes in and what comes out as values. */
final class WarmupDriver implements AutoCloseable, Surroundings {
  static final Topics TOPICS = new Topics("test");

  final FakeClock clock;
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final AvroCodec codec = AvroCodec.forRegistry("mock://warmup-driver");
  final Set<String> ready = new TreeSet<>(Set.of("shop"));
  final Set<String> wanted = new TreeSet<>();

  Jobs jobs;
  Members members = TestJobs.members(TestJobs.loader("shop", "a"));

  private final TopologyTestDriver driver;
  private final Map<String, TestInputTopic<byte[], byte[]>> inputs = new HashMap<>();
  private final Map<String, WarmupRun> runs = new TreeMap<>();

  WarmupDriver(String... jobs) {
    this(FakeClock.create(), Map.of(), jobs);
  }

  /** With a store that another planner has left. */
  WarmupDriver(FakeClock clock, Map<String, byte[]> left, String... jobs) {
    this.clock = clock;
    this.jobs = TestJobs.jobs(jobs);
    WarmupParts parts =
        new WarmupParts(
            TOPICS,
            "coordinator-1",
            codec,
            Patience.within(Patience.DEFAULT),
            this,
            meters,
            clock,
            clock.nanoTicker());
    Properties properties = new Properties();
    properties.put("application.id", "test-" + UUID.randomUUID());
    properties.put("bootstrap.servers", "unused:1");
    properties.putAll(LeaveOutHandler.properties());
    driver =
        new TopologyTestDriver(
            WarmupTopology.build(parts, new Left(left)), properties, clock.instant());
    for (String topic : List.of(TOPICS.commands(), TOPICS.warmupInbox(), TOPICS.hotKeys())) {
      inputs.put(
          topic,
          driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer()));
    }
  }

  @Override
  public World world() {
    return new World(jobs, members, Set.copyOf(ready));
  }

  @Override
  public void wantTopics(String service) {
    wanted.add(service);
  }

  void pass(Duration time) {
    for (Duration left = time; !left.isZero(); left = left.minus(WarmupStep.TICK)) {
      clock.advance(WarmupStep.TICK);
      driver.advanceWallClockTime(WarmupStep.TICK);
    }
  }

  Map<String, byte[]> stored() {
    KeyValueStore<String, byte[]> notes = driver.getKeyValueStore(WarmupTopology.NOTES);
    Map<String, byte[]> stored = new HashMap<>();
    notes.all().forEachRemaining(entry -> stored.put(entry.key, entry.value));
    return stored;
  }

  /** A command of a rule is read; of none if {@code rule} is null. */
  void command(String target, @Nullable String rule) {
    Headers headers = new RecordHeaders();
    if (rule != null) {
      headers.add(CommandHeaders.RULE_ID, rule.getBytes(UTF_8));
    }
    write(TOPICS.commands(), target, new byte[] {1}, headers);
  }

  void say(SpecificRecord content) {
    WarmupMessage message = new WarmupMessage("test", clock.millis(), content);
    write(TOPICS.warmupInbox(), "any", codec.encode(TOPICS.warmupInbox(), message));
  }

  void write(String topic, String key, byte @Nullable [] value) {
    write(topic, key, value, new RecordHeaders());
  }

  private void write(String topic, String key, byte @Nullable [] value, Headers headers) {
    TestInputTopic<byte[], byte[]> input = inputs.get(topic);
    if (input == null) {
      throw new AssertionError("no source " + topic);
    }
    input.pipeInput(new TestRecord<>(key.getBytes(UTF_8), value, headers, clock.instant()));
  }

  void done(WarmupTask task) {
    say(
        TaskReport.newBuilder()
            .setRun(task.getRun())
            .setNumber(task.getNumber())
            .setAttempt(task.getAttempt())
            .setWorker("shop/a")
            .setOutcome(TaskOutcome.DONE)
            .setPresent(0)
            .setLoaded(1)
            .setAbsent(0)
            .setRefused(0)
            .setFailed(0)
            .setFailedKeys(List.of())
            .setRetries(0)
            .setSourceTimeMs(1)
            .setTookMs(1)
            .build());
  }

  List<TestRecord<byte[], byte[]>> read(String topic) {
    return driver
        .createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
        .readRecordsToList();
  }

  List<WarmupTask> tasks(WarmupPriority priority) {
    String topic = TOPICS.warmupTasks("shop", priority);
    return read(topic).stream()
        .map(record -> codec.decode(somewhere(topic), record.value(), WarmupTask.class))
        .toList();
  }

  /** The runs as a reader has them now. */
  Map<String, WarmupRun> runs() {
    for (TestRecord<byte[], byte[]> record : read(TOPICS.warmupStatus())) {
      String key = new String(record.key(), UTF_8);
      if (record.value() == null) {
        runs.remove(key);
      } else {
        runs.put(
            key, codec.decode(somewhere(TOPICS.warmupStatus()), record.value(), WarmupRun.class));
      }
    }
    return runs;
  }

  WarmupRun run(String id) {
    WarmupRun run = runs().get(id);
    if (run == null) {
      throw new AssertionError("no run " + id + ", found " + runs.keySet());
    }
    return run;
  }

  List<CacheStateEvent> events() {
    return read(TOPICS.cacheState()).stream()
        .map(
            record ->
                codec.decode(somewhere(TOPICS.cacheState()), record.value(), CacheStateEvent.class))
        .toList();
  }

  private static RecordAddress somewhere(String topic) {
    return new RecordAddress(topic, 0, 0);
  }

  @Override
  public void close() {
    driver.close();
  }

  /** A store that is filled when its task begins, as after a restore. */
  private record Left(Map<String, byte[]> notes) implements KeyValueBytesStoreSupplier {
    @Override
    public String name() {
      return WarmupTopology.NOTES;
    }

    @Override
    public KeyValueStore<Bytes, byte[]> get() {
      KeyValueStore<Bytes, byte[]> store = Stores.inMemoryKeyValueStore(name()).get();
      notes.forEach((key, note) -> store.put(new Bytes(key.getBytes(UTF_8)), note));
      return store;
    }

    @Override
    public String metricsScope() {
      return "in-memory";
    }
  }
}
