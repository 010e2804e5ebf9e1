// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.freshet.benchmarks.harness.Effort;
import dev.freshet.benchmarks.harness.Figure;
import dev.freshet.benchmarks.harness.LocalCache;
import dev.freshet.benchmarks.harness.Run;
import dev.freshet.benchmarks.harness.Suite;
import dev.freshet.cache.FencedCaches;
import dev.freshet.cache.fence.Fence;
import dev.freshet.cache.fence.Unfenced;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The suites tell good from bad: one with its fence off misses what Freshet keeps. */
class MutatedFreshetIT {
  private static final Effort SHORT =
      new Effort("short", 1, 0, Duration.ofMillis(5), Duration.ofMillis(5), 1, 10_000, 10_000);

  /** However slow the machine is, some loads are still going on when a change was told. */
  private static final SlowSource.Lasting LASTING =
      new SlowSource.Lasting(Duration.ofMillis(20), /* someOutlast= */ true);

  private static final String FRESHET = "Freshet";
  private static final String OFF = "fence off";
  private static final String IN_MEMORY = ", in memory, 10,000 interleavings, wrong at rest, L1";
  private static final String ADMITTING = "fence that admits everything";

  @Test
  void shouldFindWhatRacesLeaveBehind() {
    Map<String, String> verdicts =
        verdicts(
            new RaceSuite(
                List.of(
                    Contestant.freshet(),
                    UnfencedPeer.contestant(OFF, Unfenced::off),
                    UnfencedPeer.contestant(ADMITTING, Unfenced::admitting)),
                Map.of(
                    FRESHET, () -> MemoryCache.freshet(LocalCache.create()),
                    OFF, () -> inMemory(Unfenced.off()),
                    ADMITTING, () -> inMemory(Unfenced.admitting())),
                LASTING));

    assertEquals(
        Map.of(
            FRESHET + IN_MEMORY, "PASS",
            OFF + IN_MEMORY, "MISS",
            ADMITTING + IN_MEMORY, "MISS",
            FRESHET + ", wrong at rest, L1", "PASS",
            FRESHET + ", wrong at rest, L2", "PASS",
            OFF + ", wrong at rest, L1", "MISS",
            OFF + ", wrong at rest, L2", "MISS",
            ADMITTING + ", wrong at rest, L1", "MISS",
            // Nothing is accepted from L2 but what its stamp vouches for.
            ADMITTING + ", wrong at rest, L2", "PASS"),
        verdicts);
  }

  @Test
  void shouldFindWhatACutLeavesBehind() {
    Map<String, String> verdicts =
        verdicts(
            new CutSuite(
                List.of(Contestant.freshet(), UnfencedPeer.contestant(OFF, Unfenced::off))));

    String closed = ", 50 of 500 changed, stale once its closed time is behind the changes";
    String reloads = ", 50 of 500 changed, reloads";
    assertEquals(
        Map.of(
            FRESHET + closed, "PASS",
            FRESHET + reloads, "PASS",
            OFF + closed, "MISS",
            // Who goes on with what is stale loads nothing.
            OFF + reloads, "PASS"),
        verdicts);
  }

  private static MemoryCache inMemory(Fence fence) {
    return MemoryCache.freshet(LocalCache.of(log -> FencedCaches.builder(log, fence)));
  }

  private static Map<String, String> verdicts(Suite suite) {
    Map<String, String> verdicts = new TreeMap<>();
    for (Figure figure : new Run(SHORT, (name, round, rounds, subject) -> {}).of(suite)) {
      if (figure.verdict() != null) {
        verdicts.put(figure.subject() + ", " + figure.metric(), figure.verdict().name());
      }
    }
    return verdicts;
  }
}
