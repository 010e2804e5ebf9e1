// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.cache.codec.Codec;
import dev.freshet.cache.settings.Capacity;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class RegionMetersTest {
  private static final RegionSettings ITEMS =
      RegionSettings.of("item", "item:{id}").withL1MaxEntries(3);
  private static final Map<String, Object> KEY = Map.of("id", 1);

  private final TestCluster cluster = new TestCluster();

  @Test
  void shouldBeNamedInPrometheusAsDashboardsExpect() {
    PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    TestCluster.Node node = cluster.node(cluster.store(), builder -> builder.meters(prometheus));
    cluster.node().region(ITEMS, String.class).get(Map.of("id", 7), key -> "in L2");
    Region<String> region = node.region(ITEMS, String.class);
    for (int id = 0; id < 10; id++) {
      region.get(Map.of("id", id), key -> "v");
    }
    region.get(Map.of("id", 9), key -> "v");

    Map<String, Double> samples = samples(prometheus.scrape());

    String item = "{cache=\"item\",";
    String v1 = "version=\"1\"}";
    assertEquals(1, samples.get("cache_hit_total" + item + "level=\"l1\"," + v1));
    assertEquals(1, samples.get("cache_hit_total" + item + "level=\"l2\"," + v1));
    assertEquals(10, samples.get("cache_miss_total" + item + "level=\"l1\"," + v1));
    assertEquals(9, samples.get("cache_miss_total" + item + "level=\"l2\"," + v1));
    assertEquals(1, samples.get("cache_latency_seconds_count" + item + "level=\"l2\"," + v1));
    assertEquals(9, samples.get("cache_latency_seconds_count" + item + "level=\"loader\"," + v1));
    assertEquals(7, samples.get("cache_eviction_total" + item + v1));
    // JSON puts the value between quotes.
    assertEquals(3 * (250 + 3), samples.get("cache_memory_usage_bytes" + item + v1));
    assertTrue(
        samples.keySet().stream().anyMatch(name -> name.startsWith("cache_latency_seconds_bucket")),
        "a histogram, so that latencies of many nodes can be added up");
  }

  @Test
  void shouldCountEveryThingThatTheDesignNames() {
    PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    TestCluster.Node node = cluster.node(cluster.store(), builder -> builder.meters(prometheus));
    Region<String> former = node.region(ITEMS, String.class);
    Region<String> present = node.region(ITEMS.withVersion(2), String.class);
    assertEquals(former.settings().name(), present.settings().name());

    Set<String> names = new HashSet<>();
    samples(prometheus.scrape()).keySet().forEach(name -> names.add(name.replaceAll("\\{.*", "")));

    for (String name :
        List.of(
            "cache_gets_total",
            "cache_puts_total",
            "cache_evictions_total",
            "cache_size",
            "freshet_loads_total",
            "freshet_load_waits_total",
            "freshet_refreshes_total",
            "freshet_stale_served_total",
            "freshet_stale_rejections_total",
            "freshet_fence_rejections_total",
            "freshet_blind_rejections_total",
            "freshet_blind_seconds_total",
            "freshet_l2_failures_total",
            "freshet_l2_unreadable_total",
            "freshet_write_behind_total",
            "freshet_write_behind_queued",
            "freshet_refused_total",
            "freshet_tag_cells",
            "freshet_epoch_table_size")) {
      assertTrue(names.contains(name), "found " + names + ", expected " + name);
    }
  }

  @Test
  void shouldTimeReadsOfL2WhicheverWayTheyGo() {
    Region<String> region = cluster.node().region(ITEMS, String.class);
    for (int id = 0; id < 3; id++) {
      region.get(Map.of("id", id), key -> "v");
    }
    TestCluster.Node node = cluster.node();
    Region<String> there = node.region(ITEMS, String.class);

    assertEquals("v", there.getIfPresent(Map.of("id", 0)));
    assertEquals("v", there.async().getIfPresent(there.key(Map.of("id", 1))).join());
    assertEquals(1, there.getAllPresent(List.of(there.key(Map.of("id", 2)))).size());
    assertEquals(0, there.getAllPresent(List.of(there.key(Map.of("id", 99)))).size());

    assertEquals(3, node.meters.get("cache.latency").tag("level", "l2").timer().count());
  }

  @Test
  void shouldCountLoadsByTheirResult() {
    TestCluster.Node node = cluster.node();
    Region<String> region = node.region(ITEMS, String.class);
    region.get(KEY, key -> "v");
    region.get(Map.of("id", 2), key -> null);
    try {
      String unused =
          region.get(
              Map.of("id", 3),
              key -> {
                throw new Exception("source away");
              });
    } catch (LoadFailedException expected) {
      assertTrue(String.valueOf(expected.getMessage()).endsWith("source away"));
    }

    for (String result : List.of("success", "absent", "failure")) {
      assertEquals(1, node.count("freshet.loads", "result", result), result);
    }
  }

  /** A step of a history. */
  record Step(String what, int id) {}

  /** What a model without races expects of the meters. */
  private static final class Expected {
    final Set<Integer> inL1 = new HashSet<>();
    final Set<Integer> inL2 = new HashSet<>();
    int l1Hits;
    int l1Misses;
    int l2Hits;
    int l2Misses;
    int loads;

    void read(int id, boolean loads) {
      if (inL1.contains(id)) {
        l1Hits++;
        return;
      }
      l1Misses++;
      if (inL2.contains(id)) {
        l2Hits++;
        inL1.add(id);
        return;
      }
      l2Misses++;
      if (loads) {
        this.loads++;
        stored(id);
      }
    }

    void stored(int id) {
      inL1.add(id);
      inL2.add(id);
    }

    void dropped(int id) {
      inL1.remove(id);
      inL2.remove(id);
    }
  }

  @Property(tries = 300)
  void shouldCountExactlyWhatHappened(@ForAll("histories") List<Step> history) {
    TestCluster own = new TestCluster();
    TestCluster.Node node = own.node();
    Region<Integer> region = node.region(RegionSettings.of("n", "n:{id}"), Integer.class);
    Region<Integer> there = own.node().region(RegionSettings.of("n", "n:{id}"), Integer.class);
    Expected expected = new Expected();
    int gets = 0;

    for (Step step : history) {
      EntryKey key = region.key(Map.of("id", step.id()));
      gets += take(step, key, region, there, expected);
    }

    double l1Hits = gets(node.meters, "l1", "hit");
    double l1Misses = gets(node.meters, "l1", "miss");
    assertEquals(gets, l1Hits + l1Misses, "hits and misses are all gets");
    assertEquals(expected.l1Hits, l1Hits);
    assertEquals(expected.l1Misses, l1Misses);
    assertEquals(expected.l2Hits, gets(node.meters, "l2", "hit"));
    assertEquals(expected.l2Misses, gets(node.meters, "l2", "miss"));
    assertEquals(
        expected.l1Misses, expected.l2Hits + expected.l2Misses, "who misses in L1 asks L2");
    assertEquals(expected.loads, node.count("freshet.loads", "result", "success"));
    assertEquals(l1Hits, node.count("cache.hit", "level", "l1"), "the other name");
    assertEquals(gets(node.meters, "l2", "miss"), node.count("cache.miss", "level", "l2"));
    RegionStats stats = region.stats();
    assertEquals(expected.l1Hits + expected.l2Hits, stats.hits());
    assertEquals(expected.l2Misses, stats.misses());
    assertEquals(expected.loads, stats.loads());
  }

  /** How many keys were read of the region that is watched. */
  private static int take(
      Step step, EntryKey key, Region<Integer> region, Region<Integer> there, Expected expected) {
    switch (step.what()) {
      case "get" -> {
        Integer unused = region.get(key, asked -> 1);
        expected.read(step.id(), true);
        return 1;
      }
      case "present" -> {
        Integer unused = region.getIfPresent(key);
        expected.read(step.id(), false);
        return 1;
      }
      case "all" -> {
        EntryKey next = region.key(Map.of("id", step.id() + 1));
        int size = region.getAll(List.of(key, next), asked -> Map.of(key, 1, next, 1)).size();
        expected.read(step.id(), true);
        expected.read(step.id() + 1, true);
        return size;
      }
      case "put" -> {
        boolean unused = region.put(key, 2);
        expected.stored(step.id());
      }
      case "put there" -> {
        boolean unused = there.put(key, 3);
        expected.dropped(step.id());
        expected.inL2.add(step.id());
      }
      default -> {
        region.invalidate(key);
        expected.dropped(step.id());
      }
    }
    return 0;
  }

  private static double gets(MeterRegistry meters, String level, String result) {
    return meters
        .get("cache.gets")
        .tags("level", level, "result", result)
        .functionCounter()
        .count();
  }

  @Provide
  Arbitrary<List<Step>> histories() {
    return Arbitraries.of("get", "get", "present", "all", "put", "put there", "invalidate")
        .flatMap(what -> Arbitraries.integers().between(0, 5).map(id -> new Step(what, id)))
        .list()
        .ofMaxSize(30);
  }

  @Property(tries = 100)
  void shouldKnowTheMemoryOfWhatIsHeld(@ForAll("histories") List<Step> history) {
    TestCluster own = new TestCluster();
    TestCluster.Node node = own.node();
    RegionSettings settings = RegionSettings.of("n", "n:{id}");
    Region<byte[]> region =
        node.cache.region(
            settings.with(settings.l1().withCapacity(Capacity.bytes(1_000_000))), Codec.bytes());
    Map<Integer, Integer> held = new HashMap<>();

    for (Step step : history) {
      Map<String, Object> key = Map.of("id", step.id());
      if (step.what().equals("invalidate")) {
        region.invalidate(key);
        assertEquals(null, region.getIfPresent(key));
        held.remove(step.id());
      } else {
        int bytes = held.size() * 100 + step.what().length();
        region.put(key, new byte[bytes]);
        held.put(step.id(), 250 + bytes);
      }

      assertEquals(
          held.values().stream().mapToInt(Integer::intValue).sum(),
          node.meters.get("cache.memory.usage").gauge().value());
    }
  }

  private static Map<String, Double> samples(String scraped) {
    Map<String, Double> samples = new HashMap<>();
    for (String line : scraped.lines().toList()) {
      int end = line.lastIndexOf(' ');
      if (!line.startsWith("#") && end > 0) {
        samples.put(line.substring(0, end), Double.valueOf(line.substring(end + 1)));
      }
    }
    return samples;
  }
}
