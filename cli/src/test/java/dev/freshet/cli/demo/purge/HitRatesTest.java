// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.demo.purge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.freshet.cli.demo.purge.HitRates.Reads;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HitRatesTest {
  private static final long BEGIN = Long.MAX_VALUE - Duration.ofSeconds(2).toNanos();

  private final HitRates rates = new HitRates(BEGIN);

  private static long at(long ms) {
    return BEGIN + Duration.ofMillis(ms).toNanos();
  }

  @Test
  void shouldCountReadsByTheTimeAtWhichTheyBegan() {
    rates.add(at(99), true);
    rates.add(at(100), true);
    rates.add(at(150), false);
    rates.add(at(150), false);
    rates.add(at(199), false);
    rates.add(at(200), true);

    assertEquals(new Reads(4, 1), rates.between(at(100), at(200)));
    assertEquals(75, rates.between(at(100), at(200)).hitPercent());
    assertEquals(new Reads(1, 1), rates.between(at(200), at(1_000)));
  }

  @Test
  void shouldLeaveOutWhatMayHaveBegunBefore() {
    rates.add(at(101), true);
    rates.add(at(110), false);

    assertEquals(new Reads(1, 0), rates.between(at(102), at(200)));
  }

  @Test
  void shouldSayThatNothingWasRead() {
    assertEquals(0, rates.between(at(0), at(100)).hitPercent());
  }

  @Test
  void shouldNotCountBeyondAMinute() {
    rates.add(at(60_001), true);

    assertEquals(new Reads(0, 0), rates.between(at(0), at(120_000)));
  }
}
