// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LatenciesTest {
  private final Latencies latencies = new Latencies();

  @Test
  void shouldRankByNearestRank() {
    for (int ms = 2_000; ms >= 1; ms--) {
      latencies.add(TimeUnit.MILLISECONDS.toNanos(ms));
    }

    assertEquals(2_000, latencies.count());
    assertEquals(1_000.0, latencies.percentileMs(50));
    assertEquals(1_980.0, latencies.percentileMs(99));
    assertEquals(2_000.0, latencies.percentileMs(100));
    assertEquals(1.0, latencies.percentileMs(0));
  }

  @Test
  void shouldRoundToTwoDecimals() {
    latencies.add(1_234_567);

    assertEquals(1.23, latencies.percentileMs(50));
  }

  @Test
  void shouldSayNothingOfNothing() {
    latencies.add(1);
    latencies.clear();

    assertEquals(Double.NaN, latencies.percentileMs(50));
  }
}
