// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class StalenessTest {

  @Test
  void shouldFollowTheRuleOfThreeWhereNothingWasStale() {
    assertEquals(3e-6, new Staleness(1_000_000, 0).highestRate(), 1e-12);
    assertEquals(5.523, new Staleness(1_000_000, 0).nines(), 0.001);
    assertEquals(1.523, new Staleness(100, 0).nines(), 0.001);
  }

  @Test
  void shouldClaimNothingOfHardlyAnyReads() {
    assertEquals(1, new Staleness(0, 0).highestRate());
    assertEquals(0, new Staleness(0, 0).nines());
    assertEquals(0, new Staleness(2, 0).nines());
  }

  /** The means of Poisson's distribution as tables have them. */
  @Test
  void shouldBoundTheRateOfWhatWasStale() {
    assertEquals(4.744e-6, new Staleness(1_000_000, 1).highestRate(), 1e-9);
    assertEquals(16.962e-6, new Staleness(1_000_000, 10).highestRate(), 1e-9);
    assertEquals(118.08e-6, new Staleness(1_000_000, 100).highestRate(), 1e-7);
    assertEquals(1, new Staleness(10, 10).highestRate());
  }

  @Test
  void shouldRefuseMoreStaleReadsThanReads() {
    assertThrows(IllegalArgumentException.class, () -> new Staleness(1, 2));
  }
}
