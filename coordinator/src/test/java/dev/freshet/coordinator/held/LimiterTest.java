// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.held;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.rules.rule.Rate;
import org.junit.jupiter.api.Test;

class LimiterTest {
  private static final Rate RATE = new Rate(10, 5);

  private final Limiter limiter = new Limiter();

  @Test
  void shouldAdmitBurstAtOnceAndNoMore() {
    assertTrue(limiter.admits("set/rule", RATE, 5, 0));

    assertFalse(limiter.admits("set/rule", RATE, 1, 0));
  }

  @Test
  void shouldAdmitAllCommandsOfAnEventOrNone() {
    assertTrue(limiter.admits("set/rule", RATE, 3, 0));

    assertFalse(limiter.admits("set/rule", RATE, 3, 0));
    assertTrue(limiter.admits("set/rule", RATE, 2, 0));
  }

  @Test
  void shouldAdmitNoMoreThanTheRateOverTime() {
    int admitted = 0;
    for (long nowMs = 0; nowMs < 10_000; nowMs += 7) {
      admitted += limiter.admits("set/rule", RATE, 1, nowMs) ? 1 : 0;
    }

    assertEquals(5 + 99, admitted);
  }

  @Test
  void shouldKeepRulesApart() {
    limiter.admits("set/rule", RATE, 5, 0);

    assertTrue(limiter.admits("set/other", RATE, 5, 0));
  }

  @Test
  void shouldFollowNewRevisionOfTheRule() {
    limiter.admits("set/rule", RATE, 5, 0);

    assertTrue(limiter.admits("set/rule", new Rate(100, 50), 50, 0));
  }

  @Test
  void shouldAddNothingWhenClockIsTurnedBack() {
    limiter.admits("set/rule", RATE, 5, 100_000);

    assertFalse(limiter.admits("set/rule", RATE, 1, 0));
    assertTrue(limiter.admits("set/rule", RATE, 1, 100));
  }
}
