// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.faults;

import dev.freshet.benchmarks.harness.Claim;
import dev.freshet.benchmarks.harness.Effort;
import dev.freshet.benchmarks.harness.LocalCache;
import dev.freshet.benchmarks.harness.Reading;
import dev.freshet.benchmarks.harness.Suite;
import dev.freshet.benchmarks.harness.Trial;
import dev.freshet.benchmarks.harness.stack.Opened;
import dev.freshet.benchmarks.harness.stack.Stack;
import dev.freshet.benchmarks.peers.PeerKind;
import dev.freshet.benchmarks.peers.Servers;
import dev.freshet.stack.EmbeddedRedis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * A value that was loaded before a change is not served after it, however the two crossed: when all
 * is at rest no key is wrong, neither on the nodes that loaded it nor in the level that they share.
 */
public final class RaceSuite implements Suite {
  private static final String FIRST = "wrong at rest, L1";
  private static final String SHARED = "wrong at rest, L2";
  private static final String UNIT = "keys per 1,000 cycles";
  private static final String OVERTAKEN = "loads that end after the cache was told";
  private static final String LOADS = "loads per 1,000 cycles";
  private static final String CACHE_ASIDE = "Caffeine, look, load, put";
  private static final Duration LONGEST_LOAD = Duration.ofMillis(20);

  /** 100,000 cycles in the rounds of the full effort. */
  private static final int FILLS_PER_CYCLE = 500;

  private static final int MOST_QUICK_CYCLES = 2_000;
  private static final int LEAST_CYCLES = 100;

  /** One thread against one, in memory: those take microseconds. */
  private static final int MOST_CROSSINGS = 1_000_000;

  private final List<Contestant> contestants;
  private final Map<String, Supplier<MemoryCache>> inMemory;
  private final SlowSource.Lasting lasting;

  /** Beside those that users would take; what they do after a lost connection is of no matter. */
  public RaceSuite() {
    this(
        List.of(
            Contestant.freshet(),
            Contestant.beside(PeerKind.REDISSON_NONE),
            Contestant.beside(PeerKind.JETCACHE),
            Contestant.beside(PeerKind.HAZELCAST),
            Contestant.beside(PeerKind.LETTUCE)),
        Map.of("Freshet", () -> MemoryCache.freshet(LocalCache.create())),
        SlowSource.Lasting.upTo(LONGEST_LOAD));
  }

  /**
   * Of others.
   *
   * @param inMemory by title; held to the budget of Freshet, beside a cache that has no fence
   */
  RaceSuite(
      List<Contestant> contestants,
      Map<String, Supplier<MemoryCache>> inMemory,
      SlowSource.Lasting lasting) {
    this.contestants = contestants;
    this.inMemory = new TreeMap<>(inMemory);
    this.lasting = lasting;
  }

  @Override
  public String name() {
    return "race";
  }

  @Override
  public String title() {
    return "loads of 2 to 20 ms on two nodes against changes of the same keys: what is still wrong"
        + " at rest";
  }

  @Override
  public Trials open(Effort effort) {
    int cycles = cycles(effort);
    Opened opened = new Opened();
    try {
      Stack stack = opened.add(new Stack());
      EmbeddedRedis redis = opened.add(EmbeddedRedis.start());
      List<Trial> trials = new ArrayList<>(crossings(effort));
      IntStream.range(0, contestants.size())
          .parallel()
          .mapToObj(number -> trial(open(number, stack, redis, opened), cycles, effort))
          .forEachOrdered(trials::add);
      return Trials.of(trials, opened::close);
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private List<Trial> crossings(Effort effort) {
    int cycles = Math.min(MOST_CROSSINGS, effort.fills());
    List<Trial> trials = new ArrayList<>();
    trials.add(crossing(CACHE_ASIDE, Claim.of(FIRST, UNIT), MemoryCache::cacheAside, cycles));
    Claim held = Claim.of(FIRST, UNIT).atMost(0);
    inMemory.forEach((title, cache) -> trials.add(crossing(title, held, cache, cycles)));
    return trials;
  }

  private static Trial crossing(
      String title, Claim wrong, Supplier<MemoryCache> opener, int cycles) {
    return new Trial(
        "%s, in memory, %,d interleavings".formatted(title, cycles),
        List.of(wrong, Claim.of(OVERTAKEN, LOADS)),
        () -> {
          try (MemoryCache cache = opener.get()) {
            Crossings.Outcome outcome = Crossings.run(cache, cycles);
            return List.of(
                new Reading(FIRST, Race.share(outcome.wrong(), cycles)),
                new Reading(OVERTAKEN, Race.share(outcome.overtaken(), cycles)));
          }
        });
  }

  private Race open(int number, Stack stack, EmbeddedRedis redis, Opened opened) {
    Servers servers = Servers.of(stack, redis, "race-" + number);
    return opened.add(new Race(contestants.get(number), servers, lasting));
  }

  private static int cycles(Effort effort) {
    int cycles = effort.fills() / FILLS_PER_CYCLE;
    boolean isFull = effort.fills() >= Effort.FULL.fills();
    return Math.max(LEAST_CYCLES, isFull ? cycles : Math.min(MOST_QUICK_CYCLES, cycles));
  }

  private static Trial trial(Race race, int cycles, Effort effort) {
    Claim first = Claim.of(FIRST, UNIT);
    Claim shared = Claim.of(SHARED, UNIT);
    Contestant contestant = race.contestant();
    boolean isHeld = contestant.isHeld();
    return new Trial(
            contestant.title(),
            List.of(
                isHeld ? first.atMost(0) : first,
                isHeld ? shared.atMost(0) : shared,
                Claim.of(OVERTAKEN, LOADS)),
            () -> {
              Race.Wrong wrong = race.run(cycles);
              return List.of(
                  new Reading(FIRST, wrong.first()),
                  new Reading(SHARED, wrong.shared()),
                  new Reading(OVERTAKEN, wrong.overtaken()));
            })
        .inRounds(isHeld ? effort.rounds() : effort.fewRounds());
  }
}
