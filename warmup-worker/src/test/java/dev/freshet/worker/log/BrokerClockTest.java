// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class BrokerClockTest {
  private final AtomicLong nanos = new AtomicLong(Duration.ofDays(1).negated().toNanos());
  private final BrokerClock clock = new BrokerClock(nanos::get);

  private void pass(long millis) {
    nanos.addAndGet(Duration.ofMillis(millis).toNanos());
  }

  @Example
  void shouldKnowNothingBeforeItHasHeardAnything() {
    assertEquals(OptionalLong.empty(), clock.millis());
  }

  @Example
  void shouldGoOnByItself() {
    clock.heard(1_000);
    pass(500);

    assertEquals(OptionalLong.of(1_500), clock.millis());
  }

  /** As when a node reads a log that is hours old. */
  @Example
  void shouldBelieveWhatWasUnderWayForTheShortestTime() {
    clock.heard(1_000);
    pass(10);
    clock.heard(9_000);
    pass(10);
    clock.heard(2_000);

    assertEquals(OptionalLong.of(9_010), clock.millis());
  }

  /** Each record comes so much later than the broker has stamped it. */
  @Property
  void shouldLagByTheFastestRecordAndNeverBeAhead(
      @ForAll @Size(min = 1, max = 20) List<@LongRange(max = 5_000) Long> delays) {
    AtomicLong elapsed = new AtomicLong();
    BrokerClock fresh = new BrokerClock(elapsed::get);
    long nowMs = 1_000_000;
    long fastest = Long.MAX_VALUE;
    for (long delay : delays) {
      elapsed.addAndGet(Duration.ofMillis(100).toNanos());
      nowMs += 100;
      fresh.heard(nowMs - delay);
      fastest = Math.min(fastest, delay);
      long known = fresh.millis().orElseThrow();

      assertTrue(known <= nowMs);
      assertEquals(nowMs - fastest, known);
    }
  }
}
