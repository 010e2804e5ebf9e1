// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.cache.Warmed.Outcome;
import dev.freshet.cache.fence.Fence;
import dev.freshet.cache.fence.Interleaving;
import dev.freshet.cache.settings.Capacity;
import dev.freshet.cache.settings.Eviction;
import dev.freshet.cache.settings.L1Settings;
import dev.freshet.cache.settings.Lifetime;
import dev.freshet.cache.settings.LoadSettings;
import dev.freshet.cache.store.L2Store;
import dev.freshet.events.values.Target;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WarmingTest {
  private static final RegionSettings ITEMS = RegionSettings.of("item", "item:{id}");

  private final TestCluster cluster = new TestCluster();
  private final CountingStore store = new CountingStore(cluster.store());
  private final List<Set<EntryKey>> calls = new ArrayList<>();
  private int versions = 2;

  /** What happens when a node begins to wait for a future. */
  private Runnable whileWaiting = () -> {};

  private final TestCluster.Node node = node(store);
  private final Region<String> region = node.region(ITEMS, String.class);
  private final TestCluster.Node theOther = cluster.node();
  private final Region<String> there = theOther.region(ITEMS, String.class);

  @Test
  void shouldLoadWhatNoLevelHasInOneCallAndLeaveTheRestAlone() {
    region.put(key(1), "in both");
    there.put(key(2), "in L2");
    store.trips().clear();

    Warmed warmed = region.warm(keys(1, 2, 3, 4, 3), this::load);

    assertEquals(
        Map.of(
            key(1), Outcome.PRESENT,
            key(2), Outcome.PRESENT,
            key(3), Outcome.LOADED,
            key(4), Outcome.LOADED),
        warmed.outcomes());
    assertEquals(Set.of(), warmed.unstored());
    assertEquals(Set.of(key(3), key(4)), warmed.keys(Outcome.LOADED));
    assertEquals(2, warmed.count(Outcome.PRESENT));
    assertEquals(List.of(Set.of(key(3), key(4))), calls);
    assertEquals(List.of("getAll 4", "setAll 2"), store.trips());
    assertEquals("v3", there.getIfPresent(key(3)), "in L2");
    assertEquals(2, node.count("freshet.warmup.warmed"));
  }

  @Test
  void shouldCountNeitherHitsNorMisses() {
    there.put(key(2), "in L2");
    region.put(key(1), "in L1");

    region.warm(keys(1, 2, 3), this::load);
    region.fill(keys(1, 2, 3, 4));

    for (String level : List.of("l1", "l2")) {
      assertEquals(0, node.count("cache.gets", "level", level, "result", "hit"), level);
      assertEquals(0, node.count("cache.gets", "level", level, "result", "miss"), level);
    }
    assertEquals(1, node.count("freshet.loads", "result", "success"));
  }

  @Test
  void shouldReturnOnlyOnceL2HasAnswered() {
    CompletableFuture<Void> answer = new CompletableFuture<>();
    Region<String> slow = node(new Setting(store, answer)).region(ITEMS, String.class);
    whileWaiting = () -> answer.complete(null);

    Warmed warmed = slow.warm(keys(1, 2), this::load);

    assertTrue(answer.isDone(), "it has waited");
    assertEquals(Set.of(), warmed.unstored());
  }

  @Test
  void shouldCountWhatL2DidNotTake() {
    RuntimeException failure = new IllegalStateException("the store is told to fail");
    Region<String> failing =
        node(new Setting(store, CompletableFuture.failedFuture(failure)))
            .region(ITEMS, String.class);

    Warmed warmed = failing.warm(keys(1, 2), this::load);

    assertEquals(2, warmed.count(Outcome.LOADED));
    assertEquals(Set.of(key(1), key(2)), warmed.unstored());
    assertEquals(Set.of(), warmed.untaken(), "it may take them later");
  }

  @Test
  void shouldStoreAgainWhatL2DidNotTake() {
    Moody moody = new Moody(store);
    Region<String> flaky = node(moody).region(ITEMS, String.class);
    moody.failures = 1;
    assertEquals(Set.of(key(1)), flaky.warm(keys(1), this::load).unstored());

    Warmed again = flaky.warm(keys(1), this::load);

    assertEquals(Map.of(key(1), Outcome.LOADED), again.outcomes(), "though L1 has it");
    assertEquals(Set.of(), again.unstored());
    assertEquals("v1", there.getIfPresent(key(1)));
  }

  @Test
  void shouldNotAskTheSourceForWhatL1HasWhileL2IsAway() {
    Moody moody = new Moody(store);
    Region<String> flaky = node(moody).region(ITEMS, String.class);
    moody.failsReads = true;
    flaky.warm(keys(1), this::load);
    calls.clear();

    Warmed warmed = flaky.warm(keys(1), this::load);

    assertEquals(Map.of(key(1), Outcome.PRESENT), warmed.outcomes());
    assertEquals(Set.of(key(1)), warmed.unstored(), "nobody knows");
    assertEquals(List.of(), calls);
    assertEquals("v1", flaky.getIfPresent(key(1)), "L1 has it");
  }

  @Test
  void shouldSendManyValuesToL2InPartsOneAfterTheOther() {
    Moody moody = new Moody(store);
    Region<String> patient = node(moody).region(ITEMS, String.class);
    moody.waits = true;
    whileWaiting = moody::answerAll;

    Warmed warmed =
        patient.warm(IntStream.range(0, 1_000).mapToObj(this::key).toList(), this::load);

    assertEquals(Set.of(), warmed.unstored());
    assertEquals(1, moody.mostWaiting, "parts at a time");
    assertTrue(moody.largest <= 128, () -> "values in a part: " + moody.largest);
    assertEquals("v999", there.getIfPresent(key(999)));
  }

  @Test
  void shouldLoseOnlyThePartThatL2DidNotTake() {
    Moody moody = new Moody(store);
    Region<String> patient = node(moody).region(ITEMS, String.class);
    moody.waits = true;
    moody.failures = 1;
    whileWaiting = moody::answerAll;

    int unstored =
        patient
            .warm(IntStream.range(0, 1_000).mapToObj(this::key).toList(), this::load)
            .unstored()
            .size();

    assertTrue(unstored > 0 && unstored <= 128, () -> "found " + unstored);
  }

  @Test
  void shouldNotWaitForAStoreThatNeverAnswers() {
    Region<String> silent =
        node(new Setting(store, new CompletableFuture<>())).region(ITEMS, String.class);
    whileWaiting = () -> cluster.pass(Duration.ofSeconds(10));

    assertEquals(Set.of(key(1)), silent.warm(keys(1), this::load).unstored());
  }

  @Test
  void shouldCountWhatIsTooLargeForL2ByItself() {
    RegionSettings small = ITEMS.with(ITEMS.l2().withMaxValueBytes(10)).withVersion(2);
    Region<String> bounded = node.region(small, String.class);

    Warmed warmed =
        bounded.warm(keys(1, 2), keys -> Map.of(key(1), "v1", key(2), "v2 is too long for L2"));

    assertEquals(Set.of(key(2)), warmed.unstored());
    assertEquals(Set.of(key(2)), warmed.untaken());
  }

  @Test
  void shouldRefuseWhatAnInvalidationOvertook() {
    Warmed warmed =
        region.warm(
            keys(1, 2),
            keys -> {
              Map<EntryKey, String> old = load(keys);
              cluster.append(new Target.Key("item:1")).join();
              return old;
            });

    assertEquals(Map.of(key(1), Outcome.REFUSED, key(2), Outcome.LOADED), warmed.outcomes());
    assertNull(region.getIfPresent(key(1)));
    assertNull(there.getIfPresent(key(1)));
    assertEquals(1, node.count("freshet.warmup.warmed"));
  }

  @Test
  void shouldLoadAgainWhatWasInvalidatedSince() {
    region.warm(keys(1, 2), this::load);
    cluster.append(new Target.Key("item:1")).join();
    calls.clear();

    region.warm(keys(1, 2), this::load);

    assertEquals(List.of(Set.of(key(1))), calls);
  }

  @Test
  void shouldSayWhatTheSourceDoesNotHave() {
    Warmed warmed = region.warm(keys(1, 2), keys -> Map.of(key(1), "v1"));

    assertEquals(Map.of(key(1), Outcome.LOADED, key(2), Outcome.ABSENT), warmed.outcomes());
  }

  @Test
  void shouldRaiseWhatTheLoaderThrewAndLetNothingStandIn() {
    Lifetime lifetime =
        ITEMS.lifetime().withStaleIfError(Duration.ofHours(2), Duration.ofSeconds(10));
    Region<String> kept = node.region(ITEMS.with(lifetime).withVersion(2), String.class);
    kept.warm(keys(1), this::load);
    cluster.pass(Duration.ofMinutes(16));

    IllegalStateException away = new IllegalStateException("source away");
    LoadFailedException failure =
        assertThrows(
            LoadFailedException.class,
            () ->
                kept.warm(
                    keys(1),
                    keys -> {
                      throw away;
                    }));

    assertEquals(away, failure.getCause());
  }

  @Test
  void shouldRaiseWhereTheLoaderIsTooSlow() {
    LoadSettings loading = LoadSettings.DEFAULT.withTimeouts(Duration.ZERO, Duration.ofSeconds(3));
    FakeTimer timer = cluster.timer();
    TestCluster.Node hurried =
        cluster.node(
            store,
            builder ->
                builder
                    .executor(task -> {})
                    .timer(timer)
                    .simulated(new Fence(1_000), interleaving()));
    Region<String> slow = hurried.region(ITEMS.with(loading), String.class);
    whileWaiting = () -> cluster.pass(Duration.ofSeconds(4));

    assertThrows(LoadTimeoutException.class, () -> slow.warm(keys(1), this::load));
  }

  @Test
  void shouldJoinALoadThatIsUnderway() {
    HandFedLoader loader = new HandFedLoader();
    CompletableFuture<String> read = region.async().get(key(1), loader);
    whileWaiting = () -> loader.answer(0, "v1");

    Warmed warmed = region.warm(keys(1, 2), this::load);

    assertEquals(2, warmed.count(Outcome.LOADED));
    assertEquals(List.of(Set.of(key(2))), calls);
    assertEquals("v1", read.join());
  }

  @Test
  void shouldLeaveAloneWhatIsBeingWrittenBehind() {
    try (WriteBehind<String> behind =
        region.writeBehind((key, value) -> {}, WriteBehind.Settings.DEFAULT, (key, v, e) -> {})) {
      behind.write(key(1), "newer than the source's");

      assertEquals(Map.of(key(1), Outcome.PRESENT), region.warm(keys(1), this::load).outcomes());
    }
    assertEquals(List.of(), calls);
  }

  @Test
  void shouldKeepTheTtlOfALoadedValueWhateverTheJitterOfTheRegion() {
    RegionSettings jittered = ITEMS.with(ITEMS.lifetime().withJitter(0.5)).withVersion(2);
    TestCluster.Node even = cluster.steppedNode(store, () -> 0.5);
    Region<String> spread = even.region(jittered, String.class);
    Duration ttl = Duration.ofSeconds(100);

    spread.warm(keys(1), BulkLoader.tagged(keys -> Map.of(key(1), Loaded.of("v1").withTtl(ttl))));

    cluster.pass(Duration.ofSeconds(74));
    assertEquals("v1", spread.getIfPresent(key(1)));
    cluster.pass(Duration.ofSeconds(2));
    assertNull(spread.getIfPresent(key(1)), "its TTL less a quarter for the region's jitter");
    assertEquals(1, spread.warm(keys(1), this::load).count(Outcome.LOADED));
  }

  @Test
  void shouldWarmL1AloneWhereThereIsNoL2() {
    RegionSettings local = ITEMS.with(ITEMS.l2().withEnabled(false)).withVersion(2);
    Region<String> alone = node.region(local, String.class);
    store.trips().clear();

    Warmed warmed = alone.warm(keys(1), this::load);

    assertEquals(Map.of(key(1), Outcome.LOADED), warmed.outcomes());
    assertEquals(Set.of(), warmed.unstored());
    assertEquals("v1", alone.getIfPresent(key(1)));
    assertEquals(Set.of(key(1)), alone.fill(keys(1, 2)));
    assertEquals(List.of(), store.trips());
  }

  @Test
  void shouldDropNothingFromL1ForWhatNobodyAskedFor() {
    for (L1Settings l1 :
        List.of(
            ITEMS.l1().withCapacity(Capacity.entries(3)),
            ITEMS.l1().withCapacity(Capacity.bytes(3 * 260)),
            ITEMS.l1().withEviction(Eviction.LRU).withCapacity(Capacity.entries(3)))) {
      Region<String> small = node.region(ITEMS.with(l1).withVersion(versions++), String.class);
      small.put(key(1), "in use");
      small.put(key(2), "in use");

      Warmed warmed = small.warm(keys(1, 2, 3, 4, 5), this::load);

      assertEquals(3, warmed.count(Outcome.LOADED));
      assertEquals(Set.of(), warmed.unstored());
      assertEquals(2, small.stats().entries(), l1.toString());
      store.trips().clear();
      assertEquals("in use", small.getIfPresent(key(1)));
      assertEquals("in use", small.getIfPresent(key(2)));
      assertEquals(List.of(), store.trips());
      assertEquals(3, small.getAllPresent(keys(3, 4, 5)).size(), "L2 has the others");
    }
  }

  @Test
  void shouldTakeIntoL1WhatIsReadHereAndLeaveTheRestToL2() {
    region.put(key(1), "read here");
    cluster.append(new Target.Key("item:1")).join();
    region.warm(keys(1, 2), this::load);
    store.trips().clear();

    assertEquals("v1", region.getIfPresent(key(1)));
    assertEquals(List.of(), store.trips(), "in the place of what was invalidated");
    assertEquals("v2", region.getIfPresent(key(2)));
    assertEquals(1, store.trips().size(), "L2 has it");
  }

  @Test
  void shouldRefuseWhatAnInvalidationOvertookAlsoForL2Alone() {
    Warmed warmed =
        region.warm(
            keys(2, 3, 4),
            keys -> {
              cluster.append(new Target.Key("item:3")).join();
              return Map.of(key(2), "v2", key(3), "v3");
            });

    assertEquals(
        Map.of(key(2), Outcome.LOADED, key(3), Outcome.REFUSED, key(4), Outcome.ABSENT),
        warmed.outcomes());
    assertNull(region.getIfPresent(key(3)));
    assertNull(there.getIfPresent(key(3)));
  }

  @Test
  void shouldFillL1FromL2() {
    there.putAll(Map.of(key(1), "v1", key(2), "v2"));
    region.put(key(3), "v3");
    cluster.append(new Target.Key("item:2")).join();
    store.trips().clear();

    assertEquals(Set.of(key(1), key(3)), region.fill(keys(1, 2, 3, 4)));

    assertEquals(List.of("getAll 3"), store.trips());
    assertEquals("v1", region.getIfPresent(key(1)));
    assertEquals(List.of("getAll 3"), store.trips(), "L1 has it");
  }

  @Test
  void shouldNameTheKeysThatL1MayServe() {
    region.putAll(Map.of(key(1), "v1", key(2), "v2", key(3), "v3", key(4), "v4"));
    cluster.append(new Target.Key("item:2")).join();

    assertEquals(Set.of(key(4), key(3), key(1)), Set.copyOf(region.hottest(10)));
    assertEquals(1, region.hottest(1).size());
    assertEquals(List.of(), region.hottest(0));
  }

  /** Warmed, and in L1. */
  private void have(Region<String> region, EntryKey... keys) {
    List<EntryKey> all = List.of(keys);
    assertEquals(all.size(), region.warm(all, this::load).count(Outcome.LOADED));
    assertEquals(Set.of(keys), region.fill(all));
  }

  @Test
  void shouldNameFirstWhatWasReadMostSinceTheLastTime() {
    region.warm(keys(1, 2, 3, 4, 5), this::load);
    region.hottest(10);
    read(2, 2, 2, 4, 4, 1);

    assertEquals(keys(2, 4, 1), region.hottest(10).subList(0, 3));
    assertEquals(keys(2, 4), keysRead(2, 4, 4, 2, 2));
  }

  @Test
  void shouldNoteNoMoreReadsThanItTakesToKnow() {
    have(region, key(1), key(2));
    region.hottest(2);
    for (int i = 0; i < 10_000; i++) {
      read(1);
    }
    for (int i = 0; i < 20_000; i++) {
      read(2);
    }

    assertEquals(keys(1, 2), region.hottest(2), "the sample was full when the others came");
    assertEquals(30_000, node.count("cache.gets", "level", "l1", "result", "hit"));
  }

  @Test
  void shouldCountAWarmedValueOnceItIsReadAndOnlyOnce() {
    region.warm(keys(1, 2, 3), this::load);
    region.get(key(4), key -> "nobody warmed it");

    assertEquals(0, node.count("freshet.warmup.reads"));
    read(1, 1, 2);
    assertEquals("v1", region.get(key(1), key -> "loaded"));
    assertEquals(2, node.count("freshet.warmup.reads"), "by the node that warmed");
    assertEquals("v1", there.getIfPresent(key(1)));
    assertEquals("v3", there.getIfPresent(key(3)));
    assertEquals("nobody warmed it", there.getIfPresent(key(4)));
    assertEquals("v3", there.getIfPresent(key(3)));
    assertEquals(2, theOther.count("freshet.warmup.reads"), "filled from L2 by another");
  }

  @Test
  void shouldNotCountAWarmedValueAgainWhenItIsFilledAgain() {
    RegionSettings brief = ITEMS.withTtl(Duration.ofMinutes(10), Duration.ofSeconds(5));
    Region<String> one = node.region(brief.withVersion(2), String.class);
    have(one, key(1));

    for (int i = 0; i < 5; i++) {
      assertEquals("v1", one.getIfPresent(key(1)));
      cluster.pass(Duration.ofSeconds(6));
    }

    assertEquals(1, node.count("freshet.warmup.reads", "version", "2"));
    assertEquals(4, node.count("cache.gets", "version", "2", "level", "l2", "result", "hit"));
  }

  @Test
  void shouldCountAWarmedValueThatWasFilledAheadWhenItIsRead() {
    there.warm(keys(1, 2), this::load);

    region.fill(keys(1, 2));

    assertEquals(0, node.count("freshet.warmup.reads"));
    read(1, 1);
    assertEquals(1, node.count("freshet.warmup.reads"));
  }

  @Test
  void shouldNameKeysWhateverL1EvictsBy() {
    for (Eviction eviction : List.of(Eviction.LRU, Eviction.TTL_ONLY)) {
      RegionSettings settings =
          ITEMS.with(ITEMS.l1().withEviction(eviction)).withVersion(versions++);
      Region<String> other = node.region(settings, String.class);
      have(other, key(1), key(2), key(3));

      assertEquals(Set.of(key(1), key(2), key(3)), Set.copyOf(other.hottest(10)));
      assertEquals(2, other.hottest(2).size());
    }
  }

  @Test
  void shouldNotNameWhatHasExpired() {
    region.warm(keys(1), this::load);
    region.warm(
        keys(2),
        BulkLoader.tagged(keys -> Map.of(key(2), Loaded.of("v2").withTtl(Duration.ofSeconds(1)))));
    assertEquals(Set.of(key(1), key(2)), region.fill(keys(1, 2)));
    cluster.pass(Duration.ofSeconds(2));

    assertEquals(List.of(key(1)), region.hottest(10));
  }

  @Test
  void shouldFindTheKeyOfAText() {
    Region<String> pair = node.region(RegionSettings.of("pair", "pair:{a}:{b}"), String.class);
    EntryKey key = pair.key(Map.of("a", "x:y", "b", 7));

    assertEquals(Optional.of(key), pair.keyOf(key.text()));
    assertEquals(Map.of("a", "x:y", "b", "7"), pair.keyOf(key.text()).orElseThrow().params());
    assertEquals(Optional.empty(), pair.keyOf("item:1"));
    assertEquals(Optional.empty(), pair.keyOf("pair:1:" + "2".repeat(Region.MAX_KEY_LENGTH)));
  }

  @Test
  void shouldRefuseKeysOfAnotherRegion() {
    Region<String> pair = node.region(RegionSettings.of("pair", "pair:{a}:{b}"), String.class);

    assertThrows(IllegalArgumentException.class, () -> pair.warm(keys(1), this::load));
    assertThrows(IllegalArgumentException.class, () -> pair.fill(keys(1)));
  }

  private TestCluster.Node node(L2Store own) {
    return cluster.node(
        own,
        builder ->
            builder
                .executor(Runnable::run)
                .timer(cluster.timer())
                .simulated(new Fence(1_000), interleaving()));
  }

  private Interleaving interleaving() {
    return new Interleaving() {
      @Override
      public void step() {}

      @Override
      public void awaiting(CompletableFuture<?> awaited) {
        whileWaiting.run();
      }
    };
  }

  private void read(int... ids) {
    keys(ids).forEach(key -> assertEquals("v" + key.param("id"), region.getIfPresent(key), "L1"));
  }

  private List<EntryKey> keysRead(int... ids) {
    read(ids);
    return region.hottest(2);
  }

  private Map<EntryKey, String> load(Set<EntryKey> keys) {
    calls.add(keys);
    return keys.stream().collect(Collectors.toMap(key -> key, key -> "v" + key.param("id")));
  }

  private EntryKey key(int id) {
    return new EntryKey("item", "item:" + id, Map.of("id", id));
  }

  private List<EntryKey> keys(int... ids) {
    return IntStream.of(ids).mapToObj(this::key).toList();
  }

  /** A store whose answer to every write is the one given. */
  private record Setting(L2Store store, CompletableFuture<Void> answer) implements L2Store {
    @Override
    public CompletableFuture<Optional<byte[]>> get(String key) {
      return store.get(key);
    }

    @Override
    public CompletableFuture<Void> set(String key, byte[] value, Duration ttl) {
      return answer;
    }

    @Override
    public CompletableFuture<Void> setAll(Collection<Write> writes) {
      return answer;
    }

    @Override
    public CompletableFuture<Boolean> setIfAbsent(String key, byte[] value, Duration ttl) {
      return store.setIfAbsent(key, value, ttl);
    }

    @Override
    public CompletableFuture<Boolean> removeIfStartsWith(String key, byte[] prefix) {
      return store.removeIfStartsWith(key, prefix);
    }

    @Override
    public void close() {}
  }

  /** A store that fails, and answers writes, when it is told to. */
  private static final class Moody implements L2Store {
    private final L2Store store;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    boolean failsReads;
    int failures;
    boolean waits;
    int mostWaiting;
    int largest;

    Moody(L2Store store) {
      this.store = store;
    }

    void answerAll() {
      while (!waiting.isEmpty()) {
        waiting.remove().run();
      }
    }

    private boolean fails() {
      return failures-- > 0;
    }

    private static <T> CompletableFuture<T> failed() {
      return CompletableFuture.failedFuture(new IllegalStateException("told to fail"));
    }

    @Override
    public CompletableFuture<Optional<byte[]>> get(String key) {
      return failsReads ? failed() : store.get(key);
    }

    @Override
    public CompletableFuture<Void> set(String key, byte[] value, Duration ttl) {
      return fails() ? failed() : store.set(key, value, ttl);
    }

    @Override
    public CompletableFuture<Void> setAll(Collection<Write> writes) {
      if (fails()) {
        return failed();
      }
      CompletableFuture<Void> stored = store.setAll(writes);
      if (!waits) {
        return stored;
      }
      CompletableFuture<Void> answer = new CompletableFuture<>();
      waiting.add(() -> answer.complete(null));
      mostWaiting = Math.max(mostWaiting, waiting.size());
      largest = Math.max(largest, writes.size());
      return answer;
    }

    @Override
    public CompletableFuture<Boolean> setIfAbsent(String key, byte[] value, Duration ttl) {
      return store.setIfAbsent(key, value, ttl);
    }

    @Override
    public CompletableFuture<Boolean> removeIfStartsWith(String key, byte[] prefix) {
      return store.removeIfStartsWith(key, prefix);
    }

    @Override
    public void close() {}
  }
}
