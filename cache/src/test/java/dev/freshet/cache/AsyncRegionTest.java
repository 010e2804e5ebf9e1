// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.cache.codec.Codec;
import dev.freshet.events.values.Position;
import dev.freshet.events.values.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AsyncRegionTest {
  private static final RegionSettings SETTINGS = RegionSettings.of("a", "a:{id}");

  private final TestCluster cluster = new TestCluster();
  private final TestCluster.Node node = cluster.steppedNode();
  private final Region<String> region = node.region(SETTINGS, String.class);
  private final AsyncRegion<String> async = region.async();
  private final EntryKey key = region.key(Map.of("id", 1));
  private final HandFedLoader loader = new HandFedLoader();
  private final ExecutorService callers = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    callers.shutdownNow();
  }

  @Test
  void shouldShareOneLoadWithBlockingCallers() throws Exception {
    CompletableFuture<@Nullable String> first = async.get(key, loader);
    CompletableFuture<@Nullable String> second = async.get(key, loader);
    Future<@Nullable String> blocking = callers.submit(() -> region.get(key, unused -> "other"));
    await().until(() -> node.count("freshet.load.waits") == 2);

    loader.answer(0, "v1");

    assertEquals("v1", first.join());
    assertEquals("v1", second.join());
    assertEquals("v1", blocking.get(1, TimeUnit.MINUTES));
    assertEquals(1, loader.count());
    assertEquals(1, node.count("freshet.loads", "result", "success"));
  }

  @Test
  void shouldLoadAgainForThoseWhoAskedAfterACommandThatOvertookTheLoad() {
    CompletableFuture<@Nullable String> before = async.get(key, loader);
    cluster.append(new Target.Key(key.text())).join();
    CompletableFuture<@Nullable String> after = async.get(key, loader);
    CompletableFuture<@Nullable String> later = async.get(key, loader);

    loader.answer(0, "old");

    assertEquals("old", before.join(), "began before the command");
    assertFalse(after.isDone());
    assertFalse(later.isDone());
    loader.answer(1, "new");
    assertEquals("new", after.join());
    assertEquals("new", later.join());
    assertEquals(2, loader.count());
    assertEquals("new", region.getIfPresent(key));
  }

  @Test
  void shouldTakeASecondLoadThatBeganLaterThanItsCallerWhateverOvertookThat() {
    CompletableFuture<@Nullable String> unused = async.get(key, loader);
    cluster.append(new Target.Key(key.text())).join();
    CompletableFuture<@Nullable String> caller = async.get(key, loader);
    CompletableFuture<@Nullable String> other = async.get(key, loader);
    loader.answer(0, "old");
    cluster.append(new Target.Key(key.text())).join();

    loader.answer(1, "second");

    assertEquals("second", caller.join());
    assertEquals("second", other.join());
    assertNull(region.getIfPresent(key), "overtaken: not for those who ask now");
  }

  @Test
  void shouldNotLetOneCallerEndTheCallOfAnother() {
    CompletableFuture<@Nullable String> cancelled = async.get(key, loader);
    CompletableFuture<@Nullable String> forged = async.get(key, loader);
    CompletableFuture<Answer<String>> honest = async.answer(key, loader);

    cancelled.cancel(true);
    forged.complete("forged");
    assertFalse(honest.isDone());
    loader.answer(0, "v1");

    assertEquals("v1", honest.join().value());
    assertEquals(Answer.Source.LOADER, honest.join().source());
    assertEquals("v1", region.getIfPresent(key));
  }

  @Test
  void shouldAnswerHitsAtOnceWithTheirAge() {
    CompletableFuture<@Nullable String> unused = async.get(key, loader);
    loader.answer(0, "v1");
    cluster.pass(Duration.ofSeconds(3));

    CompletableFuture<Answer<String>> hit = async.answer(key, loader);

    assertTrue(hit.isDone());
    assertEquals("answer from L1, PT3S old", hit.join().toString());
    assertEquals("v1", async.getIfPresent(key).join());
    assertEquals(1, loader.count());
  }

  @Test
  void shouldAnswerFromL2() {
    region.get(key, unused -> "v1");
    Region<String> there = cluster.steppedNode().region(SETTINGS, String.class);

    assertEquals("v1", there.async().getIfPresent(key).join());
    assertEquals(Answer.Source.L1, there.async().answer(key, loader).join().source());
    assertNull(there.async().getIfPresent(region.key(Map.of("id", 2))).join());
    assertEquals(0, loader.count());
  }

  @Test
  void shouldFailWithWhatTheLoaderThrewAndLoadAgain() {
    IOException cause = new IOException("source away");
    CompletableFuture<@Nullable String> first = async.get(key, loader);
    CompletableFuture<@Nullable String> joined = async.get(key, loader);

    loader.fail(0, cause);

    assertSame(cause, loadFailure(first).getCause());
    assertSame(cause, loadFailure(joined).getCause());
    assertSame(cause, loadFailure(async.get(key, unused -> throwing(cause))).getCause());
    assertSame(
        cause,
        loadFailure(
                async.get(
                    key, unused -> CompletableFuture.failedFuture(new CompletionException(cause))))
            .getCause());
    assertEquals(3, node.count("freshet.loads", "result", "failure"));
    CompletableFuture<@Nullable String> unused = async.get(key, loader);
    assertEquals(2, loader.count());
  }

  @Test
  void shouldFailAndCountALoaderThatGivesNothingAtAll() {
    CompletableFuture<Loaded<String>> nothing = new CompletableFuture<>();
    nothing.complete(null);

    LoadFailedException failure = loadFailure(async.get(key, unused -> nothing));

    assertInstanceOf(NullPointerException.class, failure.getCause());
    assertEquals(1, node.count("freshet.loads", "result", "failure"));
    assertEquals(0, node.count("freshet.loads", "result", "success"));
  }

  @Test
  void shouldPutAndInvalidateOnEveryNode() {
    Region<String> there = cluster.steppedNode().region(SETTINGS, String.class);

    assertTrue(async.put(key, "written").join());
    assertEquals("written", region.getIfPresent(key));
    assertEquals("written", there.getIfPresent(key));

    async.invalidate(key).join();
    assertNull(region.getIfPresent(key));
    assertNull(there.getIfPresent(key));
  }

  @Test
  void shouldNotCacheAPutWhoseLoadOfAnotherWasOvertakenByIt() {
    CompletableFuture<@Nullable String> reader = async.get(key, loader);

    async.put(key, "written").join();
    loader.answer(0, "read before the write");

    assertEquals("read before the write", reader.join(), "began before the write");
    assertEquals("written", region.getIfPresent(key));
  }

  @Test
  void shouldSayByTheTimerThatACommandWasNotAppliedInTime() {
    CompletableFuture<Position> never = new CompletableFuture<>();
    FakeTimer timer = new FakeTimer(new AtomicLong());
    AsyncRegion<String> cutOff =
        FreshetCache.builder(target -> never)
            .executor(Runnable::run)
            .timer(timer)
            .build()
            .<String>region(SETTINGS, Codec.json(String.class))
            .async();
    CompletableFuture<Boolean> put = cutOff.put(key, "v1");
    CompletableFuture<Void> invalidation = cutOff.invalidate(key);

    timer.pass(Duration.ofMillis(4_999));
    assertFalse(put.isDone() || invalidation.isDone());
    timer.pass(Duration.ofMillis(1));

    String expected = "command for k|a:1: not stored and applied within PT5S";
    assertEquals(expected, commandFailure(put).getMessage());
    assertEquals(expected, commandFailure(invalidation).getMessage());
  }

  @Test
  void shouldFailAPutThatTheLogDidNotStore() {
    AsyncRegion<String> refused =
        FreshetCache.builder(
                target -> CompletableFuture.failedFuture(new IOException("no such topic")))
            .executor(Runnable::run)
            .build()
            .<String>region(SETTINGS, Codec.json(String.class))
            .async();

    assertEquals(
        "command for k|a:1: the log did not store it: java.io.IOException: no such topic",
        commandFailure(refused.put(key, "v1")).getMessage());
    assertNull(refused.getIfPresent(key).join());
  }

  private static CompletableFuture<Loaded<String>> throwing(IOException cause) throws IOException {
    throw cause;
  }

  private static LoadFailedException loadFailure(CompletableFuture<?> call) {
    return assertInstanceOf(
        LoadFailedException.class, assertThrows(CompletionException.class, call::join).getCause());
  }

  private static CommandFailedException commandFailure(CompletableFuture<?> call) {
    return assertInstanceOf(
        CommandFailedException.class,
        assertThrows(CompletionException.class, call::join).getCause());
  }
}
