// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.cache.fence.Fence;
import dev.freshet.cache.fence.Interleaving;
import dev.freshet.cache.settings.Eviction;
import dev.freshet.cache.settings.Lifetime;
import dev.freshet.cache.settings.LoadSettings;
import dev.freshet.events.values.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

/**
 * Regions with everything switched on, in random schedules: stand-ins after failures and timeouts,
 * refreshes, leases, remembered absence, writes, warming, nodes that lag and restart.
 */
class PromisePropertyTest {
  private static final int NODES = 2;
  private static final int STEPS = 120;

  /** The steps of others while a load is underway: not those that wait for it. */
  private static final int[] MEANWHILE = {0, 2, 4, 7, 8, 9, 10, 12, 15};

  /** Every fifth version of the source is no value. */
  private static final int ABSENT = 5;

  @Property(tries = 1_000)
  void shouldNeverServeWhatWasLoadedBeforeAnInvalidationThatWasApplied(@ForAll int seed) {
    new World(seed).run();
  }

  @Property(tries = 100)
  void shouldDoTheSameAgainGivenTheSameClockExecutorTimerAndRandom(@ForAll int seed) {
    assertEquals(new World(seed).run(), new World(seed).run());
  }

  @Property(tries = 100)
  void shouldServeWhatIsLoadedWhereNothingHappens(@ForAll @IntRange(min = 1, max = 9) int version) {
    TestCluster cluster = new TestCluster();
    Region<String> region = cluster.steppedNode().region(settings(new Random(0)), String.class);
    EntryKey key = region.key(Map.of("id", 1));

    assertEquals("v" + version, region.get(key, unused -> "v" + version));
    assertEquals("v" + version, region.get(key, unused -> "later"));
  }

  private static RegionSettings settings(Random random) {
    Lifetime lifetime =
        Lifetime.of(Duration.ofMinutes(10))
            .withJitter(0.2)
            .withAbsentTtl(Duration.ofMinutes(random.nextInt(3)))
            .withStaleIfError(
                Duration.ofMinutes(30), Duration.ofSeconds(random.nextBoolean() ? 0 : 20));
    LoadSettings loading =
        LoadSettings.DEFAULT
            .withTimeouts(Duration.ofSeconds(1), Duration.ofSeconds(30))
            .withRefreshAt(0.5)
            .withLease(Duration.ofSeconds(random.nextBoolean() ? 0 : 40));
    RegionSettings settings =
        RegionSettings.of("a", "a:{id}").withTags("all").with(lifetime).with(loading);
    return settings.with(
        settings
            .l1()
            .withTtl(Duration.ofMinutes(5))
            .withEviction(random.nextBoolean() ? Eviction.LRU : Eviction.TINY_LFU));
  }

  /** A read whose answer is still to come. */
  private record Read(int floor, CompletableFuture<Answer<String>> answer) {}

  /** A load that is underway, of a version that was read from the source when it began. */
  private record Load(int version, CompletableFuture<Loaded<String>> loaded) {}

  private static final class World {
    private final Random random;
    private final RegionSettings settings;
    private final TestCluster cluster = new TestCluster();
    private final List<TestCluster.Node> nodes = new ArrayList<>();
    private final List<Region<String>> regions = new ArrayList<>();

    /** By node: the version of the source at the last command that it has applied. */
    private final int[] floors = new int[NODES];

    private final List<Read> reads = new ArrayList<>();
    private final List<Load> loads = new ArrayList<>();
    private final List<String> trace = new ArrayList<>();

    /** What the source has; a load reads it at once and hands it over when the test says so. */
    private int version;

    World(int seed) {
      this.random = new Random(seed);
      this.settings = settings(random);
      IntStream.range(0, NODES)
          .forEach(
              node -> {
                nodes.add(node());
                regions.add(nodes.get(node).region(settings, String.class));
              });
    }

    private TestCluster.Node node() {
      Interleaving awaiting =
          new Interleaving() {
            @Override
            public void step() {}

            @Override
            public void awaiting(CompletableFuture<?> awaited) {
              goOnUntil(awaited);
            }
          };
      return cluster.node(
          cluster.store(),
          builder ->
              builder
                  .executor(Runnable::run)
                  .timer(cluster.timer())
                  .random(random::nextDouble)
                  .simulated(new Fence(1_000), awaiting));
    }

    List<String> run() {
      for (int step = 0; step < STEPS; step++) {
        step(random.nextInt(NODES), random.nextInt(18));
        for (int node = 0; node < NODES; node++) {
          floors[node] = nodes.get(node).lags ? floors[node] : version;
        }
        check();
      }
      return trace;
    }

    private void step(int node, int action) {
      switch (action) {
        case 0 -> change(random.nextBoolean() ? "k|a:1" : "t|all");
        case 1 -> write(node);
        case 2 -> lag(node, !nodes.get(node).lags);
        case 3 -> restart(node);
        case 4, 5, 6 -> end(/* well= */ true);
        case 7 -> end(/* well= */ false);
        case 8 -> cluster.pass(Duration.ofMillis(random.nextInt(2_000)));
        case 9 -> cluster.pass(Duration.ofSeconds(random.nextInt(400)));
        case 10 -> peek(node);
        case 11 -> warm(node);
        case 12 -> fill(node);
        default -> read(node);
      }
    }

    private void change(String target) {
      version++;
      cluster.append(Target.parse(target)).join();
      trace.add("change " + target);
    }

    private void write(int node) {
      lag(node, false); // a write waits for its own command
      version += version % ABSENT == ABSENT - 2 ? 2 : 1; // and there is a value to write
      boolean cached = regions.get(node).put(key(node), "v" + version);
      trace.add("write v" + version + " " + cached);
    }

    private void lag(int node, boolean lags) {
      TestCluster.Node moved = nodes.get(node);
      moved.lags = lags;
      if (!lags) {
        moved.catchUp();
        floors[node] = version;
      }
    }

    private void restart(int node) {
      nodes.get(node).lags = true; // the old one hears of nothing more
      nodes.set(node, node());
      regions.set(node, nodes.get(node).region(settings, String.class));
      floors[node] = version;
      trace.add("restart " + node);
    }

    private void end(boolean well) {
      if (loads.isEmpty()) {
        return;
      }
      Load load = loads.remove(random.nextInt(loads.size()));
      trace.add("end v" + load.version() + " " + well);
      if (well) {
        load.loaded().complete(Loaded.of(valueOf(load.version())));
      } else {
        load.loaded().completeExceptionally(new IllegalStateException("source away"));
      }
    }

    private void read(int node) {
      int floor = floors[node];
      reads.add(new Read(floor, regions.get(node).async().answer(key(node), this::load)));
    }

    private void peek(int node) {
      int floor = floors[node];
      String present = regions.get(node).getIfPresent(key(node));
      if (present != null) {
        trace.add("peek " + present);
        assertServable(floor, present);
      }
    }

    /** Loads in this thread, while the others go on. */
    private void warm(int node) {
      try {
        Warmed warmed =
            regions.get(node).warm(List.of(key(node)), BulkLoader.tagged(keys -> loadMeanwhile()));
        trace.add("warm " + warmed.outcomes());
      } catch (LoadFailedException e) {
        trace.add("warm failed");
      }
    }

    private Map<EntryKey, Loaded<String>> loadMeanwhile() {
      String read = valueOf(version);
      for (int steps = random.nextInt(3); steps > 0; steps--) {
        step(random.nextInt(NODES), MEANWHILE[random.nextInt(MEANWHILE.length)]);
      }
      trace.add("warms with " + read);
      return Map.of(key(0), Loaded.of(read));
    }

    private void fill(int node) {
      trace.add("fill " + regions.get(node).fill(List.of(key(node))));
    }

    /** What somebody waits for in this thread has to come about meanwhile. */
    private void goOnUntil(CompletableFuture<?> awaited) {
      while (!awaited.isDone()) {
        if (random.nextBoolean()) {
          end(random.nextBoolean());
        } else {
          cluster.pass(Duration.ofSeconds(1));
        }
      }
    }

    private CompletableFuture<Loaded<String>> load(EntryKey unused) {
      Load load = new Load(version, new CompletableFuture<>());
      loads.add(load);
      return load.loaded();
    }

    private void check() {
      for (Read read : List.copyOf(reads)) {
        if (read.answer().isDone()) {
          reads.remove(read);
          if (read.answer().isCompletedExceptionally()) {
            trace.add("failed");
          } else {
            Answer<String> answer = read.answer().join();
            trace.add(answer + ": " + answer.value());
            assertServable(read.floor(), answer.value());
          }
        }
      }
    }

    private void assertServable(int floor, @Nullable String value) {
      assertTrue(
          IntStream.rangeClosed(floor, version)
              .anyMatch(
                  possible -> String.valueOf(valueOf(possible)).equals(String.valueOf(value))),
          () ->
              "found "
                  + value
                  + ", expected one of v"
                  + floor
                  + " to v"
                  + version
                  + " in "
                  + trace);
    }

    private static @Nullable String valueOf(int version) {
      return version % ABSENT == ABSENT - 1 ? null : "v" + version;
    }

    private EntryKey key(int node) {
      return regions.get(node).key(Map.of("id", 1));
    }
  }
}
