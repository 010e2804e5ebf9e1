// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.cache.Answer.Source;
import dev.freshet.cache.settings.LoadSettings;
import dev.freshet.cache.store.L2Store;
import dev.freshet.events.values.Target;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LeasesTest {
  private static final Duration LEASE = Duration.ofSeconds(10);
  private static final Duration LOOK = Duration.ofMillis(20);
  private static final Duration L2_TIMEOUT = Duration.ofMillis(250);
  private static final RegionSettings SETTINGS =
      RegionSettings.of("a", "a:{id}").with(LoadSettings.DEFAULT.withLease(LEASE));
  private static final String LEASE_NAME = "freshet:a@1!a:1";

  private final TestCluster cluster = new TestCluster();
  private final TestCluster.Node node = cluster.steppedNode();
  private final TestCluster.Node other = cluster.steppedNode();
  private final Region<String> region = node.region(SETTINGS, String.class);
  private final AsyncRegion<String> here = region.async();
  private final AsyncRegion<String> there = other.region(SETTINGS, String.class).async();
  private final EntryKey key = region.key(Map.of("id", 1));
  private final HandFedLoader loader = new HandFedLoader();
  private final HandFedLoader otherLoader = new HandFedLoader();

  @Test
  void shouldLoadOnceForAllNodes() {
    CompletableFuture<@Nullable String> first = here.get(key, loader);
    CompletableFuture<Answer<String>> second = there.answer(key, otherLoader);
    cluster.pass(Duration.ofSeconds(3));
    assertFalse(second.isDone());

    loader.answer(0, "v1");
    cluster.pass(LOOK);

    assertEquals("v1", first.join());
    assertEquals("v1", second.join().value());
    assertEquals(Source.L2, second.join().source());
    assertEquals(0, otherLoader.count());
    assertEquals(Optional.empty(), cluster.store().get(LEASE_NAME).join(), "it was given back");
  }

  @Test
  void shouldLoadWhenTheLeaseOfAHolderThatDiedHasEnded() {
    CompletableFuture<@Nullable String> dead = here.get(key, loader);
    cluster.pass(Duration.ofSeconds(4));
    CompletableFuture<@Nullable String> survivor = there.get(key, otherLoader);

    cluster.pass(Duration.ofMillis(5_990));
    assertEquals(0, otherLoader.count());
    cluster.pass(LOOK);
    otherLoader.answer(0, "v1");

    assertEquals("v1", survivor.join());
    assertFalse(dead.isDone());
  }

  @Test
  void shouldLoadNextWhenTheHolderFails() {
    CompletableFuture<@Nullable String> first = here.get(key, loader);
    CompletableFuture<@Nullable String> second = there.get(key, otherLoader);

    loader.fail(0, new IllegalStateException("source away"));
    cluster.pass(LOOK);
    otherLoader.answer(0, "v1");

    assertTrue(first.isCompletedExceptionally());
    assertEquals("v1", second.join());
  }

  @Test
  void shouldLoadNextWhenTheHoldersValueIsNotKept() {
    CompletableFuture<@Nullable String> first = here.get(key, loader);
    CompletableFuture<@Nullable String> second = there.get(key, otherLoader);

    loader.answer(0, null);
    cluster.pass(LOOK);

    assertNull(first.join());
    assertEquals(1, otherLoader.count());
    otherLoader.answer(0, "v1");
    assertEquals("v1", second.join());
  }

  @Test
  void shouldNotTakeFromTheHolderWhatACommandOvertook() {
    CompletableFuture<@Nullable String> before = here.get(key, loader);
    cluster.append(new Target.Key(key.text())).join();
    CompletableFuture<@Nullable String> after = there.get(key, otherLoader);

    loader.answer(0, "old");
    cluster.pass(LOOK);

    assertEquals("old", before.join(), "began before the command");
    assertFalse(after.isDone());
    otherLoader.answer(0, "new");
    assertEquals("new", after.join());
  }

  @Test
  void shouldNotTakeFromAHolderThatLagsWhatACommandOvertook() {
    node.lags = true;
    CompletableFuture<@Nullable String> lagging = here.get(key, loader);
    cluster.append(new Target.Key(key.text())).join();
    CompletableFuture<@Nullable String> after = there.get(key, otherLoader);

    loader.answer(0, "old");
    cluster.pass(LOOK);

    assertEquals("old", lagging.join());
    assertFalse(after.isDone());
    assertEquals(1, other.count("freshet.stale.rejections"));
    otherLoader.answer(0, "new");
    assertEquals("new", after.join());
  }

  @Test
  void shouldWaitNoLongerThanOneLeaseWhoeverHoldsIt() {
    boolean held =
        cluster
            .store()
            .setIfAbsent(LEASE_NAME, "another".getBytes(UTF_8), LEASE.plus(LEASE))
            .join();
    assertTrue(held);
    CompletableFuture<@Nullable String> call = here.get(key, loader);

    cluster.pass(LEASE.minus(LOOK));
    assertEquals(0, loader.count());
    cluster.pass(LOOK.plus(LOOK));

    assertEquals(1, loader.count());
    loader.answer(0, "v1");
    assertEquals("v1", call.join());
    assertTrue(cluster.store().get(LEASE_NAME).join().isPresent(), "not its own to give back");
  }

  @Test
  void shouldLoadAtOnceWhenTheStoreFails() {
    L2Store closed = L2Store.inMemory(() -> 0);
    closed.close();
    TestCluster.Node alone = cluster.steppedNode(closed, () -> 0);

    CompletableFuture<@Nullable String> call =
        alone.region(SETTINGS, String.class).async().get(key, loader);

    assertEquals(1, loader.count());
    loader.answer(0, "v1");
    assertEquals("v1", call.join());
    assertEquals(3, alone.count("freshet.l2.failures"), "a get, a lease, a set");
  }

  @Test
  void shouldLoadWhenTheStoreDoesNotAnswerInTime() {
    TestCluster.Node alone = cluster.steppedNode(new SilentStore(), () -> 0);
    CompletableFuture<@Nullable String> call =
        alone.region(SETTINGS, String.class).async().get(key, loader);

    cluster.pass(L2_TIMEOUT);
    assertEquals(0, loader.count(), "L2 was given up, the lease not yet");
    cluster.pass(L2_TIMEOUT);

    assertEquals(1, loader.count());
    loader.answer(0, "v1");
    assertEquals("v1", call.join());
  }

  @Test
  void shouldGiveTheLeaseBackToNobodyButItself() {
    CompletableFuture<@Nullable String> slow = here.get(key, loader);
    cluster.pass(LEASE);
    CompletableFuture<@Nullable String> next = there.get(key, otherLoader);
    assertEquals(1, otherLoader.count(), "the lease has passed on");

    loader.fail(0, new IllegalStateException("source away"));

    assertTrue(slow.isCompletedExceptionally());
    assertTrue(cluster.store().get(LEASE_NAME).join().isPresent(), "that of the other node");
    otherLoader.answer(0, "v1");
    assertEquals("v1", next.join());
  }

  /** Takes every call and answers none. */
  private static final class SilentStore implements L2Store {
    @Override
    public CompletableFuture<Optional<byte[]>> get(String key) {
      return new CompletableFuture<>();
    }

    @Override
    public CompletableFuture<Void> set(String key, byte[] value, Duration ttl) {
      return new CompletableFuture<>();
    }

    @Override
    public CompletableFuture<Boolean> setIfAbsent(String key, byte[] value, Duration ttl) {
      return new CompletableFuture<>();
    }

    @Override
    public CompletableFuture<Boolean> removeIfStartsWith(String key, byte[] prefix) {
      return new CompletableFuture<>();
    }

    @Override
    public void close() {}
  }
}
