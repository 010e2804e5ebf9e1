// SPDX-License-Identifier: Apache-2.0
package dev.freshet.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FakeClockTest {

  private static final Instant START = Instant.parse("2031-05-06T07:08:09Z");

  private final FakeClock clock = FakeClock.startingAt(START);

  @Test
  void shouldStandStillUntilAdvanced() {
    assertEquals(START, clock.instant());
    assertEquals(0, clock.nanoTicker().getAsLong());

    clock.advance(Duration.ofMillis(1500));

    assertEquals(START.plusMillis(1500), clock.instant());
    assertEquals(1_500_000_000L, clock.nanoTicker().getAsLong());
  }

  @Test
  void shouldSkewTheWallClockAlone() {
    clock.skew(Duration.ofHours(-1));

    assertEquals(START.minusSeconds(3600), clock.instant());
    assertEquals(0, clock.nanoTicker().getAsLong());
  }

  @Test
  void shouldNotRunBackwards() {
    assertThrows(IllegalArgumentException.class, () -> clock.advance(Duration.ofNanos(-1)));
  }
}
