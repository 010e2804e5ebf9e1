// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.l1;

import static dev.freshet.benchmarks.harness.Jmh.allocation;
import static dev.freshet.benchmarks.harness.Jmh.time;

import dev.freshet.benchmarks.harness.Claim;
import dev.freshet.benchmarks.harness.Effort;
import dev.freshet.benchmarks.harness.Jmh;
import dev.freshet.benchmarks.harness.Suite;
import dev.freshet.benchmarks.harness.Trial;
import dev.freshet.benchmarks.peers.PeerKind;
import dev.freshet.stack.EmbeddedRedis;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A hit in L1: at most 1.3 times a hit of Caffeine with the same TTL and statistics, and nothing
 * allocated, whatever the number of tags and threads; a local hit of Redisson or JetCache takes at
 * least three times as long.
 */
public final class L1Suite implements Suite {
  private static final double TIMES = 1.3;
  private static final double TIMES_OF_PEERS = 3;

  /** JMH divides what the whole JVM allocates by the calls: never a clean 0. An object is 16. */
  private static final double NOTHING_BYTES = 0.5;

  /** Room for this many times the entries: caches in use are full. */
  private static final String FULL = "1";

  private static final String A_TENTH_FULL = "10";
  private static final List<Integer> THREADS = List.of(1, 2);
  private static final List<Integer> TAGS = List.of(0, 1, 3, 10);
  private static final List<Integer> FEW_TAGS = List.of(0, 1, 10);

  /**
   * How the first level of Redisson hears of changes, or of lost connections, is no matter here.
   */
  private static final List<PeerKind> PEERS = List.of(PeerKind.REDISSON_CLEAR, PeerKind.JETCACHE);

  @Override
  public String name() {
    return "l1";
  }

  @Override
  public String title() {
    return "hits in L1 over %,d entries, beside Caffeine and the peers".formatted(Cursor.KEYS);
  }

  @Override
  public Trials open(Effort effort) {
    List<Trial> trials = new ArrayList<>();
    for (int threads : THREADS) {
      trials.add(caffeine("fixed", threads, effort));
      for (int tags : effort.isThorough() ? TAGS : FEW_TAGS) {
        trials.add(region("get", "Region.get", tags, threads, effort));
      }
    }
    if (effort.isThorough()) {
      trials.addAll(further(effort));
    }
    EmbeddedRedis redis = EmbeddedRedis.start();
    for (PeerKind peer : PEERS) {
      trials.add(peer(peer, redis.url(), effort));
    }
    return Trials.of(trials, redis::close);
  }

  /** Other ways to read, other caches, and what it costs to make a key. */
  private static List<Trial> further(Effort effort) {
    List<Trial> trials = new ArrayList<>();
    for (int threads : THREADS) {
      trials.add(caffeine("variable", threads, effort));
      trials.add(region("getIfPresent", "Region.getIfPresent", 1, threads, effort));
    }
    trials.addAll(inRoomyCache(effort));
    trials.add(byValues(effort));
    trials.add(key("oneHole", "Region.key, 1 hole", effort));
    trials.add(key("threeHoles", "Region.key, 3 holes", effort));
    return trials;
  }

  private static Trial caffeine(String expiry, int threads, Effort effort) {
    return new Trial(
        caffeineName(expiry, threads),
        List.of(time(), allocation()),
        new Jmh(CaffeineHits.class, "getIfPresent", Map.of("expiry", expiry, "room", FULL), threads)
            .with(effort));
  }

  private static Trial region(String method, String name, int tags, int threads, Effort effort) {
    return new Trial(
        regionName(name, tags, threads),
        budgets(caffeineName("fixed", threads)),
        new Jmh(
                RegionHits.class,
                method,
                Map.of("tags", Integer.toString(tags), "room", FULL),
                threads)
            .with(effort));
  }

  private static List<Claim> budgets(String reference) {
    return List.of(time().beside(reference).atMostTimes(TIMES), allocation().atMost(NOTHING_BYTES));
  }

  /**
   * While a cache of fixed TTLs is less than half full, Caffeine does not note who was read, which
   * halves the time of a hit: the other reference to stand beside.
   */
  private static List<Trial> inRoomyCache(Effort effort) {
    String caffeine = "Caffeine, fixed TTL, 1 thread, a tenth full";
    return List.of(
        new Trial(
            caffeine,
            List.of(time(), allocation()),
            Jmh.of(
                    CaffeineHits.class,
                    "getIfPresent",
                    Map.of("expiry", "fixed", "room", A_TENTH_FULL))
                .with(effort)),
        new Trial(
            "Region.get, 1 tag, 1 thread, a tenth full",
            budgets(caffeine),
            Jmh.of(RegionHits.class, "get", Map.of("tags", "1", "room", A_TENTH_FULL))
                .with(effort)));
  }

  /** What it costs not to hold on to the key: for information, the budget is on the held one. */
  private static Trial byValues(Effort effort) {
    return new Trial(
        "Region.get by Map, 1 tag, 1 thread",
        List.of(time().beside(caffeineName("fixed", 1)), allocation()),
        Jmh.of(RegionHits.class, "getByValues", Map.of("tags", "1", "room", FULL)).with(effort));
  }

  private static Trial peer(PeerKind peer, String url, Effort effort) {
    String ours = regionName("Region.get", 1, 1);
    return new Trial(
            peer.title() + ", 1 thread",
            List.of(time().beside(ours).atLeastTimes(TIMES_OF_PEERS), allocation()),
            Jmh.of(PeerHits.class, "get", Map.of("kind", peer.name(), "url", url)).with(effort))
        .inRounds(effort.fewRounds());
  }

  private static Trial key(String method, String name, Effort effort) {
    return new Trial(
        name,
        List.of(time(), allocation()),
        Jmh.of(KeyBuilding.class, method, Map.of()).with(effort));
  }

  private static String caffeineName(String expiry, int threads) {
    return "Caffeine, %s TTL, %s".formatted(expiry, counted(threads, "thread"));
  }

  private static String regionName(String method, int tags, int threads) {
    return "%s, %s, %s".formatted(method, counted(tags, "tag"), counted(threads, "thread"));
  }

  private static String counted(int count, String thing) {
    return count + " " + thing + (count == 1 ? "" : "s");
  }
}
