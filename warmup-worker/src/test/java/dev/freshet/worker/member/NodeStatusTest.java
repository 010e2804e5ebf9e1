// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.member;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.cache.FreshetCache;
import dev.freshet.cache.LoadFailedException;
import dev.freshet.cache.Region;
import dev.freshet.cache.RegionSettings;
import dev.freshet.cache.codec.Codec;
import dev.freshet.cache.settings.OnBlind;
import dev.freshet.cache.settings.StalenessSettings;
import dev.freshet.cache.store.CircuitState;
import dev.freshet.cache.store.L2Store;
import dev.freshet.events.avro.CircuitStatus;
import dev.freshet.events.avro.ConditionStatus;
import dev.freshet.events.avro.Heartbeat;
import dev.freshet.events.avro.MemberCondition;
import dev.freshet.events.avro.MemberPhase;
import dev.freshet.events.avro.ProgressMarker;
import dev.freshet.events.avro.RegionStatus;
import dev.freshet.events.avro.SourceApplied;
import dev.freshet.events.avro.SourceProgress;
import dev.freshet.events.avro.SourceTopic;
import dev.freshet.events.avro.Watermark;
import dev.freshet.events.topics.Topics;
import dev.freshet.events.values.LogIdentity;
import dev.freshet.events.values.Position;
import dev.freshet.events.values.Target;
import dev.freshet.registry.MemberId;
import dev.freshet.testkit.FakeClock;
import dev.freshet.worker.log.AppliedProgress;
import dev.freshet.worker.log.LogHealth;
import dev.freshet.worker.log.LogHealth.Kind;
import dev.freshet.worker.log.NodeSettings;
import dev.freshet.worker.preload.JobProgress;
import dev.freshet.worker.preload.JobProgress.State;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NodeStatusTest {
  private static final Duration BOUND = Duration.ofSeconds(60);

  private final FakeClock clock = FakeClock.create();
  private final FreshetCache cache =
      FreshetCache.builder(target -> CompletableFuture.failedFuture(new IllegalStateException()))
          .clock(clock, () -> 0)
          .build();
  private final AppliedProgress progress = new AppliedProgress();
  private LogHealth log = new LogHealth(Kind.FOLLOWING, "");
  private CircuitState circuit = CircuitState.CLOSED;
  private MemberPhase phase = MemberPhase.RUNNING;
  private List<JobProgress> preload = List.of();
  private final FixedRegions regions =
      new FixedRegions(List.of(), List.of(), Map.of("users", 7L), List.of());
  private final NodeStatus status = status(storeWithCircuit());

  @AfterEach
  void close() {
    cache.close();
  }

  @Test
  void shouldSayWhoItIsAndWhereInItsLife() {
    Heartbeat running = beat(1);
    phase = MemberPhase.DRAINING;
    Heartbeat draining = beat(2);

    assertEquals("payments", running.getService());
    assertEquals("n1", running.getInstance());
    assertEquals("i1", running.getIncarnation());
    assertEquals(1, running.getSequence());
    assertEquals(clock.millis(), running.getSentAtMs());
    assertEquals(MemberPhase.RUNNING, running.getPhase());
    assertEquals(MemberPhase.DRAINING, draining.getPhase());
    assertEquals(Map.of("users", 7L), running.getRuleSets());
  }

  @Test
  void shouldSayHowFarTheLogAndTheEventsAreApplied() {
    assertEquals(List.of(), beat(1).getWatermarks());
    assertEquals(Optional.empty(), beat(1).getClosedTimeMs());

    cache.applier().startOver(new LogIdentity(new UUID(1, 1), 2), target -> 1);
    assertTrue(cache.applier().apply(new Target.Tag("a"), new Position(1, 3, 7)));
    markApplied(4, 900);
    Heartbeat heartbeat = beat(2);

    assertEquals(
        List.of(new Watermark(0, 0, 0L), new Watermark(1, 3, 8L)), heartbeat.getWatermarks());
    assertEquals(List.of(new SourceApplied("events", 0, 4L)), heartbeat.getApplied());
    assertEquals(Optional.of(900L), heartbeat.getClosedTimeMs());
  }

  @Test
  void shouldSayHowItsRegionsAreDoing() {
    Region<String> region = open("text", Duration.ZERO);
    region.get(Map.of("id", 1), key -> "v");
    region.get(Map.of("id", 1), key -> "v");
    try {
      String unused = region.get(Map.of("id", 2), NodeStatusTest::fail);
    } catch (LoadFailedException expected) {
      assertTrue(String.valueOf(expected.getMessage()).contains("source away"));
    }

    assertEquals(
        List.of(new RegionStatus("text", 1L, 1L, 2L, 1L, 1L, 0L, 0)), beat(1).getRegions());
  }

  private static String fail(Object key) throws Exception {
    throw new Exception("source away, key " + key);
  }

  @Test
  void shouldSayTheMemoryThatIsInUseAfterACollection() {
    System.gc();

    Heartbeat heartbeat = beat(1);

    long used = heartbeat.getMemoryUsedBytes().orElseThrow();
    assertTrue(used > 1_000_000, "found " + used);
    assertTrue(used < heartbeat.getMemoryMaxBytes().orElseThrow());
  }

  @Test
  void shouldSayWhetherItFollowsTheLog() {
    assertCondition("LogFollowed", ConditionStatus.TRUE, "Following");

    log = new LogHealth(Kind.STARTING_OVER, "leader epoch went back");
    assertEquals(
        "leader epoch went back",
        assertCondition("LogFollowed", ConditionStatus.FALSE, "StartingOver").getMessage());
    log = new LogHealth(Kind.UNREACHABLE, "");
    assertCondition("LogFollowed", ConditionStatus.FALSE, "Unreachable");
    log = new LogHealth(Kind.STARTING, "");
    assertCondition("LogFollowed", ConditionStatus.UNKNOWN, "Starting");
  }

  @Test
  void shouldSayHowFarItIsWithWhatItWarmsWhenItJoins() {
    assertTrue(
        beat(1).getConditions().stream().noneMatch(each -> each.getType().equals("Preloaded")));

    preload = List.of(job(State.RUNNING, 30, false, ""), job(State.DONE, 100, false, ""));
    assertPreloaded(ConditionStatus.UNKNOWN, "Preloading", "users/hot: 30 of 100 keys warm");
    preload = List.of(job(State.RUNNING, 30, true, ""));
    assertPreloaded(ConditionStatus.FALSE, "Late", "users/hot: 30 of 100 keys warm");
    preload = List.of(job(State.DONE, 90, false, "10 keys are not in L2"));
    assertPreloaded(ConditionStatus.TRUE, "Preloaded", "");
    preload = List.of(job(State.EMPTY, 0, false, ""), job(State.FAILED, 0, false, "no table"));
    assertPreloaded(ConditionStatus.FALSE, "Failed", "users/hot: 0 of 100 keys warm, no table");
  }

  private void assertPreloaded(ConditionStatus expected, String reason, String message) {
    MemberCondition found =
        status(null).beat(1, clock.instant()).getConditions().stream()
            .filter(each -> each.getType().equals("Preloaded"))
            .findFirst()
            .orElseThrow();
    assertEquals(expected, found.getStatus());
    assertEquals(reason, found.getReason());
    assertEquals(message, found.getMessage());
  }

  private static JobProgress job(State state, long warm, boolean isLate, String reason) {
    return new JobProgress("users/hot", "profile", state, 100, warm, 0, isLate, reason);
  }

  @Test
  void shouldSayWhetherL2IsAvailable() {
    assertCondition("L2Available", ConditionStatus.TRUE, "CircuitClosed");
    assertEquals(Optional.of(CircuitStatus.CLOSED), beat(1).getCircuit());

    circuit = CircuitState.OPEN;
    assertCondition("L2Available", ConditionStatus.FALSE, "CircuitOpen");
    circuit = CircuitState.HALF_OPEN;
    assertCondition("L2Available", ConditionStatus.FALSE, "CircuitHalfOpen");
    assertEquals(Optional.of(CircuitStatus.HALF_OPEN), beat(2).getCircuit());
  }

  @Test
  void shouldSayNothingOfL2WithoutOne() {
    Heartbeat heartbeat = status(null).beat(1, clock.instant());

    assertEquals(Optional.empty(), heartbeat.getCircuit());
    assertFalse(
        heartbeat.getConditions().stream().anyMatch(each -> each.getType().equals("L2Available")));
  }

  @Test
  void shouldSayThatItIsNotFreshWhenARegionIsBlindBeyondItsBound() {
    open("any", Duration.ZERO);
    open("short", BOUND);
    open("long", BOUND.multipliedBy(3));
    cache.applier().closedTime(clock.instant());
    markApplied(4, clock.millis());
    assertCondition("Fresh", ConditionStatus.TRUE, "Closed");

    clock.advance(BOUND);
    assertCondition("Fresh", ConditionStatus.TRUE, "Closed");
    clock.advance(Duration.ofMillis(1));
    assertEquals(
        "heard nothing for longer than allowed: short",
        assertCondition("Fresh", ConditionStatus.FALSE, "Blind").getMessage());
    clock.advance(BOUND.multipliedBy(2));
    assertEquals(
        "heard nothing for longer than allowed: long, short",
        assertCondition("Fresh", ConditionStatus.FALSE, "Blind").getMessage());
  }

  @Test
  void shouldNotKnowWhetherItIsFreshWhileTheClosedTimeIsUnknown() {
    assertCondition("Fresh", ConditionStatus.UNKNOWN, "ClosedTimeUnknown");
  }

  @Test
  void shouldSayWhichRegionsAreDeclaredOtherwiseByNow() {
    assertCondition("RegionsCurrent", ConditionStatus.TRUE, "AsDeclared");

    NodeStatus outdated = status(null, regions.withOutdated("a", "b"));

    MemberCondition condition =
        outdated.beat(1, clock.instant()).getConditions().stream()
            .filter(each -> each.getType().equals("RegionsCurrent"))
            .findFirst()
            .orElseThrow();
    assertEquals(ConditionStatus.FALSE, condition.getStatus());
    assertEquals("RestartNeeded", condition.getReason());
    assertTrue(condition.getMessage().endsWith(": a, b"), condition.getMessage());
  }

  @Test
  void shouldSaySinceWhenEachConditionIsAsItIs() {
    Instant begin = clock.instant();
    condition("L2Available");
    clock.advance(Duration.ofSeconds(5));
    assertEquals(begin.toEpochMilli(), condition("L2Available").getSinceMs());

    circuit = CircuitState.OPEN;
    Instant opened = clock.instant();
    assertEquals(opened.toEpochMilli(), condition("L2Available").getSinceMs());
    clock.advance(Duration.ofSeconds(5));

    assertEquals(opened.toEpochMilli(), condition("L2Available").getSinceMs());
    assertEquals(begin.toEpochMilli(), condition("LogFollowed").getSinceMs());
  }

  private MemberCondition assertCondition(String type, ConditionStatus expected, String reason) {
    MemberCondition condition = condition(type);
    assertEquals(expected, condition.getStatus(), condition.toString());
    assertEquals(reason, condition.getReason());
    return condition;
  }

  private MemberCondition condition(String type) {
    return beat(1).getConditions().stream()
        .filter(each -> each.getType().equals(type))
        .findFirst()
        .orElseThrow();
  }

  private Heartbeat beat(long sequence) {
    return status.beat(sequence, clock.instant());
  }

  private Region<String> open(String name, Duration maxStaleness) {
    return cache.region(
        RegionSettings.of(name, name + ":{id}")
            .with(new StalenessSettings(maxStaleness, OnBlind.SERVE)),
        Codec.string());
  }

  private void markApplied(long nextOffset, long endSeenAtMs) {
    progress.startOver(1);
    progress.observe(
        0,
        ProgressMarker.newBuilder()
            .setTask("0_0")
            .setSources(
                List.of(
                    SourceProgress.newBuilder()
                        .setTopic("events")
                        .setPartition(0)
                        .setNextOffset(nextOffset)
                        .setEndSeenAtMs(endSeenAtMs)
                        .build()))
            .setSourcePartitions(List.of(new SourceTopic("events", 1)))
            .setWrittenAtMs(endSeenAtMs)
            .build());
  }

  private NodeStatus status(@Nullable L2Store store) {
    return status(store, regions);
  }

  private NodeStatus status(@Nullable L2Store store, HeldRegions held) {
    NodeSettings settings =
        new NodeSettings(
            new MemberId("payments", "n1"),
            "i1",
            "nowhere:1",
            Topics.DEFAULT,
            Duration.ofSeconds(1),
            Map.of());
    return new NodeStatus(
        settings,
        new NodeInsight(cache, store, progress, () -> log, held, () -> preload),
        () -> phase);
  }

  private L2Store storeWithCircuit() {
    L2Store real = L2Store.inMemory(() -> 0);
    return (L2Store)
        Proxy.newProxyInstance(
            L2Store.class.getClassLoader(),
            new Class<?>[] {L2Store.class},
            (proxy, method, arguments) ->
                method.getName().equals("circuit") ? circuit : method.invoke(real, arguments));
  }
}
