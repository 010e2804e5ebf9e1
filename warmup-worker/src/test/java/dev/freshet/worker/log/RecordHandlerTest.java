// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.cache.CommandApplier;
import dev.freshet.cache.FreshetCache;
import dev.freshet.cache.Region;
import dev.freshet.cache.RegionSettings;
import dev.freshet.cache.codec.Codec;
import dev.freshet.events.avro.Cause;
import dev.freshet.events.avro.InvalidationCommand;
import dev.freshet.events.avro.NodeJoined;
import dev.freshet.events.avro.ProgressMarker;
import dev.freshet.events.avro.SourceProgress;
import dev.freshet.events.avro.SourceTopic;
import dev.freshet.events.topics.EventHeaders;
import dev.freshet.events.topics.Topics;
import dev.freshet.events.values.LogIdentity;
import dev.freshet.events.values.Position;
import dev.freshet.events.values.Receipt;
import dev.freshet.events.values.Target;
import dev.freshet.events.wire.AvroCodec;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecordHandlerTest {
  private record Applied(Target target, Position position, @Nullable Receipt cause) {}

  private static final class Heard implements LogListener {
    private final List<Applied> applied = new ArrayList<>();
    private final List<String> unreadable = new ArrayList<>();
    private int awaited;

    @Override
    public void applied(Target target, Position position, @Nullable Receipt cause) {
      applied.add(new Applied(target, position, cause));
    }

    @Override
    public void unreadable(String topic, Position position, String problem) {
      unreadable.add(position + " " + problem);
    }

    @Override
    public void awaitedApplied() {
      awaited++;
    }

    @Override
    public void caughtUp() {
      throw new IllegalStateException("the follower's, not the handler's");
    }
  }

  private static final String TOPIC = Topics.DEFAULT.commands();
  private static final Map<String, Object> KEY = Map.of("userId", 42);

  private final AvroCodec avro = AvroCodec.forRegistry("mock://" + UUID.randomUUID());
  private final AppliedProgress progress = new AppliedProgress();
  private final BrokerClock clock = new BrokerClock(() -> 0);
  private final OwnCommands own = new OwnCommands("i1");
  private final Heard heard = new Heard();
  private final FreshetCache cache =
      FreshetCache.builder(target -> CompletableFuture.failedFuture(new IllegalStateException()))
          .build();
  private final Region<String> region =
      cache.region(
          RegionSettings.of("profile", "profile:{userId}").withTags("user:{userId}"),
          Codec.json(String.class));
  private final RecordHandler handler =
      new RecordHandler(new FollowerParts(avro, cache.applier(), progress, clock, own, heard));

  @BeforeEach
  void fillTheCache() {
    cache.applier().startOver(new LogIdentity(new UUID(1, 1), 1), target -> 0);
    region.get(KEY, key -> "value");
  }

  @Test
  void shouldApplyACommandAndTellWhatCausedIt() {
    handler.handle(record("t|user:42", encode(command("t|user:42"))), 3);

    assertNull(region.getIfPresent(KEY));
    assertEquals(
        List.of(
            new Applied(
                new Target.Tag("user:42"),
                new Position(0, 3, 7),
                new Receipt("freshet.events", 2, 9))),
        heard.applied);
  }

  @Test
  void shouldCompleteTheNodesOwnCommandOnceItIsApplied() {
    String id = own.nextId();
    CompletableFuture<Position> applied = own.expect(id);
    ConsumerRecord<byte[], byte[]> record = record("t|user:42", encode(command("t|user:42")));
    record.headers().add(OwnCommands.HEADER, id.getBytes(UTF_8));

    handler.handle(record, 0);

    assertEquals(new Position(0, 0, 7), applied.getNow(new Position(0, 0, 0)));
  }

  @Test
  void shouldTreatEverythingAsStaleForARecordThatItCannotRead() {
    NodeJoined anotherType = new NodeJoined("n2", "i2");
    byte[] truncated = new byte[] {0, 0, 0};

    expectEverythingStale(record("t|user:43", truncated));
    expectEverythingStale(record("t|user:43", new byte[] {0, 0, 0, 0, 99, 1}));
    expectEverythingStale(record("t|user:43", "{}".getBytes(UTF_8)));
    expectEverythingStale(record("t|user:43", null));
    expectEverythingStale(record("t|user:43", avro.encode(TOPIC, anotherType)));
    expectEverythingStale(record("t|user:43", encode(command("t|user:44"))));
    expectEverythingStale(record("neither kind", encode(command("neither kind"))));
    expectEverythingStale(new ConsumerRecord<>(TOPIC, 0, next(), null, truncated));

    assertEquals(8, heard.unreadable.size());
    assertTrue(heard.unreadable.get(0).contains("found 3 bytes"), heard.unreadable.get(0));
  }

  @Test
  void shouldApplyACommandThatIsOutOfPlaceAndCloseL2() {
    cache.applier().startOver(new LogIdentity(new UUID(1, 2), 2), target -> 1);
    cache.applier().caughtUp();
    region.get(KEY, key -> "value");

    handler.handle(record("t|user:42", encode(command("t|user:42"))), 0);

    assertNull(region.getIfPresent(KEY));
    assertEquals(new Target.Tag("user:42"), heard.applied.get(0).target());
    assertFalse(cache.applier().isCaughtUp());
  }

  @Test
  void shouldTellTheCacheTheClosedTimeWhenAMarkerHasAdvancedIt() {
    List<Instant> told = new ArrayList<>();
    RecordHandler telling =
        new RecordHandler(new FollowerParts(avro, hearing(told), progress, clock, own, heard));
    progress.startOver(1);

    for (long endSeenAtMs : new long[] {70, 70, 60, 90}) {
      telling.handle(record("m|0_0", avro.encode(TOPIC, marker(endSeenAtMs))), 0);
    }

    assertEquals(List.of(Instant.ofEpochMilli(70), Instant.ofEpochMilli(90)), told);
  }

  @Test
  void shouldTellWhenWhatIsAwaitedIsAppliedButNotWhileItReadsWhatWas() {
    progress.startOver(1);

    handler.handle(awaitedCommand(), 0);
    handler.handle(record("m|0_0", avro.encode(TOPIC, awaited(1))), 0);
    assertEquals(0, heard.awaited, "long ago");
    assertTrue(cache.applier().caughtUp());
    handler.handle(awaitedCommand(), 0);
    assertEquals(1, heard.awaited);
    handler.handle(record("m|0_0", avro.encode(TOPIC, awaited(2))), 0);
    assertEquals(2, heard.awaited);
    handler.handle(record("m|0_0", avro.encode(TOPIC, marker(90))), 0);
    handler.handle(record("t|user:42", encode(command("t|user:42"))), 0);

    assertEquals(2, heard.awaited);
    assertEquals(3, heard.applied.size());
  }

  private ConsumerRecord<byte[], byte[]> awaitedCommand() {
    ConsumerRecord<byte[], byte[]> record = record("t|user:42", encode(command("t|user:42")));
    EventHeaders.await(record.headers());
    return record;
  }

  private static ProgressMarker awaited(long nextOffset) {
    ProgressMarker marker = marker(70);
    SourceProgress source =
        SourceProgress.newBuilder(marker.getSources().get(0)).setNextOffset(nextOffset).build();
    return ProgressMarker.newBuilder(marker).setSources(List.of(source)).setAwaited(true).build();
  }

  /** The cache's applier, and in between a list of the closed times. */
  private CommandApplier hearing(List<Instant> told) {
    return (CommandApplier)
        Proxy.newProxyInstance(
            CommandApplier.class.getClassLoader(),
            new Class<?>[] {CommandApplier.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("closedTime")) {
                told.add((Instant) arguments[0]);
              }
              return method.invoke(cache.applier(), arguments);
            });
  }

  private static ProgressMarker marker(long endSeenAtMs) {
    return ProgressMarker.newBuilder()
        .setTask("0_0")
        .setSources(
            List.of(
                SourceProgress.newBuilder()
                    .setTopic("events")
                    .setPartition(0)
                    .setNextOffset(1)
                    .setEndSeenAtMs(endSeenAtMs)
                    .build()))
        .setSourcePartitions(List.of(new SourceTopic("events", 1)))
        .setWrittenAtMs(endSeenAtMs)
        .build();
  }

  private long offset = 6;

  private long next() {
    return ++offset;
  }

  private void expectEverythingStale(ConsumerRecord<byte[], byte[]> record) {
    region.get(KEY, key -> "value");

    handler.handle(record, 0);

    assertNull(region.getIfPresent(KEY), "after " + record);
    assertTrue(heard.unreadable.get(heard.unreadable.size() - 1).contains(":" + offset + "@"));
  }

  private ConsumerRecord<byte[], byte[]> record(String key, byte @Nullable [] value) {
    return new ConsumerRecord<>(TOPIC, 0, next(), key.getBytes(UTF_8), value);
  }

  private byte[] encode(InvalidationCommand command) {
    return avro.encode(TOPIC, command);
  }

  private static InvalidationCommand command(String target) {
    return InvalidationCommand.newBuilder()
        .setTarget(target)
        .setOrigin("coordinator-1")
        .setCause(
            Cause.newBuilder()
                .setEventId("e1")
                .setEventType("user.updated")
                .setEventSource("/users")
                .setTopic("freshet.events")
                .setPartition(2)
                .setOffset(9)
                .setRuleSet("users")
                .setRule("user-updated")
                .setRevision(1)
                .build())
        .setIssuedAtMs(1)
        .build();
  }
}
