// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.cache.settings.Capacity;
import dev.freshet.cache.settings.Eviction;
import dev.freshet.events.values.LogIdentity;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What L1 holds, what it drops, and what it says it weighs. */
class CapacityTest {
  /** An entry besides its value. */
  private static final int OVERHEAD_BYTES = 250;

  /** JSON puts the value between quotes. */
  private static final int QUOTES_BYTES = 2;

  private final TestCluster cluster = new TestCluster();
  private final TestCluster.Node node = cluster.node();

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TTL_ONLY")
  void shouldHoldSoManyEntriesAndCountWhatItEvicts(Eviction eviction) {
    Region<String> region = region(Capacity.entries(10), eviction);

    IntStream.range(0, 100).forEach(id -> load(region, id, "v" + id));

    assertEquals(10, node.meters.get("cache.size").gauge().value());
    assertEquals(90, node.count("cache.evictions"));
    assertEquals(90, node.count("cache.eviction"));
    assertEquals(10, count(region, 100));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TTL_ONLY")
  void shouldHoldSoManyBytesAndCountWhatItEvicts(Eviction eviction) {
    Region<String> region = region(Capacity.bytes(10_000), eviction);
    String value = "x".repeat(1_000 - OVERHEAD_BYTES - QUOTES_BYTES);

    IntStream.range(0, 100).forEach(id -> load(region, id, value));

    assertEquals(10, count(region, 100));
    assertEquals(10_000, memory());
    assertEquals(90, node.count("cache.evictions"));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TTL_ONLY")
  void shouldHoldAValueThatTakesAlmostAllOfTheCapacity(Eviction eviction) {
    Region<String> region = region(Capacity.bytes(10_000), eviction);

    load(region, 1, "x".repeat(9_000));

    assertNotNull(region.getIfPresent(Map.of("id", 1)));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TTL_ONLY")
  void shouldServeButNotHoldAValueLargerThanTheWholeCapacity(Eviction eviction) {
    Region<String> region = region(Capacity.bytes(10_000), eviction);
    String large = "x".repeat(10_000);

    assertEquals(large, region.get(Map.of("id", 1), key -> large));

    assertNull(region.getIfPresent(Map.of("id", 1)));
    assertEquals(0, memory());
    assertEquals(1, node.count("cache.evictions"));
  }

  @ParameterizedTest
  @EnumSource(Eviction.class)
  void shouldKnowWhatItsEntriesWeighAfterEachKindOfChange(Eviction eviction) {
    Region<String> region = region(Capacity.bytes(100_000), eviction);

    load(region, 1, "x".repeat(100));
    assertEquals(weight(100), memory(), "put");
    load(region, 2, "x".repeat(50));
    assertEquals(weight(100) + weight(50), memory(), "another");
    region.put(Map.of("id", 1), "x".repeat(300));
    assertEquals(weight(300) + weight(50), memory(), "replaced");
    region.invalidate(Map.of("id", 1));
    assertNull(region.getIfPresent(Map.of("id", 1)));
    assertEquals(weight(50), memory(), "invalidated, and seen to be");
    node.cache.applier().startOver(new LogIdentity(new UUID(1, 1), 4), target -> 0);
    assertEquals(0, memory(), "cleared");
    assertEquals(0, node.count("cache.evictions"));
  }

  @ParameterizedTest
  @EnumSource(Eviction.class)
  void shouldForgetTheWeightOfWhatExpired(Eviction eviction) {
    Region<String> region = region(Capacity.bytes(100_000), eviction);
    load(region, 1, "x".repeat(100));

    cluster.pass(Duration.ofMinutes(16));

    assertNull(region.getIfPresent(Map.of("id", 1)));
    load(region, 2, "x".repeat(50));
    assertEquals(weight(50), memory());
    assertEquals(0, node.count("cache.evictions"), "expired, not evicted");
  }

  @Test
  void shouldWeighAValueThatIsTooLargeForL2() {
    RegionSettings settings = settings(Capacity.entries(10), Eviction.TINY_LFU);
    TestCluster.Node alone = cluster.node();
    Region<String> region =
        alone.region(settings.with(settings.l2().withMaxValueBytes(100)), String.class);
    load(region, 1, "x".repeat(10));
    load(region, 2, "x".repeat(5_000));
    load(region, 3, "x".repeat(7_000));

    assertEquals(
        weight(10) + weight(5_000) + weight(7_000),
        alone.meters.get("cache.memory.usage").gauge().value());
  }

  @Test
  void shouldKeepWhatIsUsedOftenWithTinyLfu() {
    Region<String> region = region(Capacity.entries(10), Eviction.TINY_LFU);
    for (int round = 0; round < 20; round++) {
      IntStream.range(0, 5).forEach(id -> load(region, id, "hot"));
    }

    IntStream.range(100, 1_000).forEach(id -> load(region, id, "once"));

    assertTrue(count(region, 5) >= 4, "a scan does not wash out what is used often");
  }

  @Test
  void shouldKeepWhatWasUsedLastWithLru() {
    Region<String> region = region(Capacity.entries(10), Eviction.LRU);
    IntStream.range(0, 10).forEach(id -> load(region, id, "v"));
    assertNotNull(region.getIfPresent(Map.of("id", 0)));

    IntStream.range(10, 19).forEach(id -> load(region, id, "v"));

    assertNotNull(region.getIfPresent(Map.of("id", 0)), "used after the others");
    IntStream.range(1, 10)
        .forEach(id -> assertNull(region.getIfPresent(Map.of("id", id)), "not used since"));
  }

  @Test
  void shouldEvictNothingWithTtlOnly() {
    Region<String> region = region(Capacity.entries(10), Eviction.TTL_ONLY);

    IntStream.range(0, 1_000).forEach(id -> load(region, id, "v"));

    assertEquals(1_000, count(region, 1_000));
    assertEquals(0, node.count("cache.evictions"));
    cluster.pass(Duration.ofMinutes(15));
    assertEquals(0, count(region, 1_000));
  }

  @Test
  void shouldHoldNothingWithACapacityOfZero() {
    Region<String> region = region(Capacity.entries(0), Eviction.TINY_LFU);

    load(region, 1, "v");

    assertNull(region.getIfPresent(Map.of("id", 1)));
    assertEquals(0, memory());
  }

  @ParameterizedTest
  @EnumSource(Eviction.class)
  void shouldFenceWhateverTheEviction(Eviction eviction) {
    Region<String> region = region(Capacity.entries(10), eviction);
    load(region, 1, "old");

    region.invalidate(Map.of("id", 1));

    assertFalse(region.getAllPresent(List.of(region.key(Map.of("id", 1)))).size() > 0);
    assertEquals("new", region.get(Map.of("id", 1), key -> "new"));
  }

  /** Without L2, so that what is not in L1 is nowhere. */
  private static RegionSettings settings(Capacity capacity, Eviction eviction) {
    RegionSettings settings = RegionSettings.of("item", "item:{id}");
    return settings.with(settings.l1().withCapacity(capacity).withEviction(eviction));
  }

  private Region<String> region(Capacity capacity, Eviction eviction) {
    RegionSettings settings = settings(capacity, eviction);
    return node.region(settings.with(settings.l2().withEnabled(false)), String.class);
  }

  private static void load(Region<String> region, int id, String value) {
    assertEquals(value, region.get(Map.of("id", id), key -> value));
  }

  private static int count(Region<String> region, int ids) {
    return (int)
        IntStream.range(0, ids).filter(id -> region.getIfPresent(Map.of("id", id)) != null).count();
  }

  private static int weight(int characters) {
    return OVERHEAD_BYTES + QUOTES_BYTES + characters;
  }

  private double memory() {
    return node.meters.get("cache.memory.usage").gauge().value();
  }
}
