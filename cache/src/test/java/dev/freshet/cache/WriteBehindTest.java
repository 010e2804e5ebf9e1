// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.freshet.cache.Answer.Source;
import dev.freshet.cache.codec.Codec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WriteBehindTest {
  private static final RegionSettings ITEMS = RegionSettings.of("item", "item:{id}");

  /** Refuses and gives up at once, so that nothing here waits. */
  private static final WriteBehind.Settings AT_ONCE =
      new WriteBehind.Settings(10, Duration.ZERO, 1, Duration.ZERO, Duration.ZERO);

  /** Writes all that there is, however slow the machine. */
  private static final WriteBehind.Settings PATIENT =
      new WriteBehind.Settings(100, Duration.ofMinutes(1), 1, Duration.ZERO, Duration.ofMinutes(1));

  private final TestCluster cluster = new TestCluster();

  /** The background, which goes on when the test says so. */
  private final Queue<Runnable> background = new ConcurrentLinkedQueue<>();

  private final TestCluster.Node node = node(background::add);
  private final TestCluster.Node other = cluster.node();
  private final Region<String> region = node.region(ITEMS, String.class);
  private final Region<String> there = other.region(ITEMS, String.class);
  private final Map<EntryKey, String> source = new HashMap<>();
  private final List<String> written = new ArrayList<>();
  private final List<String> lost = new ArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void shouldAnswerHereWithTheQueuedValueAndNotOnTheOtherNode() {
    source.put(key(1), "old");
    region.get(key(1), this::load);
    WriteBehind<String> behind = region.writeBehind(this::store, AT_ONCE, this::failed);

    behind.write(key(1), "new");

    assertEquals("new", region.get(key(1), this::load));
    assertEquals("new", region.getIfPresent(key(1)));
    assertEquals("new", region.async().getIfPresent(key(1)).join());
    assertEquals(Map.of(key(1), "new"), region.getAllPresent(List.of(key(1))));
    assertEquals(Source.QUEUED, region.answer(key(1), this::load).source());
    assertEquals("old", there.get(key(1), this::load));
    assertEquals(1, behind.queued());
    assertEquals(1, node.meters.get("freshet.write.behind.queued").gauge().value());
  }

  @Test
  void shouldHaveTheValueOnBothNodesOnceItIsWritten() {
    source.put(key(1), "old");
    there.get(key(1), this::load);
    WriteBehind<String> behind = region.writeBehind(this::store, AT_ONCE, this::failed);
    behind.write(key(1), "new");

    runBackground();

    assertEquals("new", source.get(key(1)));
    assertEquals(0, behind.queued());
    assertEquals(Source.L1, region.answer(key(1), this::load).source());
    assertEquals("new", there.getIfPresent(key(1)));
  }

  @Test
  void shouldAnswerWithTheValueThatIsJustBeingWritten() {
    List<Answer<String>> meanwhile = new ArrayList<>();
    WriteBehind<String> behind =
        region.writeBehind(
            (key, value) -> meanwhile.add(region.answer(key, this::load)), AT_ONCE, this::failed);
    behind.write(key(1), "new");

    runBackground();

    assertEquals("new", meanwhile.get(0).value());
    assertEquals(Source.QUEUED, meanwhile.get(0).source());
  }

  @Test
  void shouldNotPutIfAbsentOverAQueuedValue() {
    WriteBehind<String> behind = region.writeBehind(this::store, AT_ONCE, this::failed);
    behind.write(key(1), "new");

    assertEquals(false, region.putIfAbsent(key(1), "other"));
  }

  @Test
  void shouldWriteTheLastOfSeveralValuesOfAKeyInTheOrderOfTheKeys() {
    WriteBehind<String> behind = region.writeBehind(this::store, AT_ONCE, this::failed);
    behind.write(key(1), "a");
    behind.write(key(2), "b");
    behind.write(key(1), "c");
    behind.write(key(3), "d");
    assertEquals(3, behind.queued());

    runBackground();

    assertEquals(List.of("item:1=c", "item:2=b", "item:3=d"), written);
  }

  @Test
  void shouldWriteAValueThatCameWhileTheKeyWasBeingWrittenAfterThat() {
    List<WriteBehind<String>> opened = new ArrayList<>();
    opened.add(
        region.writeBehind(
            (key, value) -> {
              store(key, value);
              if (value.equals("a")) {
                opened.get(0).write(key, "b");
                assertEquals("b", region.getIfPresent(key));
              }
            },
            AT_ONCE,
            this::failed));
    opened.get(0).write(key(1), "a");

    runBackground();

    assertEquals(List.of("item:1=a", "item:1=b"), written);
    assertEquals("b", region.getIfPresent(key(1)));
    assertEquals("b", there.getIfPresent(key(1)));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldKeepTheOrderOfEachKeyWhileManyThreadsWrite(boolean inL2) throws Exception {
    TestCluster.Node real = cluster.node();
    RegionSettings numbers = RegionSettings.of("n", "n:{id}");
    Region<Integer> counted =
        real.region(numbers.with(numbers.l2().withEnabled(inL2)), Integer.class);
    Map<EntryKey, Integer> newest = new ConcurrentHashMap<>();
    AtomicInteger outOfOrder = new AtomicInteger();
    WriteBehind.Settings roomy =
        new WriteBehind.Settings(4, Duration.ofMinutes(1), 1, Duration.ZERO, Duration.ofMinutes(1));
    List<Future<?>> writers = new ArrayList<>();
    try (WriteBehind<Integer> behind =
        counted.writeBehind(
            (key, value) -> {
              Integer before = newest.put(key, value);
              if (before != null && before >= value) {
                outOfOrder.incrementAndGet();
              }
            },
            roomy,
            (key, value, cause) -> outOfOrder.incrementAndGet())) {
      for (int id = 0; id < 8; id++) {
        EntryKey key = counted.key(Map.of("id", id));
        writers.add(
            threads.submit(
                () -> {
                  for (int value = 0; value < 500; value++) {
                    behind.write(key, value);
                    assertEquals(value, counted.getIfPresent(key), "reads its own write");
                  }
                }));
      }
      for (Future<?> writer : writers) {
        Object unused = writer.get();
      }
    }

    assertEquals(0, outOfOrder.get());
    assertEquals(8, newest.size());
    newest.forEach((key, value) -> assertEquals(499, value, key.text()));
  }

  @Test
  void shouldRefuseWhatTheQueueHasNoRoomFor() {
    WriteBehind.Settings small =
        new WriteBehind.Settings(2, Duration.ZERO, 1, Duration.ZERO, Duration.ZERO);
    WriteBehind<String> behind = region.writeBehind(this::store, small, this::failed);
    behind.write(key(1), "a");
    behind.write(key(2), "b");

    var error = assertThrows(WriteFailedException.class, () -> behind.write(key(3), "c"));

    assertEquals("region item: the queue of 2 keys is full", error.getMessage());
    assertEquals(1, node.count("freshet.write.behind", "result", "refused"));
    assertNull(region.getIfPresent(key(3)));
    behind.write(key(2), "a queued key needs no more room");
    runBackground();
    behind.write(key(3), "now there is room");
  }

  @Test
  void shouldWaitForRoom() throws Exception {
    WriteBehind.Settings patient =
        new WriteBehind.Settings(1, Duration.ofMinutes(1), 1, Duration.ZERO, Duration.ZERO);
    WriteBehind<String> behind = region.writeBehind(this::store, patient, this::failed);
    behind.write(key(1), "a");
    Thread[] writer = new Thread[1];
    CountDownLatch started = new CountDownLatch(1);
    Future<?> waiting =
        threads.submit(
            () -> {
              writer[0] = Thread.currentThread();
              started.countDown();
              behind.write(key(2), "b");
            });
    started.await();
    await().until(() -> writer[0].getState() == Thread.State.TIMED_WAITING);

    runBackground();
    Object unused = waiting.get();
    runBackground();

    assertEquals(List.of("item:1=a", "item:2=b"), written);
  }

  @Test
  void shouldTryAgainAndThenTellTheListenerAndTheMetric() {
    AtomicInteger attempts = new AtomicInteger();
    WriteBehind.Settings three =
        new WriteBehind.Settings(10, Duration.ZERO, 3, Duration.ZERO, Duration.ZERO);
    WriteBehind<String> behind =
        region.writeBehind(
            (key, value) -> {
              if (attempts.incrementAndGet() % 3 != 0 || value.equals("never")) {
                throw new Exception("source away");
              }
              store(key, value);
            },
            three,
            this::failed);
    behind.write(key(1), "at the third");
    behind.write(key(2), "never");

    runBackground();

    assertEquals(6, attempts.get());
    assertEquals(List.of("item:1=at the third"), written);
    assertEquals(
        List.of("item:2=never: region item: the writer failed: java.lang.Exception: source away"),
        lost);
    assertEquals(1, node.count("freshet.write.behind", "result", "lost"));
    assertNull(region.getIfPresent(key(2)));
  }

  @Test
  void shouldGoOnWhereListenerAndWriterRunIntoErrors() {
    WriteBehind<String> behind =
        region.writeBehind(
            (key, value) -> {
              if (value.equals("bad")) {
                throw new AssertionError("bad writer");
              }
              store(key, value);
            },
            AT_ONCE,
            (key, value, cause) -> {
              failed(key, value, cause);
              throw new IllegalStateException("bad listener");
            });
    behind.write(key(1), "bad");
    behind.write(key(2), "good");

    runBackground();

    assertEquals(List.of("item:2=good"), written);
    assertEquals(1, lost.size());
    assertEquals(0, behind.queued());
    behind.write(key(3), "later");
    runBackground();
    assertEquals("later", source.get(key(3)));
  }

  @Test
  void shouldGoOnAfterACommandFailed() {
    FreshetCache cutOff =
        FreshetCache.builder(
                target -> {
                  throw new IllegalStateException("log closed");
                })
            .executor(background::add)
            .build();
    Region<String> alone = cutOff.region(ITEMS, Codec.json(String.class));
    WriteBehind<String> behind = alone.writeBehind(this::store, AT_ONCE, this::failed);
    behind.write(key(1), "a");
    behind.write(key(2), "b");

    runBackground();

    assertEquals(List.of("item:1=a", "item:2=b"), written);
    assertEquals(2, lost.size());
    assertEquals(0, behind.queued());
  }

  @Test
  void shouldFlushOnClose() throws Exception {
    TestCluster.Node real = node(threads);
    Region<String> flushed = real.region(ITEMS, String.class);
    CountDownLatch release = new CountDownLatch(1);
    WriteBehind<String> behind =
        flushed.writeBehind(
            (key, value) -> {
              release.await();
              store(key, value);
            },
            PATIENT,
            this::failed);
    for (int id = 0; id < 20; id++) {
      behind.write(key(id), "v" + id);
    }
    Future<?> closing = threads.submit(behind::close);

    release.countDown();
    Object unused = closing.get();

    assertEquals(20, written.size());
    assertEquals(0, behind.queued());
    assertEquals(List.of(), lost);
    assertEquals("v7", there.getIfPresent(key(7)));
  }

  @Test
  void shouldFlushWhenTheCacheCloses() {
    TestCluster.Node real = node(threads);
    WriteBehind<String> behind =
        real.region(ITEMS, String.class).writeBehind(this::store, PATIENT, this::failed);
    behind.write(key(1), "a");

    real.cache.close();

    assertEquals("a", source.get(key(1)));
  }

  @Test
  void shouldGiveUpWhatIsNotWrittenWhenTheCloseTimeoutEnds() {
    WriteBehind<String> behind = region.writeBehind(this::store, AT_ONCE, this::failed);
    behind.write(key(1), "a");
    behind.write(key(2), "b");

    behind.close();
    behind.close();

    assertEquals(
        List.of("item:1=a: not written within PT0S", "item:2=b: not written within PT0S"), lost);
    assertEquals(2, node.count("freshet.write.behind", "result", "lost"));
    assertNull(region.getIfPresent(key(1)));
    runBackground();
    assertEquals(List.of(), written);
  }

  @Test
  void shouldLetTheListenerReadTheRegionFromAnotherThreadWhileItCloses() {
    List<String> seen = new ArrayList<>();
    WriteBehind<String> behind =
        region.writeBehind(
            this::store,
            AT_ONCE,
            (key, value, cause) ->
                seen.add(
                    String.valueOf(
                        CompletableFuture.supplyAsync(() -> region.getIfPresent(key), threads)
                            .orTimeout(1, TimeUnit.MINUTES)
                            .join())));
    behind.write(key(1), "a");

    behind.close();

    assertEquals(List.of("null"), seen);
  }

  @Test
  void shouldRefuseWritesOnceClosedAndThenBeginAgain() {
    WriteBehind<String> behind = region.writeBehind(this::store, AT_ONCE, this::failed);
    var second =
        assertThrows(
            IllegalStateException.class,
            () -> region.writeBehind(this::store, AT_ONCE, this::failed));
    assertEquals("region item: writes behind already, close that first", second.getMessage());

    behind.close();

    var error = assertThrows(WriteFailedException.class, () -> behind.write(key(1), "a"));
    assertEquals("region item: the write-behind is closed", error.getMessage());
    WriteBehind<String> again = region.writeBehind(this::store, AT_ONCE, this::failed);
    again.write(key(1), "b");
    runBackground();
    assertEquals("b", source.get(key(1)));
  }

  @Test
  void shouldWriteInTheCallersThreadWhereTheExecutorRefuses() {
    TestCluster.Node busy =
        node(
            task -> {
              throw new RejectedExecutionException("busy");
            });
    Region<String> alone = busy.region(ITEMS, String.class);
    WriteBehind<String> behind = alone.writeBehind(this::store, AT_ONCE, this::failed);

    behind.write(key(1), "a");

    assertEquals("a", source.get(key(1)));
  }

  @Test
  void shouldRefuseKeysOfAnotherRegionAtOnce() {
    WriteBehind<String> behind = region.writeBehind(this::store, AT_ONCE, this::failed);
    EntryKey foreign =
        node.region(RegionSettings.of("user", "user:{id}"), String.class).key(Map.of("id", 1));

    var error = assertThrows(IllegalArgumentException.class, () -> behind.write(foreign, "a"));

    assertEquals(
        "region item: found a key of region user, expected one of this region", error.getMessage());
    assertEquals(0, behind.queued());
  }

  @Test
  void shouldRefuseSettingsThatMeanNothing() {
    Duration second = Duration.ofSeconds(1);
    Duration negative = second.negated();

    assertRefused(
        "write-behind: found maxQueued 0 and attempts 1, expected 1 or more",
        () -> new WriteBehind.Settings(0, second, 1, second, second));
    assertRefused(
        "write-behind: found maxQueued 1 and attempts 0, expected 1 or more",
        () -> new WriteBehind.Settings(1, second, 0, second, second));
    assertRefused(
        "write-behind: found offerTimeout PT-1S, retryAfter PT1S and closeTimeout PT1S,"
            + " expected 0 or longer",
        () -> new WriteBehind.Settings(1, negative, 1, second, second));
    assertRefused(
        "write-behind: found offerTimeout PT1S, retryAfter PT-1S and closeTimeout PT1S,"
            + " expected 0 or longer",
        () -> new WriteBehind.Settings(1, second, 1, negative, second));
    assertRefused(
        "write-behind: found offerTimeout PT1S, retryAfter PT1S and closeTimeout PT-1S,"
            + " expected 0 or longer",
        () -> new WriteBehind.Settings(1, second, 1, second, negative));
  }

  private static void assertRefused(String message, Runnable settings) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, settings::run).getMessage());
  }

  private TestCluster.Node node(Executor executor) {
    return cluster.node(cluster.store(), builder -> builder.executor(executor));
  }

  private void runBackground() {
    for (Runnable task = background.poll(); task != null; task = background.poll()) {
      task.run();
    }
  }

  private EntryKey key(int id) {
    return region.key(Map.of("id", id));
  }

  private void store(EntryKey key, String value) {
    written.add(key + "=" + value);
    source.put(key, value);
  }

  private void failed(EntryKey key, String value, Exception cause) {
    lost.add(key + "=" + value + ": " + cause.getMessage());
  }

  private String load(EntryKey key) {
    return source.getOrDefault(key, "nothing");
  }
}
