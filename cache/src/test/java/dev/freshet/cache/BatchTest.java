// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.freshet.cache.codec.Codec;
import dev.freshet.events.values.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatchTest {
  private static final RegionSettings ITEMS = RegionSettings.of("item", "item:{id}");

  private final TestCluster cluster = new TestCluster();
  private final CountingStore store = new CountingStore(cluster.store());
  private final TestCluster.Node node = cluster.node(store);
  private final TestCluster.Node other = cluster.node();
  private final Region<String> region = node.region(ITEMS, String.class);
  private final Region<String> there = other.region(ITEMS, String.class);
  private final List<Set<EntryKey>> calls = new ArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void shouldReadAndWriteL2InOneTripAndCallTheLoaderOnce() {
    Map<EntryKey, String> values = region.getAll(keys(1, 2, 3), this::load);

    assertEquals(valuesOf(1, 2, 3), values);
    assertEquals(List.of(Set.copyOf(keys(1, 2, 3))), calls);
    assertEquals(List.of("getAll 3", "setAll 3"), store.trips());
  }

  @Test
  void shouldTakeFromEachLevelWhatItHas() {
    region.put(key(1), "in L1");
    there.put(key(2), "in L2");
    store.trips().clear();

    Map<EntryKey, String> values = region.getAll(keys(1, 2, 3, 4), this::load);

    assertEquals(Map.of(key(1), "in L1", key(2), "in L2", key(3), "v3", key(4), "v4"), values);
    assertEquals(List.of(Set.copyOf(keys(3, 4))), calls);
    assertEquals(List.of("getAll 3", "setAll 2"), store.trips());
  }

  @Test
  void shouldAnswerEachKeyOnceInTheOrderAsked() {
    region.put(key(7), "v7");

    Map<EntryKey, String> values = region.getAll(keys(9, 7, 9, 1, 7, 8), this::load);

    assertEquals(keys(9, 7, 1, 8), List.copyOf(values.keySet()));
    assertEquals(List.of(Set.copyOf(keys(9, 1, 8))), calls);
  }

  @Test
  void shouldNeitherLoadNorTouchL2WhereL1HasEverything() {
    region.putAll(valuesOf(1, 2));
    store.trips().clear();

    assertEquals(valuesOf(1, 2), region.getAll(keys(1, 2), this::load));
    assertEquals(Map.of(), region.getAll(List.of(), this::load));
    assertEquals(Map.of(), region.getAllPresent(List.of()));

    assertEquals(List.of(), calls);
    assertEquals(List.of(), store.trips());
  }

  @Test
  void shouldGiveWhatIsPresentInOneTripAndLoadNothing() {
    region.put(key(1), "v1");
    there.putAll(valuesOf(2, 3));
    store.trips().clear();

    assertEquals(valuesOf(3, 2, 1), region.getAllPresent(keys(3, 2, 4, 1)));

    assertEquals(List.of("getAll 3"), store.trips());
    assertEquals(valuesOf(1, 2, 3), region.getAllPresent(keys(1, 2, 3)), "from L1");
    assertEquals(List.of("getAll 3"), store.trips());
  }

  @Test
  void shouldPutAllInOneTripAndDropTheOlderValuesOnEveryNode() {
    region.getAll(keys(1, 2, 3), this::load);
    there.getAll(keys(1, 2, 3), this::load);
    store.trips().clear();

    region.putAll(Map.of(key(1), "new1", key(2), "new2"));

    assertEquals(List.of("setAll 2"), store.trips());
    Map<EntryKey, String> expected = Map.of(key(1), "new1", key(2), "new2", key(3), "v3");
    assertEquals(expected, region.getAllPresent(keys(1, 2, 3)));
    assertEquals(expected, there.getAllPresent(keys(1, 2, 3)));
  }

  @Test
  void shouldLeaveOutWhatTheSourceDoesNotHaveAndIgnoreWhatNobodyAskedFor() {
    BulkLoader<String> loader = keys -> Map.of(key(1), "v1", key(99), "nobody asked");

    assertEquals(valuesOf(1), region.getAll(keys(1, 2), loader));

    assertNull(region.getIfPresent(key(99)));
    assertNull(region.getIfPresent(key(2)));
    assertEquals(1, node.count("freshet.loads", "result", "success"));
    assertEquals(1, node.count("freshet.loads", "result", "absent"));
  }

  @Test
  void shouldTakeANullInTheMapForAValueThatTheSourceDoesNotHave() {
    Map<EntryKey, String> loaded = new HashMap<>(valuesOf(1));
    loaded.put(key(2), noValue());

    assertEquals(valuesOf(1), region.getAll(keys(1, 2), keys -> loaded));

    assertEquals(1, node.count("freshet.loads", "result", "absent"));
  }

  @Test
  void shouldSayThatALoaderReturnedNoMap() {
    for (RegionSettings settings : List.of(ITEMS, apart("apart"))) {
      TestCluster.Node fresh = cluster.node();
      Region<String> asked = fresh.region(settings, String.class);
      EntryKey key = asked.key(Map.of("id", 1));

      var error =
          assertThrows(
              LoadFailedException.class, () -> asked.getAll(List.of(key), keys -> noMap()));

      assertEquals(
          "region "
              + settings.name()
              + ": the loader failed: java.lang.NullPointerException: the loader: found null,"
              + " expected a map",
          error.getMessage());
      assertEquals(1, fresh.count("freshet.loads", "result", "failure"));
    }
  }

  @Test
  void shouldFailWithWhatTheLoaderThrowsAndKeepNothing() {
    Exception cause = new Exception("source away");

    var error =
        assertThrows(
            LoadFailedException.class,
            () ->
                region.getAll(
                    keys(1, 2),
                    keys -> {
                      throw cause;
                    }));

    assertEquals(cause, error.getCause());
    assertEquals(1, node.count("freshet.loads", "result", "failure"));
    assertEquals(
        valuesOf(1, 2), region.getAll(keys(1, 2), this::load), "nothing stands in the way");
  }

  @Test
  void shouldServeNothingThatACommandOvertookWhileItLoaded() {
    Map<EntryKey, String> returned =
        region.getAll(
            keys(1, 2),
            keys -> {
              Map<EntryKey, String> read = load(keys);
              cluster.append(new Target.Key("item:1")).join();
              return read;
            });

    assertEquals(valuesOf(1, 2), returned, "the call began before the command");
    assertEquals(valuesOf(2), region.getAllPresent(keys(1, 2)));
    assertEquals(valuesOf(2), there.getAllPresent(keys(1, 2)));
  }

  @Test
  void shouldFillNothingThatACommandOvertookWhileItWasDecoded() {
    Codec<String> slow = new OvertakenCodec(() -> cluster.append(new Target.Key("item:1")).join());
    Region<String> overtaken = cluster.node().cache.region(ITEMS, slow);
    List<Function<Region<String>, @Nullable String>> reads =
        List.of(
            asked -> asked.getAllPresent(keys(1)).get(key(1)),
            asked -> asked.getIfPresent(key(1)),
            asked -> asked.async().getIfPresent(key(1)).join());

    for (Function<Region<String>, @Nullable String> read : reads) {
      region.put(key(1), "old");
      assertNull(read.apply(overtaken));
      assertNull(overtaken.getIfPresent(key(1)));
    }
  }

  /** A codec that takes so long to read a value that something happens meanwhile. */
  private record OvertakenCodec(Runnable meanwhile) implements Codec<String> {
    @Override
    public int id() {
      return 2;
    }

    @Override
    public byte[] encode(String value) {
      return Codec.<String>json(String.class).encode(value);
    }

    @Override
    public String decode(byte[] bytes) {
      meanwhile.run();
      return Codec.<String>json(String.class).decode(bytes);
    }
  }

  @Test
  void shouldWaitForSingleLoadsAndBeWaitedFor() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch loading = new CountDownLatch(2);
    Future<String> single =
        threads.submit(() -> region.get(key(1), key -> held(loading, release, "single")));
    Future<Map<EntryKey, String>> batch =
        threads.submit(
            () ->
                region.getAll(
                    keys(2, 3),
                    keys -> Map.of(key(2), held(loading, release, "batch"), key(3), "batch")));
    loading.await();
    Future<Map<EntryKey, String>> joiner =
        threads.submit(() -> region.getAll(keys(1, 2, 4), this::load));
    Future<String> reader = threads.submit(() -> region.get(key(3), key -> "not asked"));
    await().until(() -> node.count("freshet.load.waits") == 2);

    release.countDown();

    assertEquals("single", single.get());
    assertEquals("batch", batch.get().get(key(2)));
    assertEquals(Map.of(key(1), "single", key(2), "batch", key(4), "v4"), joiner.get());
    assertEquals("batch", reader.get());
    assertEquals(List.of(Set.of(key(4))), calls);
  }

  @Test
  void shouldLoadAgainForABatchThatAskedAfterACommandThatOvertookTheLoad() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch loading = new CountDownLatch(1);
    Future<String> before =
        threads.submit(() -> region.get(key(1), key -> held(loading, release, "old")));
    loading.await();
    cluster.append(new Target.Key("item:1")).join();
    Future<Map<EntryKey, String>> after = threads.submit(() -> region.getAll(keys(1), this::load));
    await().until(() -> node.count("freshet.load.waits") == 1);

    release.countDown();

    assertEquals("old", before.get());
    assertEquals(valuesOf(1), after.get());
  }

  @Test
  void shouldNotLockBatchesThatOverlapInAnyOrder() throws Exception {
    List<Future<Map<EntryKey, String>>> answers = new ArrayList<>();
    for (int round = 0; round < 400; round++) {
      int from = round;
      List<EntryKey> keys = new ArrayList<>(keys(from, from + 1, from + 2, from + 3));
      if (round % 2 == 0) {
        Collections.reverse(keys);
      }
      answers.add(
          threads.submit(
              () ->
                  region.getAll(
                      keys,
                      asked -> asked.stream().collect(Collectors.toMap(k -> k, this::value)))));
    }

    for (Future<Map<EntryKey, String>> answer : answers) {
      answer
          .get(1, TimeUnit.MINUTES)
          .forEach((key, value) -> assertEquals("v" + key.param("id"), value));
    }
  }

  @Test
  void shouldRefuseABulkLoaderThatAsksForItsOwnKeys() {
    for (RegionSettings settings : List.of(ITEMS, apart("apart"))) {
      Region<String> asked = cluster.node().region(settings.withTags(), String.class);
      List<EntryKey> keys = List.of(asked.key(Map.of("id", 1)), asked.key(Map.of("id", 2)));

      Future<Map<EntryKey, String>> answer =
          threads.submit(() -> asked.getAll(keys, missing -> asked.getAll(keys, this::load)));

      var error = assertThrows(ExecutionException.class, () -> answer.get(1, TimeUnit.MINUTES));
      Throwable failed = assertInstanceOf(LoadFailedException.class, error.getCause());
      assertInstanceOf(IllegalStateException.class, root(failed), settings.name());
    }
  }

  @Test
  void shouldLoadBatchesApartFromTheCallerWhereTheRegionHasATimeout() {
    Region<String> apart = node.region(apart("apart"), String.class);
    Thread caller = Thread.currentThread();
    List<Thread> loaders = new ArrayList<>();
    EntryKey key = apart.key(Map.of("id", 1));

    Map<EntryKey, String> values =
        apart.getAll(
            List.of(key),
            keys -> {
              loaders.add(Thread.currentThread());
              return Map.of(key, "v1");
            });

    assertEquals(Map.of(key, "v1"), values);
    assertEquals(1, loaders.size());
    assertEquals(false, loaders.contains(caller));
  }

  private static RegionSettings apart(String name) {
    RegionSettings settings = RegionSettings.of(name, "apart:{id}");
    return settings.with(
        settings.loading().withTimeouts(Duration.ofSeconds(20), Duration.ofSeconds(30)));
  }

  private static Throwable root(Throwable failure) {
    Throwable cause = failure.getCause();
    return cause == null ? failure : root(cause);
  }

  private Map<EntryKey, String> load(Set<EntryKey> keys) {
    calls.add(keys);
    return keys.stream().collect(Collectors.toMap(key -> key, this::value));
  }

  private String value(EntryKey key) {
    return "v" + key.param("id");
  }

  private static String held(CountDownLatch loading, CountDownLatch release, String value)
      throws InterruptedException {
    loading.countDown();
    release.await();
    return value;
  }

  private EntryKey key(int id) {
    return region.key(Map.of("id", id));
  }

  private List<EntryKey> keys(int... ids) {
    return IntStream.of(ids).mapToObj(this::key).toList();
  }

  private Map<EntryKey, String> valuesOf(int... ids) {
    Map<EntryKey, String> values = new LinkedHashMap<>();
    IntStream.of(ids).forEach(id -> values.put(key(id), "v" + id));
    return values;
  }

  @SuppressWarnings("NullAway") // as of a caller without a null checker
  private static Map<EntryKey, String> noMap() {
    return null;
  }

  @SuppressWarnings("NullAway") // as above
  private static String noValue() {
    return null;
  }
}
