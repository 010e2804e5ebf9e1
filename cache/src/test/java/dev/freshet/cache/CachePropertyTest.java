// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.cache.codec.Codec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicIntegerArray;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import net.jqwik.api.lifecycle.BeforeTry;

/** What holds for a cache whatever its keys, its values and the order of calls are. */
class CachePropertyTest {
  private static final Duration TTL = Duration.ofMinutes(10);
  private static final RegionSettings REGION =
      RegionSettings.of("r", "r:{id}").withTtl(TTL, Duration.ofMinutes(1));

  private TestCluster cluster = new TestCluster();

  @BeforeTry
  void startAgain() {
    cluster = new TestCluster();
  }

  @Property(tries = 200)
  void shouldReturnWhatWasPutOnEveryNode(
      @ForAll @StringLength(max = 50) String id, @ForAll String value) {
    Region<String> here = cluster.node().region(REGION, String.class);
    Region<String> there = cluster.node().region(REGION, String.class);

    here.put(Map.of("id", id), value);

    assertEquals(value, here.getIfPresent(Map.of("id", id)));
    assertEquals(value, there.getIfPresent(Map.of("id", id)));
  }

  @Property(tries = 200)
  void shouldMissWhatNobodyPut(@ForAll @StringLength(max = 50) String id, @ForAll String other) {
    Region<String> region = cluster.node().region(REGION, String.class);

    region.put(Map.of("id", id), "v");

    if (!other.equals(id)) {
      assertNull(region.getIfPresent(Map.of("id", other)));
      assertNull(region.get(Map.of("id", other), key -> null));
    }
  }

  @Property(tries = 200, generation = GenerationMode.RANDOMIZED)
  void shouldMissWhatWasInvalidatedOnEveryNodeAndNothingElse(
      @ForAll @IntRange(max = 9) int dropped) {
    Region<String> here = cluster.node().region(REGION, String.class);
    Region<String> there = cluster.node().region(REGION, String.class);
    for (int id = 0; id <= 9; id++) {
      here.put(Map.of("id", id), "v" + id);
    }

    there.invalidate(Map.of("id", dropped));

    for (int id = 0; id <= 9; id++) {
      String expected = id == dropped ? null : "v" + id;
      assertEquals(expected, here.getIfPresent(Map.of("id", id)));
      assertEquals(expected, there.getIfPresent(Map.of("id", id)));
    }
  }

  @Property(tries = 200)
  void shouldServeUntilTheTtlEndsAndNotAfter(
      @ForAll @IntRange(min = 1, max = 3_600) int ttlSeconds,
      @ForAll @IntRange(min = 1, max = 3_600) int l1Seconds,
      @ForAll @IntRange(max = 7_200) int age) {
    RegionSettings settings =
        REGION.withTtl(Duration.ofSeconds(ttlSeconds), Duration.ofSeconds(l1Seconds));
    Region<String> region = cluster.node().region(settings, String.class);
    region.put(Map.of("id", 1), "v");

    cluster.pass(Duration.ofSeconds(age));

    assertEquals(age < ttlSeconds ? "v" : null, region.getIfPresent(Map.of("id", 1)));
  }

  @Property(tries = 100)
  void shouldKeepRegionsAndNamespacesApart(@ForAll String id) {
    TestCluster.Node node = cluster.node();
    Region<String> one = node.region(REGION, String.class);
    Region<String> two =
        node.region(RegionSettings.of("other", "r:{id}"), String.class); // its keys read alike
    FreshetCache stranger =
        FreshetCache.builder(cluster::append).namespace("stranger").store(cluster.store()).build();
    cluster.follow(stranger);
    Region<String> three = stranger.region(REGION, Codec.json(String.class));

    one.put(Map.of("id", id), "one");

    assertNull(two.getIfPresent(Map.of("id", id)));
    assertNull(three.getIfPresent(Map.of("id", id)));
    assertEquals("one", one.getIfPresent(Map.of("id", id)));
  }

  /** Each act: 0 put, 1 invalidate, 2 and 3 get; on which node; on which key. */
  @Property(tries = 300)
  void shouldAnswerWhatTheSourceSaysOnBothNodesOnceCommandsAreApplied(
      @ForAll @Size(max = 60) List<@IntRange(max = 4 * 2 * 3 - 1) Integer> acts) {
    Map<Integer, String> source = new HashMap<>();
    List<Region<String>> nodes =
        List.of(
            cluster.node().region(REGION, String.class),
            cluster.node().region(REGION, String.class));

    for (int i = 0; i < acts.size(); i++) {
      int act = acts.get(i) % 4;
      Region<String> region = nodes.get(acts.get(i) / 4 % 2);
      int id = acts.get(i) / 8;
      if (act < 2) {
        source.put(id, "v" + i);
      }
      if (act == 0) {
        region.put(Map.of("id", id), "v" + i);
      } else if (act == 1) {
        region.invalidate(Map.of("id", id));
      }
      for (Region<String> each : nodes) {
        assertEquals(source.get(id), each.get(Map.of("id", id), key -> source.get(id)));
      }
    }
  }

  @Property(tries = 100, generation = GenerationMode.RANDOMIZED)
  void shouldNeverServeAnOlderValueThanWasThereWhenTheReadBegan(
      @ForAll @IntRange(min = 1, max = 3) int keys) throws InterruptedException {
    Region<Integer> region = cluster.node().region(REGION, Integer.class);
    AtomicIntegerArray source = new AtomicIntegerArray(keys);
    AtomicIntegerArray applied = new AtomicIntegerArray(keys);
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      List<Future<?>> workers = new ArrayList<>();
      workers.add(threads.submit(() -> change(region, source, applied)));
      workers.add(threads.submit(() -> read(region, source, applied)));
      workers.add(threads.submit(() -> read(region, source, applied)));
      for (Future<?> worker : workers) {
        worker.get();
      }
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  /** Answers stay right however often the store fails; a failure is a miss, never an exception. */
  @Property(tries = 200)
  void shouldAnswerRightlyWhileTheStoreFailsAtRandom(
      @ForAll @Size(min = 1, max = 40) List<Boolean> failures,
      @ForAll @Size(max = 40) List<@IntRange(max = 5) Integer> acts) {
    FailingStore failing = new FailingStore(cluster.store(), failures);
    TestCluster.Node node = cluster.node(failing);
    Region<String> region = node.region(REGION, String.class);
    Map<Integer, String> source = new HashMap<>();

    for (int i = 0; i < acts.size(); i++) {
      int id = acts.get(i) / 2;
      if (acts.get(i) % 2 == 0) {
        source.put(id, "v" + i);
        region.put(Map.of("id", id), "v" + i);
      }
      cluster.pass(Duration.ofSeconds(61)); // L1 is over: every read asks the store

      assertEquals(source.get(id), region.get(Map.of("id", id), key -> source.get(id)));
    }

    assertEquals(failing.failed(), node.count("freshet.l2.failures"));
  }

  @Property(tries = 200)
  void shouldCountEveryGetOnceInL1AndWhatMissedOnceInL2(
      @ForAll @Size(max = 60) List<@IntRange(max = 5) Integer> ids) {
    FailingStore counting = new FailingStore(cluster.store(), List.of(false));
    TestCluster.Node node = cluster.node(counting);
    Region<String> region = node.region(REGION, String.class);

    ids.forEach(id -> region.get(Map.of("id", id), key -> "v"));

    double misses = gets(node, "l1", "miss");
    assertEquals(ids.size(), gets(node, "l1", "hit") + misses);
    assertEquals((double) ids.stream().distinct().count(), misses);
    assertEquals(misses, gets(node, "l2", "hit") + gets(node, "l2", "miss"));
    assertEquals(misses, node.count("freshet.loads", "result", "success"));
  }

  /** Local against remote: what nodes say they asked of the store is what it was asked. */
  @Property(tries = 200)
  void shouldCountOnTheNodesWhatReachedTheStore(
      @ForAll @Size(max = 60) List<@IntRange(max = 11) Integer> acts) {
    FailingStore counting = new FailingStore(cluster.store(), List.of(false));
    List<TestCluster.Node> nodes = List.of(cluster.node(counting), cluster.node(counting));
    List<Region<String>> regions =
        nodes.stream().map(node -> node.region(REGION, String.class)).toList();

    acts.forEach(act -> regions.get(act % 2).get(Map.of("id", act / 2), key -> "v"));

    double asked =
        nodes.stream()
            .mapToDouble(node -> gets(node, "l2", "hit") + gets(node, "l2", "miss"))
            .sum();
    assertEquals((double) counting.gets(), asked);
    double loaded =
        nodes.stream().mapToDouble(node -> node.count("freshet.loads", "result", "success")).sum();
    assertEquals(counting.sets(), loaded);
    long distinct = acts.stream().map(act -> act / 2).distinct().count();
    assertEquals((double) distinct, loaded);
  }

  private static double gets(TestCluster.Node node, String level, String result) {
    return node.count("cache.gets", "level", level, "result", result);
  }

  private static void change(
      Region<Integer> region, AtomicIntegerArray source, AtomicIntegerArray applied) {
    for (int i = 1; i <= 40; i++) {
      int id = i % source.length();
      source.set(id, i);
      region.invalidate(Map.of("id", id));
      applied.set(id, i);
    }
  }

  private static void read(
      Region<Integer> region, AtomicIntegerArray source, AtomicIntegerArray applied) {
    for (int i = 0; i < 80; i++) {
      int id = i % source.length();
      int atLeast = applied.get(id);
      Integer value = region.get(Map.of("id", id), key -> source.get(id));
      assertTrue(value != null && value >= atLeast, () -> "found " + value);
    }
  }
}
