// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.warmup.work;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {

  @Test
  void shouldDoubleUpToTheLongestPauseAndBeRandomBelow() {
    Backoff longest = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1), () -> 1);
    Backoff half = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1), () -> 0.5);

    assertEquals(
        List.of(100L, 200L, 400L, 800L, 1_000L, 1_000L),
        IntStream.of(2, 3, 4, 5, 6, 1_000)
            .mapToObj(attempt -> longest.before(attempt).toMillis())
            .toList());
    assertEquals(Duration.ofMillis(200), half.before(4));
  }
}
