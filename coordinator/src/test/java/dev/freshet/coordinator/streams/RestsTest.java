// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RestsTest {
  private static final Duration ASKED = Duration.ofMillis(10);

  @Test
  void shouldNotRestWhereNobodyHasSaidThatItMay() {
    assertEquals(0, Rests.ms());
  }

  @Test
  void shouldRestUntilTheFirstIsDue() {
    Runnable one = Rests.add(() -> 200);
    Runnable other = Rests.add(() -> 70);

    assertEquals(70, Rests.ms());

    other.run();
    assertEquals(200, Rests.ms());
    one.run();
    assertEquals(0, Rests.ms());
  }

  @Test
  void shouldNotBindOtherThreads() {
    Runnable mine = Rests.add(() -> 200);

    assertEquals(0, CompletableFuture.supplyAsync(Rests::ms).join());

    CompletableFuture.runAsync(mine).join();
    assertEquals(0, Rests.ms());
  }

  @Test
  void shouldWaitLongerThanAskedButNeverShorterOrWhereNobodyWaits() {
    assertEquals(Duration.ofMillis(70), PatientClients.longer(ASKED, 70));
    assertEquals(ASKED, PatientClients.longer(ASKED, 0));
    assertEquals(ASKED, PatientClients.longer(ASKED, -5));
    assertEquals(Duration.ZERO, PatientClients.longer(Duration.ZERO, 70));
  }
}
