// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.cache.codec.Codec;
import dev.freshet.cache.store.L2Store;
import dev.freshet.events.values.Position;
import dev.freshet.events.values.Target;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FreshetCacheTest {
  private static final RegionSettings SESSIONS =
      RegionSettings.of("session", "session:{sessionId}:{userId}")
          .withTags("user:{userId}")
          .withTtl(Duration.ofMinutes(10), Duration.ofMinutes(1));
  private static final Map<String, Object> KEY = Map.of("sessionId", "abc", "userId", 42);

  private final TestCluster cluster = new TestCluster();
  private final TestCluster.Node node = cluster.node();
  private final TestCluster.Node other = cluster.node();
  private final Region<String> region = node.region(SESSIONS, String.class);
  private final Region<String> there = other.region(SESSIONS, String.class);
  private final AtomicInteger loads = new AtomicInteger();

  @Test
  void shouldLoadOnceAndServeFromL1() {
    assertEquals("v1", region.get(KEY, this::load));
    assertEquals("v1", region.get(KEY, this::load));

    assertEquals(1, loads.get());
    assertEquals(1, node.count("cache.gets", "level", "l1", "result", "hit"));
  }

  @Test
  void shouldFillTheOtherNodeFromL2() {
    region.get(KEY, this::load);

    assertEquals("v1", there.get(KEY, this::load));

    assertEquals(1, loads.get());
    assertEquals(1, other.count("cache.gets", "level", "l2", "result", "hit"));
  }

  @Test
  void shouldDropTheEntryOnBothNodesAndBothLevelsThroughEachKindOfTarget() {
    for (String target :
        new String[] {
          "k|session:abc:42",
          "t|user:42",
          "p|session|userId=42",
          "p|session|sessionId=abc",
          "r|session",
          "s|session:*c:42",
          "*"
        }) {
      region.get(KEY, this::load);
      there.get(KEY, this::load);

      node.cache.invalidate(Target.parse(target));

      assertNull(region.getIfPresent(KEY), target);
      assertNull(there.getIfPresent(KEY), target);
    }
  }

  @Test
  void shouldKeepWhatACommandDoesNotName() {
    region.get(KEY, this::load);

    node.cache.invalidate(Target.parse("t|user:43"));
    node.cache.invalidate(Target.parse("p|session|sessionId=42"));
    node.cache.invalidate(Target.parse("r|sessions"));
    node.cache.invalidate(Target.parse("s|session:*:43"));

    assertEquals("v1", region.getIfPresent(KEY));
    assertEquals("v1", there.getIfPresent(KEY));
  }

  @Test
  void shouldNotCacheAValueThatACommandOvertookWhileItLoaded() {
    String returned =
        region.get(
            KEY,
            key -> {
              String read = load(key);
              cluster.append(Target.parse("t|user:42")).join();
              return read;
            });

    assertEquals("v1", returned);
    assertNull(region.getIfPresent(KEY));
    assertEquals(1, node.count("freshet.fence.rejections"));
  }

  @Test
  void shouldRefuseWhatALaggingNodeWritesToL2() {
    node.lags = true;
    cluster.append(Target.parse("t|user:42")).join();

    region.get(KEY, this::load);

    assertEquals("v1", region.getIfPresent(KEY), "the node has not heard of the command");
    assertNull(there.getIfPresent(KEY), "the other node has");
    assertEquals(1, other.count("freshet.stale.rejections"));
  }

  @Test
  void shouldServeAWrittenValueOnEveryNodeWithoutALoad() {
    region.get(KEY, this::load);
    there.get(KEY, this::load);

    region.put(KEY, "written");

    assertEquals("written", region.getIfPresent(KEY));
    assertEquals("written", there.getIfPresent(KEY));
    assertEquals(1, loads.get());
  }

  @Test
  void shouldAcceptOnlyTheLaterOfTwoWritersInL2() {
    region.put(KEY, "first");
    Optional<byte[]> first = cluster.store().get("freshet:session@1|session:abc:42").join();
    there.put(KEY, "second");

    // The first writer's store is slow: its value arrives last.
    cluster
        .store()
        .set("freshet:session@1|session:abc:42", first.orElseThrow(), Duration.ofMinutes(1))
        .join();

    assertNull(region.getIfPresent(KEY));
    assertNull(cluster.node().region(SESSIONS, String.class).getIfPresent(KEY));
  }

  @Test
  void shouldNotReadL2BeforeTheLogWasRead() {
    region.get(KEY, this::load);
    FreshetCache starting = FreshetCache.builder(cluster::append).store(cluster.store()).build();

    Region<String> unread = starting.region(SESSIONS, Codec.json(String.class));

    assertNull(unread.getIfPresent(KEY));
    assertEquals("v2", unread.get(KEY, this::load));
  }

  @Test
  void shouldExpireInL1NoLaterThanTheValueItself() {
    region.get(KEY, this::load);
    cluster.pass(Duration.ofSeconds(590));

    assertEquals("v1", there.getIfPresent(KEY));
    cluster.pass(Duration.ofSeconds(11));

    assertNull(there.getIfPresent(KEY));
    assertNull(region.getIfPresent(KEY));
  }

  @Test
  void shouldServeFromL1AndLoaderWhileL2Fails() {
    TestCluster.Node alone = cluster.node(new FailingStore());
    Region<String> degraded = alone.region(SESSIONS, String.class);

    assertEquals("v1", degraded.get(KEY, this::load));
    assertEquals("v1", degraded.get(KEY, this::load));

    assertEquals(2, alone.count("freshet.l2.failures"), "one get and one set");
  }

  @Test
  void shouldTreatUnreadableBytesInL2AsAMiss() {
    cluster
        .store()
        .set("freshet:session@1|session:abc:42", new byte[] {1, 2, 3}, Duration.ofMinutes(1))
        .join();

    assertEquals("v1", region.get(KEY, this::load));
    assertEquals(1, node.count("freshet.l2.unreadable", "reason", "header"));
  }

  @Test
  void shouldWrapWhatTheLoaderThrows() {
    Exception cause = new Exception("source away");

    var error =
        assertThrows(
            LoadFailedException.class,
            () ->
                region.get(
                    KEY,
                    key -> {
                      throw cause;
                    }));

    assertSame(cause, error.getCause());
    assertEquals("region session: the loader failed: " + cause, error.getMessage());
  }

  @Test
  void shouldSayThatACommandWasNotAppliedInTimeAndWaitForItNoLonger() {
    CompletableFuture<Position> never = new CompletableFuture<>();
    FreshetCache cutOff =
        FreshetCache.builder(target -> never).commandTimeout(Duration.ofMillis(20)).build();

    var error = assertThrows(CommandFailedException.class, () -> cutOff.invalidate(Target.ALL));

    assertEquals("command for *: not stored and applied within PT0.02S", error.getMessage());
    assertTrue(never.isCancelled());
  }

  @Test
  void shouldNotCacheWhatTheSourceDoesNotHave() {
    assertNull(region.get(KEY, key -> null));

    assertEquals("v1", region.get(KEY, this::load));
  }

  @Test
  void shouldNameWhatIsWrongWithAKey() {
    var missing =
        assertThrows(IllegalArgumentException.class, () -> region.key(Map.of("userId", 42)));
    var unknown =
        assertThrows(
            IllegalArgumentException.class,
            () -> region.key(Map.of("userId", 42, "sessionId", "a", "user", 1)));

    assertEquals(
        "region session: found no value for 'sessionId', expected [sessionId, userId]",
        missing.getMessage());
    assertTrue(String.valueOf(unknown.getMessage()).endsWith("expected [sessionId, userId]"));
  }

  @Test
  void shouldRefuseALoaderThatAsksForItsOwnKey() {
    var error =
        assertThrows(
            LoadFailedException.class, () -> region.get(KEY, key -> region.get(key, this::load)));

    assertEquals(IllegalStateException.class, requireNonNull(error.getCause()).getClass());
  }

  private String load(EntryKey key) {
    return "v" + loads.incrementAndGet();
  }

  private static final class FailingStore implements L2Store {
    @Override
    public CompletableFuture<Optional<byte[]>> get(String key) {
      return CompletableFuture.failedFuture(new IllegalStateException("away"));
    }

    @Override
    public CompletableFuture<Void> set(String key, byte[] value, Duration ttl) {
      return CompletableFuture.failedFuture(new IllegalStateException("away"));
    }

    @Override
    public CompletableFuture<Boolean> setIfAbsent(String key, byte[] value, Duration ttl) {
      return CompletableFuture.failedFuture(new IllegalStateException("away"));
    }

    @Override
    public CompletableFuture<Boolean> removeIfStartsWith(String key, byte[] prefix) {
      return CompletableFuture.failedFuture(new IllegalStateException("away"));
    }

    @Override
    public void close() {}
  }
}
