// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.simulation;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.cache.fence.Fences;
import dev.freshet.cache.simulation.Coverage.Happening;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SimulationTest {
  /** More, and others, by {@code benchmarks/simulate}. */
  private static final long SCHEDULES = 100_000;

  private static final long FIRST_SEED = 1;

  @Test
  void shouldNeverServeWhatAnAppliedCommandMadeStale() {
    try (Simulation simulation = new Simulation(Fences.SOUND)) {
      OptionalLong broken = simulation.findBroken(FIRST_SEED, SCHEDULES);

      assertTrue(broken.isEmpty(), () -> simulation.explain(broken.orElseThrow()));
      Coverage coverage = simulation.coverage();
      assertAll(
          Arrays.stream(Happening.values())
              .map(each -> () -> assertTrue(coverage.count(each) > 0, each + " never happened")));
    }
  }

  @Timeout(value = 1, unit = TimeUnit.MINUTES)
  @ParameterizedTest
  @EnumSource(names = "SOUND", mode = EnumSource.Mode.EXCLUDE)
  void shouldFindWhatIsWrongWithAFenceWithinAMinute(Fences wrong) {
    try (Simulation simulation = new Simulation(wrong)) {
      OptionalLong broken = simulation.findBroken(FIRST_SEED, 10 * SCHEDULES);

      assertTrue(broken.isPresent(), wrong + " was not found");
    }
  }

  @Test
  void shouldShrinkAFailureAndReplayItStepByStep() {
    try (Simulation simulation = new Simulation(Fences.STAMPS_AFTER_THE_LOAD)) {
      long seed = simulation.findBroken(FIRST_SEED, SCHEDULES).orElseThrow();

      String story = simulation.explain(seed);

      assertEquals(story, simulation.explain(seed));
      assertTrue(story.lines().count() < 30, story);
    }
  }
}
