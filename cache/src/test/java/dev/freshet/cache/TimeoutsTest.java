// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.util.concurrent.Uninterruptibles;
import dev.freshet.cache.Answer.Source;
import dev.freshet.cache.settings.Lifetime;
import dev.freshet.cache.settings.LoadSettings;
import dev.freshet.events.values.Target;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TimeoutsTest {
  private static final Duration TTL = Duration.ofMinutes(10);
  private static final Duration SOFT = Duration.ofMillis(100);
  private static final Duration HARD = Duration.ofSeconds(1);
  private static final RegionSettings SETTINGS =
      RegionSettings.of("a", "a:{id}")
          .with(Lifetime.of(TTL).withStaleIfError(Duration.ofHours(1), Duration.ZERO))
          .with(LoadSettings.DEFAULT.withTimeouts(SOFT, HARD));
  private static final RegionSettings HARD_ALONE =
      SETTINGS.with(LoadSettings.DEFAULT.withTimeouts(Duration.ZERO, HARD));

  private final TestCluster cluster = new TestCluster();
  private final TestCluster.Node node = cluster.steppedNode();
  private final Region<String> region = node.region(SETTINGS, String.class);
  private final AsyncRegion<String> async = region.async();
  private final EntryKey key = region.key(Map.of("id", 1));
  private final HandFedLoader loader = new HandFedLoader();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void shouldServeTheExpiredValueAfterTheSoftTimeoutAndTheLoadsValueAfterwards() {
    loadAndExpire();
    CompletableFuture<Answer<String>> slow = async.answer(key, loader);

    cluster.pass(Duration.ofMillis(99));
    assertFalse(slow.isDone());
    cluster.pass(Duration.ofMillis(1));

    assertEquals("v1", slow.join().value());
    assertEquals("answer from STALE, PT10M0.1S old", slow.join().toString());
    assertEquals(1, node.count("freshet.stale.served"));
    loader.answer(1, "v2");
    assertEquals("v2", region.getIfPresent(key));
    assertEquals(2, loader.count());
  }

  @Test
  void shouldLoadOnceForAllWhoGrowImpatient() {
    loadAndExpire();

    for (int call = 0; call < 3; call++) {
      CompletableFuture<Answer<String>> impatient = async.answer(key, loader);
      cluster.pass(SOFT);
      assertEquals(Source.STALE, impatient.join().source());
    }

    assertEquals(2, loader.count());
    assertEquals(3, node.count("freshet.stale.served"));
  }

  @Test
  void shouldWaitOnWhereNothingStandsIn() {
    CompletableFuture<Answer<String>> first = async.answer(key, loader);

    cluster.pass(Duration.ofMillis(999));
    assertFalse(first.isDone());
    loader.answer(0, "v1");

    assertEquals(Source.LOADER, first.join().source());
    assertEquals(0, node.count("freshet.stale.served"));
  }

  @Test
  void shouldNotServeAfterTheSoftTimeoutWhatWasInvalidatedMeanwhile() {
    loadAndExpire();
    CompletableFuture<Answer<String>> slow = async.answer(key, loader);
    cluster.append(new Target.Key(key.text())).join();

    cluster.pass(SOFT);

    assertFalse(slow.isDone());
    loader.answer(1, "v2");
    assertEquals("v2", slow.join().value());
  }

  @Test
  void shouldNotCacheWhatACommandOvertookInTheBackground() {
    loadAndExpire();
    CompletableFuture<Answer<String>> slow = async.answer(key, loader);
    cluster.pass(SOFT);
    assertEquals("v1", slow.join().value());
    cluster.append(new Target.Key(key.text())).join();

    loader.answer(1, "old");

    assertNull(region.getIfPresent(key));
  }

  @Test
  void shouldGiveALoadUpAfterTheHardTimeoutAndLoadAgainForTheNextCaller() {
    CompletableFuture<@Nullable String> late = async.get(key, loader);

    cluster.pass(HARD);

    LoadTimeoutException failure = assertInstanceOf(LoadTimeoutException.class, failure(late));
    assertEquals("region a: load not done within PT1S", failure.getMessage());
    assertEquals(1, node.count("freshet.loads", "result", "timeout"));
    assertEquals(0, node.count("freshet.loads", "result", "failure"));
    assertTrue(loader.isCancelled(0));
    CompletableFuture<@Nullable String> next = async.get(key, loader);
    assertFalse(loader.answer(0, "too late"));
    loader.answer(1, "v2");
    assertEquals("v2", next.join());
  }

  @Test
  void shouldServeTheExpiredValueAfterTheHardTimeout() {
    Region<String> patient =
        cluster.steppedNode().region(HARD_ALONE, String.class); // reads L2 of the first
    loadAndExpire();

    CompletableFuture<Answer<String>> late = patient.async().answer(key, loader);
    cluster.pass(HARD);

    assertEquals(Source.STALE, late.join().source());
    assertEquals("v1", late.join().value());
  }

  @Test
  void shouldCountAStandInOnceIfTheLoadFailsLater() {
    loadAndExpire();
    CompletableFuture<Answer<String>> slow = async.answer(key, loader);
    cluster.pass(SOFT);

    loader.fail(1, new IllegalStateException("source away"));

    assertEquals("v1", slow.join().value());
    assertEquals(1, node.count("freshet.stale.served"));
  }

  @Test
  void shouldLeaveNoTimersBehind() {
    loadAndExpire();
    CompletableFuture<@Nullable String> unused = async.get(key, loader);
    loader.answer(1, "v2");

    assertEquals(0, cluster.timer().waiting());
  }

  @Test
  void shouldNotTakeTheTimeoutOfAnotherRegionForItsOwn() {
    LoadTimeoutException inner = new LoadTimeoutException("other", HARD);
    CompletableFuture<@Nullable String> call = async.get(key, loader);

    loader.fail(0, inner);

    Throwable failure = failure(call);
    assertEquals(LoadFailedException.class, failure.getClass());
    assertEquals(inner, failure.getCause());
    assertEquals(1, node.count("freshet.loads", "result", "failure"));
    assertEquals(0, node.count("freshet.loads", "result", "timeout"));
  }

  @Test
  void shouldInterruptALoaderThatBlocks() throws Exception {
    TestCluster.Node threaded =
        cluster.node(cluster.store(), parts -> parts.executor(threads).timer(cluster.timer()));
    Region<String> blocking = threaded.region(HARD_ALONE, String.class);
    CountDownLatch loading = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    CountDownLatch forEver = new CountDownLatch(1);
    Future<@Nullable String> call =
        threads.submit(
            () ->
                blocking.get(
                    key,
                    unused -> {
                      try {
                        loading.countDown();
                        forEver.await();
                        return "never";
                      } catch (InterruptedException e) {
                        interrupted.countDown();
                        throw e;
                      }
                    }));
    loading.await();
    await().until(() -> cluster.timer().waiting() == 1);

    cluster.pass(HARD);

    var failure =
        assertThrows(ExecutionException.class, () -> call.get(1, TimeUnit.MINUTES)).getCause();
    assertInstanceOf(LoadTimeoutException.class, failure);
    assertTrue(interrupted.await(1, TimeUnit.MINUTES));
    assertEquals("v2", blocking.get(key, unused -> "v2"));
  }

  @Test
  void shouldServeTheExpiredValueToABlockingCaller() throws Exception {
    TestCluster.Node threaded =
        cluster.node(cluster.store(), parts -> parts.executor(threads).timer(cluster.timer()));
    Region<String> blocking = threaded.region(SETTINGS, String.class);
    CountDownLatch release = new CountDownLatch(1);
    loadAndExpire();
    Future<@Nullable String> call =
        threads.submit(
            () ->
                blocking.get(
                    key,
                    unused -> {
                      release.await();
                      return "v2";
                    }));
    await().until(() -> cluster.timer().waiting() == 2);

    cluster.pass(SOFT);

    assertEquals("v1", call.get(1, TimeUnit.MINUTES));
    release.countDown();
    await().until(() -> "v2".equals(blocking.getIfPresent(key)));
  }

  @Test
  void shouldBoundLoadersThatHangByTheExecutor() throws Exception {
    ThreadPoolExecutor few =
        new ThreadPoolExecutor(0, 2, 0, TimeUnit.SECONDS, new SynchronousQueue<>());
    TestCluster.Node threaded =
        cluster.node(cluster.store(), parts -> parts.executor(few).timer(cluster.timer()));
    Region<String> shared = threaded.region(HARD_ALONE, String.class);
    Region<String> hanging =
        threaded.region(
            HARD_ALONE.withVersion(2).with(HARD_ALONE.l2().withEnabled(false)), String.class);
    CountDownLatch release = new CountDownLatch(1);
    AtomicInteger begun = new AtomicInteger();
    try {
      for (int id = 0; id < 2; id++) {
        EntryKey held = region.key(Map.of("id", id));
        Future<@Nullable String> call =
            threads.submit(() -> hanging.get(held, unused -> hang(begun, release)));
        int hung = id + 1;
        await().until(() -> begun.get() == hung && cluster.timer().waiting() == 1);
        cluster.pass(HARD);
        assertThrows(ExecutionException.class, () -> call.get(1, TimeUnit.MINUTES));
      }
      region.put(Map.of("id", 3), "from L2");

      EntryKey refused = region.key(Map.of("id", 2));
      var failure =
          assertThrows(LoadFailedException.class, () -> hanging.get(refused, unused -> "v"));

      assertInstanceOf(RejectedExecutionException.class, failure.getCause());
      assertEquals(2, begun.get());
      assertEquals(2, threaded.count("freshet.loads", "result", "timeout", "version", "2"));
      assertEquals(1, threaded.count("freshet.loads", "result", "failure", "version", "2"));
      assertEquals("from L2", shared.get(Map.of("id", 3), unused -> "never"));

      release.countDown();
      // A thread that is not active yet may still refuse the next task: no thread may not.
      await().until(() -> few.getPoolSize() == 0);
      assertEquals("v", hanging.get(refused, unused -> "v"));
    } finally {
      release.countDown();
      few.shutdown();
    }
  }

  /** Takes no notice of interrupts. */
  private static String hang(AtomicInteger begun, CountDownLatch release) {
    begun.incrementAndGet();
    Uninterruptibles.awaitUninterruptibly(release);
    return "too late";
  }

  @Test
  void shouldFailCallersInsteadOfHangingWhenTheCacheIsClosed() throws Exception {
    TestCluster.Node closing = cluster.node();
    Region<String> blocking =
        closing.region(
            RegionSettings.of("a", "a:{id}").with(LoadSettings.DEFAULT.withLease(HARD)),
            String.class);
    CountDownLatch loading = new CountDownLatch(1);
    Future<@Nullable String> call =
        threads.submit(
            () ->
                blocking.get(
                    key,
                    unused -> {
                      loading.countDown();
                      return never();
                    }));
    loading.await();

    closing.cache.close();

    assertThrows(ExecutionException.class, () -> call.get(1, TimeUnit.MINUTES));
  }

  @Test
  void shouldFailCallersThatWaitForALeaseWhenTheCacheIsClosed() throws Exception {
    TestCluster.Node closing = cluster.node();
    Region<String> leased =
        closing.region(
            RegionSettings.of("a", "a:{id}")
                .with(LoadSettings.DEFAULT.withLease(Duration.ofHours(1))),
            String.class);
    boolean held =
        cluster.store().setIfAbsent("freshet:a@1!a:1", new byte[1], Duration.ofHours(1)).join();
    assertTrue(held);
    // Between the end of the store and that of the threads it may still begin to load.
    Future<@Nullable String> call = threads.submit(() -> leased.get(key, unused -> never()));
    await().until(() -> closing.count("cache.gets", "level", "l2", "result", "miss") > 1);

    closing.cache.close();

    assertThrows(ExecutionException.class, () -> call.get(1, TimeUnit.MINUTES));
  }

  private static String never() throws InterruptedException {
    new CountDownLatch(1).await();
    return "never";
  }

  private void loadAndExpire() {
    CompletableFuture<@Nullable String> unused = async.get(key, loader);
    loader.answer(0, "v1");
    cluster.pass(TTL);
  }

  private static Throwable failure(CompletableFuture<?> call) {
    Throwable cause = assertThrows(CompletionException.class, call::join).getCause();
    return cause == null ? new AssertionError("found no cause") : cause;
  }
}
