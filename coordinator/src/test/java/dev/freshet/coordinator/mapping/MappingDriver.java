// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.coordinator.held.HeldCommands;
import dev.freshet.coordinator.progress.SourceOffsets;
import dev.freshet.coordinator.rulesets.ContentHash;
import dev.freshet.coordinator.rulesets.RuleBooks;
import dev.freshet.coordinator.streams.Patience;
import dev.freshet.events.DomainEvent;
import dev.freshet.events.avro.CacheStateEvent;
import dev.freshet.events.avro.InvalidationCommand;
import dev.freshet.events.avro.ProgressMarker;
import dev.freshet.events.avro.RuleSetRevision;
import dev.freshet.events.cloudevents.EventEncoder;
import dev.freshet.events.topics.EventHeaders;
import dev.freshet.events.topics.Topics;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.events.wire.RecordAddress;
import dev.freshet.testkit.FakeClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
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
final class MappingDriver implements AutoCloseable {
  static final Topics TOPICS = new Topics("test");
  static final Duration MARKER_INTERVAL = Duration.ofMillis(250);
  static final String ORIGIN = "coordinator-1";

  private static final Duration STEP = Duration.ofMillis(10);

  final FakeClock clock = FakeClock.create();
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final AvroCodec codec;
  volatile SourceOffsets.View view = SourceOffsets.View.UNKNOWN;

  /** How many tasks have said that they begin. */
  int tasksBegun;

  private final TopologyTestDriver driver;
  private final TestInputTopic<byte[], byte[]> events;
  private final TestInputTopic<byte[], byte[]> rules;

  /** With a registry in memory. */
  MappingDriver() {
    this("mock://" + UUID.randomUUID(), Patience.within(Patience.DEFAULT));
  }

  MappingDriver(String registry, Patience patience) {
    this(registry, patience, new HeldBefore(Map.of(), HeldCommands.MOST));
  }

  /** With held commands that another task has left behind. */
  MappingDriver(String registry, Patience patience, HeldBefore held) {
    codec = AvroCodec.forRegistry(registry);
    MappingSettings settings =
        new MappingSettings(TOPICS, List.of(TOPICS.events()), MARKER_INTERVAL, ORIGIN);
    RuleBooks books = new RuleBooks(meters);
    books.caughtUp();
    MappingParts parts = new MappingParts(codec, offsets(), books, patience, meters, clock);
    Properties properties = new Properties();
    properties.put("application.id", "test-" + UUID.randomUUID());
    properties.put("bootstrap.servers", "unused:1");
    properties.putAll(FailureHandler.properties(settings, parts));
    driver =
        new TopologyTestDriver(
            MappingTopology.build(settings, parts, held, held.most()), properties, clock.instant());
    events = input(TOPICS.events());
    rules = input(TOPICS.rules());
  }

  private SourceOffsets offsets() {
    return new SourceOffsets() {
      @Override
      public View latest() {
        return view;
      }

      @Override
      public void taskBegun() {
        tasksBegun++;
      }
    };
  }

  private TestInputTopic<byte[], byte[]> input(String topic) {
    return driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer());
  }

  void applyRules(String name, long revision, String yaml) {
    applyRules(
        name,
        new RuleSetRevision(
            name,
            revision,
            ContentHash.of(yaml),
            "author",
            "",
            clock.millis(),
            yaml,
            null,
            null,
            false));
  }

  void applyRules(String name, RuleSetRevision revision) {
    applyRules(name, codec.encode(TOPICS.rules(), revision));
  }

  void applyRules(String name, byte @Nullable [] value) {
    rules.pipeInput(new TestRecord<>(name.getBytes(UTF_8), value));
  }

  /** An event in CloudEvents binary mode with JSON data. */
  void publish(String type, Map<String, @Nullable Object> data) {
    publish(EventEncoder.binaryJson(TOPICS.events(), "key", event(type, data)));
  }

  /** As {@link #publish(String, Map)}, and somebody waits to hear that it is applied. */
  void publishAwaited(String type, Map<String, @Nullable Object> data) {
    ProducerRecord<byte[], byte[]> record =
        EventEncoder.binaryJson(TOPICS.events(), "key", event(type, data));
    EventHeaders.await(record.headers());
    publish(record);
  }

  static DomainEvent event(String type, Map<String, @Nullable Object> data) {
    return DomainEvent.of("event-1", "/services/payment", type, data);
  }

  void publish(ProducerRecord<byte[], byte[]> record) {
    Headers headers = new RecordHeaders(record.headers().toArray());
    events.pipeInput(new TestRecord<>(record.key(), record.value(), headers, clock.instant()));
  }

  /** A partition that this driver's task maps. */
  static SourceOffsets.Range range(long mappedUntil, long end) {
    return new SourceOffsets.Range(
        mappedUntil, end, Thread.currentThread().getName() + "-consumer");
  }

  /** Lets time pass by one interval of markers. */
  void tick() {
    pass(MARKER_INTERVAL);
  }

  /** Lets time pass, as on a thread that looks every few milliseconds what is due. */
  void pass(Duration time) {
    for (Duration left = time; !left.isZero(); ) {
      Duration step = left.compareTo(STEP) < 0 ? left : STEP;
      clock.advance(step);
      driver.advanceWallClockTime(step);
      left = left.minus(step);
    }
  }

  /** What would be found in the changelog of held commands now. */
  Map<String, byte[]> held() {
    Map<String, byte[]> held = new LinkedHashMap<>();
    KeyValueStore<String, byte[]> store = driver.getKeyValueStore(MappingTopology.HELD);
    store.all().forEachRemaining(entry -> held.put(entry.key, entry.value));
    return held;
  }

  List<TestRecord<byte[], byte[]>> read(String topic) {
    return driver
        .createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
        .readRecordsToList();
  }

  /** What went to the command log: commands and markers, in order. */
  List<SpecificRecord> log() {
    return read(TOPICS.commands()).stream()
        .map(record -> codec.decode(somewhere(TOPICS.commands()), record.value()))
        .toList();
  }

  List<InvalidationCommand> commands() {
    return only(InvalidationCommand.class, log());
  }

  List<String> targets() {
    return commands().stream().map(InvalidationCommand::getTarget).toList();
  }

  List<ProgressMarker> markers() {
    return only(ProgressMarker.class, log());
  }

  private static <T> List<T> only(Class<T> type, List<SpecificRecord> records) {
    List<T> found = new ArrayList<>();
    records.stream().filter(type::isInstance).map(type::cast).forEach(found::add);
    return found;
  }

  List<TestRecord<byte[], byte[]>> deadLetters() {
    return read(TOPICS.deadLetters());
  }

  <T> List<T> reports(Class<T> details) {
    return read(TOPICS.cacheState()).stream()
        .map(
            record ->
                codec.decode(somewhere(TOPICS.cacheState()), record.value(), CacheStateEvent.class))
        .map(CacheStateEvent::getDetails)
        .filter(details::isInstance)
        .map(details::cast)
        .toList();
  }

  /** The driver does not say where outputs stand. */
  static RecordAddress somewhere(String topic) {
    return new RecordAddress(topic, 0, 0);
  }

  double count(String meter, String... tags) {
    return meters.get(meter).tags(tags).counter().count();
  }

  static @Nullable String header(Headers headers, String name) {
    return headers.lastHeader(name) == null
        ? null
        : new String(headers.lastHeader(name).value(), UTF_8);
  }

  @Override
  public void close() {
    driver.close();
  }

  /** A store that is filled when its task begins, as after a restore. */
  record HeldBefore(Map<String, byte[]> held, int most) implements KeyValueBytesStoreSupplier {
    @Override
    public String name() {
      return MappingTopology.HELD;
    }

    @Override
    public KeyValueStore<Bytes, byte[]> get() {
      KeyValueStore<Bytes, byte[]> store = Stores.inMemoryKeyValueStore(name()).get();
      held.forEach((id, command) -> store.put(new Bytes(id.getBytes(UTF_8)), command));
      return store;
    }

    @Override
    public String metricsScope() {
      return "in-memory";
    }
  }
}
