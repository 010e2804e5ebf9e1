// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.warmup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EstimateTest {
  private final Estimate estimate = new Estimate();

  private void at(long seconds, long done) {
    estimate.add(Duration.ofSeconds(seconds).toNanos(), done);
  }

  @Test
  void shouldKnowNothingBeforeSomethingWasDone() {
    assertTrue(estimate.perSecond().isEmpty());
    at(1, 0);
    assertTrue(estimate.perSecond().isEmpty());
    at(2, 0);
    assertTrue(estimate.perSecond().isEmpty());
    assertTrue(estimate.left(100).isEmpty());
  }

  @Test
  void shouldTellThePaceAndTheTimeThatIsLeft() {
    at(0, 0);
    at(4, 100);

    assertEquals(25, estimate.perSecond().orElseThrow());
    assertEquals(Optional.of(Duration.ofSeconds(36)), estimate.left(1_000));
    assertEquals(Optional.of(Duration.ZERO), estimate.left(50));
  }

  @Test
  void shouldForgetWhatWasLongAgo() {
    at(0, 0);
    at(1, 10_000);
    for (int second = 2; second <= 20; second++) {
      at(second, 10_000 + 10L * second);
    }

    assertEquals(10, estimate.perSecond().orElseThrow());
  }

  @Test
  void shouldMeasureOverAGapThatIsLongerThanTheWindow() {
    at(0, 0);
    at(60, 600);

    assertEquals(10, estimate.perSecond().orElseThrow());
  }
}
