// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ClientEndTest {
  private static final Duration SHORT = Duration.ofMillis(20);

  private final AtomicInteger releases = new AtomicInteger();

  @Test
  void shouldReleaseWhatNeverEnds() {
    ClientEnd.await(new CompletableFuture<>(), SHORT, releases::incrementAndGet);

    assertEquals(1, releases.get());
  }

  @Test
  void shouldReleaseWhatFails() {
    CompletableFuture<Void> failed =
        CompletableFuture.failedFuture(new IllegalStateException("no way"));

    ClientEnd.await(failed, SHORT, releases::incrementAndGet);

    assertEquals(1, releases.get());
  }

  @Test
  void shouldLeaveAloneWhatHasEnded() {
    ClientEnd.await(CompletableFuture.completedFuture(null), SHORT, releases::incrementAndGet);

    assertEquals(0, releases.get());
  }

  @Test
  void shouldStayInterrupted() {
    Thread.currentThread().interrupt();

    ClientEnd.await(new CompletableFuture<>(), SHORT, releases::incrementAndGet);

    assertTrue(Thread.interrupted());
    assertEquals(1, releases.get());
  }
}
