// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.cache.settings.Lifetime;
import dev.freshet.cache.settings.OnBlind;
import dev.freshet.cache.settings.StalenessSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BlindnessTest {
  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final int KEYS = 400;

  private final TestCluster cluster = new TestCluster();
  private final TestCluster.Node node = cluster.steppedNode(cluster.store(), () -> 0.3);
  private int loads;

  @Test
  void shouldBeBornBlindAndSeeFromTheFirstClosedTimeOn() {
    Region<String> region = region(OnBlind.BYPASS);
    EntryKey key = region.key(Map.of("id", 1));
    assertEquals("v1", region.get(key, this::load));
    assertEquals("v2", region.get(key, this::load), "whatever is cached may be stale");
    assertEquals(2, node.count("freshet.blind.rejections"), "in L1 and in L2");

    close(node);

    assertEquals("v2", region.get(key, this::load));
    assertEquals("v2", region.get(key, this::load));
  }

  @Test
  void shouldServeEverythingUpToHalfOfTheBoundAndNothingFromThereOn() {
    Region<String> region = region(OnBlind.BYPASS);
    close(node);
    List<EntryKey> keys = fill(region);

    cluster.pass(BOUND.dividedBy(2));
    assertEquals(KEYS, served(region, keys).size());
    cluster.pass(BOUND.dividedBy(2));
    assertEquals(0, served(region, keys).size());
  }

  @Test
  void shouldLoseKeysOneAfterAnotherAndGetThemAllBack() {
    Region<String> region = region(OnBlind.BYPASS);
    close(node);
    List<EntryKey> keys = fill(region);
    cluster.pass(BOUND.dividedBy(2));

    Set<EntryKey> before = Set.copyOf(keys);
    for (int step = 1; step < 10; step++) {
      cluster.pass(BOUND.dividedBy(20));
      Set<EntryKey> now = served(region, keys);
      assertTrue(before.containsAll(now), "found a key come back without a closed time");
      assertEquals(KEYS * (10 - step) / 10.0, now.size(), KEYS * 0.1, "at step " + step);
      before = now;
    }
    close(node);

    assertEquals(KEYS, served(region, keys).size());
    assertEquals(KEYS, loads);
  }

  @Test
  void shouldLoseOtherKeysOnEachNode() {
    Region<String> here = region(OnBlind.BYPASS);
    TestCluster.Node other = cluster.steppedNode(cluster.store(), () -> 0.7);
    Region<String> there = other.region(settings(OnBlind.BYPASS), String.class);
    close(node);
    close(other);
    List<EntryKey> keys = fill(here);
    assertEquals(KEYS, served(there, keys).size());

    cluster.pass(BOUND.multipliedBy(3).dividedBy(4));

    assertNotEquals(served(here, keys), served(there, keys));
    assertEquals(KEYS / 2.0, served(there, keys).size(), KEYS * 0.1);
  }

  @Test
  void shouldServeWhatIsYoungerThanTheBoundWhereItOnlyShortens() {
    Region<String> region = region(OnBlind.SHORTEN);
    EntryKey key = region.key(Map.of("id", 1));
    cluster.pass(Duration.ofHours(1));
    assertEquals("v1", region.get(key, this::load));

    cluster.pass(BOUND.minusMillis(1));
    assertEquals("v1", region.get(key, this::load));
    cluster.pass(Duration.ofMillis(1));
    assertEquals("v2", region.get(key, this::load));
  }

  @Test
  void shouldServeOnWhereTheRegionSaysSoAndCountTheTime() {
    Region<String> region = region(OnBlind.SERVE);
    EntryKey key = region.key(Map.of("id", 1));
    assertEquals("v1", region.get(key, this::load));
    cluster.pass(BOUND.plusSeconds(5));

    assertEquals("v1", region.get(key, this::load));
    assertEquals(65, node.count("freshet.blind"), "from its birth on");
    assertEquals(0, node.count("freshet.blind.rejections"));
  }

  @Test
  void shouldCountTheSecondsSpentBlind() {
    Region<String> unused = region(OnBlind.BYPASS);
    close(node);
    cluster.pass(BOUND);
    assertEquals(0, node.count("freshet.blind"));

    cluster.pass(Duration.ofSeconds(40));
    assertEquals(40, node.count("freshet.blind"));
    close(node);
    assertEquals(40, node.count("freshet.blind"));
    cluster.pass(BOUND.plusSeconds(7));

    assertEquals(47, node.count("freshet.blind"));
  }

  @Test
  void shouldStayBlindWhileTheClosedTimeMovesButLagsTooFar() {
    Region<String> region = region(OnBlind.BYPASS);
    EntryKey key = region.key(Map.of("id", 1));
    close(node);
    assertEquals("v1", region.get(key, this::load));
    cluster.pass(Duration.ofMinutes(5));

    node.cache.applier().closedTime(cluster.now().minus(BOUND));
    assertNull(region.getIfPresent(key));
    assertEquals(240, node.count("freshet.blind"));
    node.cache.applier().closedTime(cluster.now().minus(BOUND.dividedBy(2)));
    assertEquals("v1", region.getIfPresent(key));
    node.cache.applier().closedTime(cluster.now().minus(BOUND));

    assertEquals("v1", region.getIfPresent(key), "time does not go back");
  }

  @Test
  void shouldNotLetExpiredValuesStandInOnABlindNode() {
    Region<String> region =
        node.region(
            settings(OnBlind.BYPASS)
                .with(
                    Lifetime.of(Duration.ofMinutes(10))
                        .withStaleIfError(Duration.ofHours(1), Duration.ZERO)),
            String.class);
    EntryKey key = region.key(Map.of("id", 1));
    close(node);
    assertEquals("v1", region.get(key, this::load));
    cluster.pass(Duration.ofMinutes(11));

    assertThrows(LoadFailedException.class, () -> region.get(key, BlindnessTest::fail));
    close(node);
    assertEquals("v1", region.get(key, BlindnessTest::fail));
  }

  @Test
  void shouldLoadForEachAsyncCallWhileBlind() {
    Region<String> region = region(OnBlind.BYPASS);
    EntryKey key = region.key(Map.of("id", 1));
    HandFedLoader loader = new HandFedLoader();
    for (int call = 0; call < 3; call++) {
      var answer = region.async().answer(key, loader);
      loader.answer(call, "v" + call);
      assertEquals("v" + call, answer.join().value());
    }
    assertNull(region.async().getIfPresent(key).join());
  }

  private Region<String> region(OnBlind onBlind) {
    return node.region(settings(onBlind), String.class);
  }

  private static RegionSettings settings(OnBlind onBlind) {
    return RegionSettings.of("a", "a:{id}").with(new StalenessSettings(BOUND, onBlind));
  }

  private void close(TestCluster.Node seeing) {
    seeing.cache.applier().closedTime(cluster.now());
  }

  private List<EntryKey> fill(Region<String> region) {
    List<EntryKey> keys =
        IntStream.range(0, KEYS).mapToObj(id -> region.key(Map.of("id", id))).toList();
    keys.forEach(
        key -> {
          String unused = region.get(key, this::load);
        });
    return keys;
  }

  private static Set<EntryKey> served(Region<String> region, List<EntryKey> keys) {
    return keys.stream()
        .filter(key -> region.getIfPresent(key) != null)
        .collect(Collectors.toSet());
  }

  private String load(EntryKey unused) {
    return "v" + ++loads;
  }

  private static String fail(EntryKey unused) throws Exception {
    throw new Exception("source away");
  }
}
