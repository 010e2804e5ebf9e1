// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.freshet.cache.Warmed.Outcome;
import dev.freshet.cache.settings.Eviction;
import dev.freshet.events.values.Target;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which keys are read most, and how warmed values fare once they are read. */
class HottestKeysTest extends WarmingNodes {
  private int versions = 2;

  @Test
  void shouldNameTheKeysThatL1MayServe() {
    region.putAll(Map.of(key(1), "v1", key(2), "v2", key(3), "v3", key(4), "v4"));
    cluster.append(new Target.Key("item:2")).join();

    assertEquals(Set.of(key(4), key(3), key(1)), Set.copyOf(region.hottest(10)));
    assertEquals(1, region.hottest(1).size());
    assertEquals(List.of(), region.hottest(0));
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

  /** Warmed, and in L1. */
  private void have(Region<String> region, EntryKey... keys) {
    List<EntryKey> all = List.of(keys);
    assertEquals(all.size(), region.warm(all, this::load).count(Outcome.LOADED));
    assertEquals(Set.of(keys), region.fill(all));
  }

  private void read(int... ids) {
    keys(ids).forEach(key -> assertEquals("v" + key.param("id"), region.getIfPresent(key), "L1"));
  }

  private List<EntryKey> keysRead(int... ids) {
    read(ids);
    return region.hottest(2);
  }
}
