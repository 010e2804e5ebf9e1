// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.freshet.cache.Warmed.Outcome;
import dev.freshet.cache.fence.Fence;
import dev.freshet.cache.settings.Capacity;
import dev.freshet.cache.settings.Eviction;
import dev.freshet.cache.settings.L1Settings;
import dev.freshet.cache.settings.Lifetime;
import dev.freshet.cache.settings.LoadSettings;
import dev.freshet.events.values.Target;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What is warmed, what is left alone, and what is refused. */
class WarmingTest extends WarmingNodes {
  private int versions = 2;

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
  void shouldRefuseKeysOfAnotherRegion() {
    Region<String> pair = node.region(RegionSettings.of("pair", "pair:{a}:{b}"), String.class);

    assertThrows(IllegalArgumentException.class, () -> pair.warm(keys(1), this::load));
    assertThrows(IllegalArgumentException.class, () -> pair.fill(keys(1)));
  }
}
