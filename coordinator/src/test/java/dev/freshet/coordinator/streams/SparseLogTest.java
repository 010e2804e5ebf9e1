// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.freshet.testkit.FakeClock;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SparseLogTest {
  private final FakeClock clock = FakeClock.create();
  private final SparseLog log = new SparseLog(clock.nanoTicker());

  @Test
  void shouldSpeakOnceSecondAndSayHowManyWereLeftOut() {
    assertEquals(OptionalLong.of(0), log.next());
    assertEquals(OptionalLong.empty(), log.next());
    assertEquals(OptionalLong.empty(), log.next());

    clock.advance(SparseLog.EVERY);

    assertEquals(OptionalLong.of(2), log.next());
    assertEquals(OptionalLong.empty(), log.next());
  }
}
