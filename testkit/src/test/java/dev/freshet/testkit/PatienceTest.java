// SPDX-License-Identifier: Apache-2.0
package dev.freshet.testkit;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class PatienceTest {

  @Test
  void shouldWaitForAMinuteUnlessTheTestSaysOtherwise() {
    AtomicReference<Duration> most = new AtomicReference<>();

    await()
        .conditionEvaluationListener(
            condition ->
                most.set(
                    Duration.ofMillis(
                        condition.getElapsedTimeInMS() + condition.getRemainingTimeInMS())))
        .until(() -> true);

    assertEquals(Patience.PATIENCE, most.get());
  }
}
