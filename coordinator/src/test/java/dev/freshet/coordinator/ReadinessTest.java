// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.http.management.Health;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadinessTest {
  private static final Health.Check RULES = new Health.Check("rules", true, "read");

  private final Readiness readiness = new Readiness();

  @Test
  void shouldBeAliveAndNotReadyBeforeItsWorkBegins() {
    Health health = readiness.get();

    assertTrue(health.alive());
    assertFalse(health.started());
    assertFalse(health.isReady());
  }

  @Test
  void shouldBeReadyAsItsWorkIs() {
    readiness.follow(() -> new Health(true, true, List.of(RULES)));
    assertTrue(readiness.get().isReady());

    readiness.follow(
        () -> new Health(true, true, List.of(new Health.Check("rules", false, "not read yet"))));
    assertFalse(readiness.get().isReady());
  }

  /** Alive all the same: whoever restarted it now would cut off what it still answers. */
  @Test
  void shouldNotBeReadyOnceItStops() {
    readiness.follow(() -> new Health(true, true, List.of(RULES)));

    readiness.stop();

    Health health = readiness.get();
    assertFalse(health.isReady());
    assertTrue(health.alive());
    assertTrue(health.started());
    assertEquals("[+]rules read\n[-]serving stopping\n", health.lines());
  }
}
