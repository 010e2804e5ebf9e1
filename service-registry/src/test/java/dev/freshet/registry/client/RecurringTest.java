// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RecurringTest {
  private static final Duration GAP = Duration.ofMillis(50);
  private static final Duration PERIOD = Duration.ofSeconds(5);
  private static final Duration RETRY = Duration.ofSeconds(2);

  /** Close to the end of what a ticker can say, so that sums overflow. */
  private static final long NOW = Long.MAX_VALUE - 1_000;

  private final Random random = new Random(7);
  private final Recurring recurring = new Recurring(GAP, random, NOW);

  @Test
  void shouldBeDueAtOnceAndThenWithinAFifthOfItsPeriod() {
    assertTrue(recurring.waitNanos(NOW) <= 0);

    long[] waits =
        LongStream.range(0, 1_000).map(unused -> sendAndWait()).map(ns -> ns / 1_000_000).toArray();

    long shortest = LongStream.of(waits).min().orElseThrow();
    long longest = LongStream.of(waits).max().orElseThrow();
    assertTrue(shortest >= 4_000 && shortest < 4_100, () -> "shortest " + shortest);
    assertTrue(longest <= 6_000 && longest > 5_900, () -> "longest " + longest);
  }

  private long sendAndWait() {
    recurring.begun(NOW, PERIOD, RETRY);
    boolean unused = recurring.ended(true);
    return recurring.waitNanos(NOW);
  }

  @Test
  void shouldGrantAWishAfterTheShortestGapAndManyWishesOnce() {
    sendAndWait();

    recurring.wish();
    recurring.wish();

    assertEquals(GAP.toNanos(), recurring.waitNanos(NOW));
    assertTrue(sendAndWait() > GAP.toNanos());
  }

  @Test
  void shouldWaitForWhatIsUnderwayHoweverMuchIsWished() {
    recurring.begun(NOW, PERIOD, RETRY);
    recurring.wish();

    assertTrue(recurring.waitNanos(NOW + PERIOD.toNanos() * 2) > 0);
    boolean unused = recurring.ended(true);
    assertTrue(recurring.waitNanos(NOW + GAP.toNanos()) <= 0);
  }

  @Test
  void shouldTryAgainAfterTheRetryAndNoSoonerForAWish() {
    recurring.begun(NOW, PERIOD, RETRY);
    boolean unused = recurring.ended(false);
    recurring.wish();

    long wait = recurring.waitNanos(NOW);
    assertTrue(wait >= RETRY.toNanos() * 8 / 10 && wait <= RETRY.toNanos() * 12 / 10);
  }

  @Test
  void shouldSayOnceThatItFailsAndOnceThatItNoLongerDoes() {
    assertFalse(recurring.ended(true));
    assertTrue(recurring.ended(false));
    assertFalse(recurring.ended(false));
    assertTrue(recurring.ended(true));
    assertFalse(recurring.ended(true));
  }
}
