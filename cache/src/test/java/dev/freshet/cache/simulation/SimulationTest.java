// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.cache.fence.Fences;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SimulationTest {
  /** More with {@code -Dfreshet.simulation.schedules=…}; another part with {@code ….seed=…}. */
  private static final long SCHEDULES = Long.getLong("freshet.simulation.schedules", 20_000);

  private static final long FIRST_SEED = Long.getLong("freshet.simulation.seed", 1);

  @Test
  void shouldNeverServeWhatAnAppliedCommandMadeStale() {
    try (Simulation simulation = new Simulation(Fences.SOUND)) {
      OptionalLong broken = simulation.findBroken(FIRST_SEED, SCHEDULES);

      assertTrue(broken.isEmpty(), () -> simulation.explain(broken.orElseThrow()));
    }
  }

  @ParameterizedTest
  @EnumSource(names = "SOUND", mode = EnumSource.Mode.EXCLUDE)
  void shouldFindWhatIsWrongWithAFence(Fences wrong) {
    try (Simulation simulation = new Simulation(wrong)) {
      OptionalLong broken = simulation.findBroken(FIRST_SEED, 100_000);

      assertTrue(broken.isPresent(), wrong + " was not found");
    }
  }

  @Test
  void shouldReplayASeedStepByStep() {
    try (Simulation simulation = new Simulation(Fences.CHECKS_BEFORE_IT_INTERNS)) {
      long seed = simulation.findBroken(FIRST_SEED, 100_000).orElseThrow();

      assertEquals(simulation.explain(seed), simulation.explain(seed));
    }
  }
}
