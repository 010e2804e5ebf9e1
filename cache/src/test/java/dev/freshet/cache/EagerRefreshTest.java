// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.freshet.cache.Answer.Source;
import dev.freshet.cache.settings.Lifetime;
import dev.freshet.cache.settings.LoadSettings;
import dev.freshet.events.values.Target;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EagerRefreshTest {
  private static final Duration TTL = Duration.ofMinutes(10);
  private static final Duration DUE = Duration.ofMinutes(8);
  private static final RegionSettings SETTINGS =
      RegionSettings.of("a", "a:{id}")
          .with(Lifetime.of(TTL))
          .with(LoadSettings.DEFAULT.withRefreshAt(0.8));

  private final TestCluster cluster = new TestCluster();
  private final TestCluster.Node node = cluster.steppedNode();
  private final Region<String> region = node.region(SETTINGS, String.class);
  private final EntryKey key = region.key(Map.of("id", 1));
  private final HandFedLoader loader = new HandFedLoader();

  @Test
  void shouldLoadOnceInTheBackgroundWhileHitsAreServed() {
    load();
    cluster.pass(DUE);

    assertEquals("v1", read());
    assertEquals("v1", read());
    assertEquals(2, loader.count());
    assertEquals(1, node.count("freshet.refreshes"));
    loader.answer(1, "v2");

    assertEquals("v2", read());
    assertEquals(2, loader.count(), "a young value is not due");
  }

  @Test
  void shouldNotLoadAheadOfTime() {
    load();

    cluster.pass(DUE.minusMillis(1));

    assertEquals("v1", read());
    assertEquals(1, loader.count());
  }

  @Test
  void shouldServeOnWhenTheRefreshFailsAndTryAgain() {
    load();
    cluster.pass(DUE);
    assertEquals("v1", read());

    loader.fail(1, new IllegalStateException("source away"));

    assertEquals("v1", read());
    assertEquals(3, loader.count());
    assertEquals(1, node.count("freshet.loads", "result", "failure"));
    cluster.pass(TTL.minus(DUE));
    CompletableFuture<@Nullable String> expired = region.async().get(key, loader);
    assertFalse(expired.isDone(), "joins the refresh that is underway");
    loader.answer(2, "v2");
    assertEquals("v2", expired.join());
  }

  @Test
  void shouldLeaveALoaderAloneThatFailedToRefresh() {
    Duration retryAfter = Duration.ofSeconds(30);
    Region<String> patient =
        node.region(
            SETTINGS
                .withVersion(2)
                .with(Lifetime.of(TTL).withStaleIfError(Duration.ofHours(1), retryAfter)),
            String.class);
    CompletableFuture<@Nullable String> unused = patient.async().get(key, loader);
    loader.answer(0, "v1");
    cluster.pass(DUE);
    assertEquals("v1", patient.async().get(key, loader).join());
    loader.fail(1, new IllegalStateException("source away"));

    cluster.pass(retryAfter.minusMillis(1));
    assertEquals("v1", patient.async().get(key, loader).join());
    assertEquals(2, loader.count());
    cluster.pass(Duration.ofMillis(1));
    assertEquals("v1", patient.async().get(key, loader).join());
    assertEquals(3, loader.count());
  }

  @Test
  void shouldNotCacheARefreshThatACommandOvertook() {
    load();
    cluster.pass(DUE);
    assertEquals("v1", read());
    cluster.append(new Target.Key(key.text())).join();
    CompletableFuture<@Nullable String> after = region.async().get(key, loader);

    loader.answer(1, "read before the command");

    assertFalse(after.isDone());
    assertNull(region.getIfPresent(key));
    loader.answer(2, "new");
    assertEquals("new", after.join());
    assertEquals("new", region.getIfPresent(key));
  }

  @Test
  void shouldTakeFromL2WhatAnotherNodeHasRefreshed() {
    Region<String> there = cluster.steppedNode().region(SETTINGS, String.class);
    HandFedLoader idle = new HandFedLoader();
    load();
    assertEquals("v1", there.async().get(key, idle).join());
    cluster.pass(DUE);
    assertEquals("v1", read());
    loader.answer(1, "v2");

    assertEquals("v1", there.async().get(key, idle).join());

    assertEquals("v2", there.async().get(key, idle).join());
    assertEquals(0, idle.count());
  }

  @Test
  void shouldLetOneNodeRefreshWhereTheRegionHasALease() {
    RegionSettings leased = SETTINGS.with(SETTINGS.loading().withLease(Duration.ofSeconds(10)));
    AsyncRegion<String> here = cluster.steppedNode().region(leased, String.class).async();
    AsyncRegion<String> there = cluster.steppedNode().region(leased, String.class).async();
    HandFedLoader idle = new HandFedLoader();
    CompletableFuture<@Nullable String> unused = here.get(key, loader);
    loader.answer(0, "v1");
    assertEquals("v1", there.get(key, idle).join());
    cluster.pass(DUE);

    assertEquals("v1", here.get(key, loader).join());
    assertEquals("v1", there.get(key, idle).join());
    loader.answer(1, "v2");
    cluster.pass(Duration.ofMillis(20));

    assertEquals("v2", there.get(key, idle).join());
    assertEquals(2, loader.count());
    assertEquals(0, idle.count());
  }

  @Test
  void shouldRefreshForBlockingCallersInTheExecutor() {
    Queue<Runnable> tasks = new ArrayDeque<>();
    Region<String> blocking =
        cluster
            .node(cluster.store(), parts -> parts.executor(tasks::add).timer(cluster.timer()))
            .region(SETTINGS, String.class);
    assertEquals("v1", blocking.get(key, unused -> "v1"));
    cluster.pass(DUE);

    assertEquals("v1", blocking.get(key, unused -> "v2"));
    assertEquals(Source.L1, blocking.answer(key, unused -> "v3").source());
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }

    assertEquals("v2", blocking.get(key, unused -> "v4"));
  }

  @Test
  void shouldServeHitsWhereTheExecutorRefusesTheRefresh() {
    TestCluster.Node busy =
        cluster.node(
            cluster.store(),
            parts ->
                parts
                    .executor(
                        task -> {
                          throw new RejectedExecutionException("all threads hang");
                        })
                    .timer(cluster.timer()));
    Region<String> blocking = busy.region(SETTINGS, String.class);
    assertEquals("v1", blocking.get(key, unused -> "v1"));
    cluster.pass(DUE);

    assertEquals("v1", blocking.get(key, unused -> "v2"));
    assertEquals("v1", blocking.get(key, unused -> "v2"));
    assertEquals(2, busy.count("freshet.loads", "result", "failure"));
  }

  private void load() {
    CompletableFuture<@Nullable String> first = region.async().get(key, loader);
    loader.answer(0, "v1");
    assertEquals("v1", first.join());
  }

  /** A hit, and so answered at once. */
  private String read() {
    return String.valueOf(region.async().get(key, loader).getNow("missing"));
  }
}
