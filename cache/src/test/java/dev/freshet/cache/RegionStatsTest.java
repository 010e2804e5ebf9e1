// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.cache.settings.LoadSettings;
import dev.freshet.cache.settings.OnBlind;
import dev.freshet.cache.settings.StalenessSettings;
import dev.freshet.events.values.LogIdentity;
import dev.freshet.events.values.Position;
import dev.freshet.events.values.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RegionStatsTest {
  private static final RegionSettings ITEMS = RegionSettings.of("item", "item:{id}");
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final TestCluster cluster = new TestCluster();
  private final TestCluster.Node node = cluster.steppedNode();

  @Test
  void shouldKnowTheLoadsThatAreUnderwayAndHowLongTheOthersTook() {
    Region<String> region = node.region(ITEMS, String.class);
    HandFedLoader loader = new HandFedLoader();
    var first = region.async().get(region.key(Map.of("id", 1)), loader);
    var second = region.async().get(region.key(Map.of("id", 2)), loader);
    assertEquals(2, region.stats().loadsInFlight());

    cluster.pass(Duration.ofMillis(30));
    loader.answer(0, "v");
    loader.fail(1, new Exception("source away"));

    assertEquals("v", first.join());
    assertTrue(second.isCompletedExceptionally());
    assertEquals(0, region.stats().loadsInFlight());
    assertEquals(1, region.stats().loads());
    assertEquals(1, region.stats().loadFailures());
    assertEquals(Duration.ofMillis(30), region.stats().loadTime());
    assertEquals(1, region.stats().entries());
    assertEquals(250 + 3, region.stats().memoryBytes(), "with the quotes of JSON");
  }

  @Test
  void shouldSeeALoadInFlightFromWithinAndNoLongerWhenItHasFailed() {
    Region<String> region = node.region(ITEMS, String.class);
    EntryKey key = region.key(Map.of("id", 1));

    assertEquals(
        "1", region.get(key, asked -> String.valueOf(region.stats().loadsInFlight())), "within");
    assertEquals(
        1,
        region
            .getAll(
                List.of(region.key(Map.of("id", 2))),
                keys -> Map.of(keys.iterator().next(), "" + region.stats().loadsInFlight()))
            .size());
    assertThrows(
        LoadFailedException.class,
        () ->
            region.get(
                Map.of("id", 3),
                asked -> {
                  throw new Exception("source away");
                }));

    assertEquals(0, region.stats().loadsInFlight());
    assertEquals(1, region.stats().loadFailures());
  }

  @Test
  void shouldCountALoadThatTookTooLongAsFailedAndEnded() {
    Region<String> region =
        node.region(
            ITEMS.with(LoadSettings.DEFAULT.withTimeouts(Duration.ZERO, MINUTE)), String.class);
    var late = region.async().get(region.key(Map.of("id", 1)), new HandFedLoader());

    cluster.pass(MINUTE);

    assertTrue(late.isCompletedExceptionally());
    assertEquals(1, region.stats().loadFailures());
    assertEquals(0, region.stats().loadsInFlight());
  }

  @Test
  void shouldSayWhetherTheNodeHasHeardNothingForTooLong() {
    Region<String> bounded =
        node.region(ITEMS.with(new StalenessSettings(MINUTE, OnBlind.SERVE)), String.class);
    Region<String> unbounded = node.region(RegionSettings.of("any", "any:{id}"), String.class);
    assertTrue(bounded.stats().isBlind(), "born blind");

    node.cache.applier().closedTime(cluster.now());
    cluster.pass(MINUTE);
    assertFalse(bounded.stats().isBlind(), "just within the bound");
    cluster.pass(Duration.ofMillis(1));

    assertTrue(bounded.stats().isBlind());
    assertFalse(unbounded.stats().isBlind());
  }

  @Test
  void shouldListTheOpenRegionsByNameAndVersion() {
    for (RegionSettings each :
        List.of(ITEMS.withVersion(2), RegionSettings.of("any", "any:{id}"), ITEMS)) {
      assertEquals(each, node.region(each, String.class).settings());
    }

    assertEquals(
        List.of("any 1", "item 1", "item 2"),
        node.cache.stats().stream().map(each -> each.region() + " " + each.version()).toList());
  }

  @Test
  void shouldKnowHowFarEachPartitionOfTheLogIsApplied() {
    try (FreshetCache cache =
        FreshetCache.builder(target -> CompletableFuture.failedFuture(new Exception())).build()) {
      assertEquals(List.of(), cache.watermarks());

      CommandApplier applier = cache.applier();
      applier.startOver(new LogIdentity(new UUID(1, 1), 2), target -> 1);
      assertTrue(applier.apply(new Target.Tag("a"), new Position(1, 3, 7)));
      applier.skip(new Position(1, 3, 8));
      applier.closedTime(Instant.EPOCH);

      assertEquals(List.of(new Position(0, 0, 0), new Position(1, 3, 9)), cache.watermarks());
    }
  }
}
