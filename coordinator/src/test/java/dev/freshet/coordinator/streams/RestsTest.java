// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RestsTest {
  private static final Duration ASKED = Duration.ofMillis(10);

  /** One that has no tasks of other tests. */
  private static void onNewThread(Runnable test) {
    CompletableFuture.runAsync(test, task -> new Thread(task).start()).join();
  }

  @Test
  void shouldNotRestWhereNobodyHasSaidThatItMay() {
    onNewThread(() -> assertEquals(0, Rests.ms()));
  }

  @Test
  void shouldRestUntilTheFirstIsDue() {
    onNewThread(
        () -> {
          Runnable one = Rests.add(() -> 200);
          Runnable other = Rests.add(() -> 70);

          assertEquals(70, Rests.ms());

          other.run();
          assertEquals(200, Rests.ms());
          one.run();
          assertEquals(0, Rests.ms());
        });
  }

  @Test
  void shouldNotBindOtherThreads() {
    onNewThread(
        () -> {
          Runnable mine = Rests.add(() -> 200);

          onNewThread(() -> assertEquals(0, Rests.ms()));

          onNewThread(mine);
          assertEquals(0, Rests.ms());
        });
  }

  @Test
  void shouldWaitLongerThanAskedButNeverShorterOrWhereNobodyWaits() {
    assertEquals(Duration.ofMillis(70), PatientClients.longer(ASKED, 70));
    assertEquals(ASKED, PatientClients.longer(ASKED, 0));
    assertEquals(ASKED, PatientClients.longer(ASKED, -5));
    assertEquals(Duration.ZERO, PatientClients.longer(Duration.ZERO, 70));
  }
}
