// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.warmup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.freshet.events.avro.TaskOutcome;
import dev.freshet.events.topics.WarmupTopics;
import dev.freshet.worker.warmup.work.Outcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettlementTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  @Test
  void shouldAcceptWhatIsDoneThoughKeysFailed() {
    Outcome.Done done = new Outcome.Done(TaskOutcome.FAILED, "report", List.of("k"), "error");

    assertEquals(new Settlement.Accept(done), Settlement.of(done, 5, TIMEOUT));
  }

  @Test
  void shouldLeaveToOthersWhatItCannotDoUntilTheLastDelivery() {
    Outcome unable = new Outcome.Unable("no such region");

    assertEquals(new Settlement.Release(Duration.ofMillis(500)), Settlement.of(unable, 1, TIMEOUT));
    assertEquals(new Settlement.Release(Duration.ofSeconds(4)), Settlement.of(unable, 4, TIMEOUT));
    assertEquals(
        new Settlement.Bury("no such region"),
        Settlement.of(unable, WarmupTopics.DELIVERIES, TIMEOUT));
  }

  @Test
  void shouldTryOnceMoreAfterATimeout() {
    assertEquals(
        new Settlement.Release(Duration.ZERO), Settlement.of(new Outcome.TimedOut(), 1, TIMEOUT));
    assertEquals(
        new Settlement.Bury("not done within PT30S"),
        Settlement.of(new Outcome.TimedOut(), 2, TIMEOUT));
  }

  @Test
  void shouldGiveBackWhatWasStopped() {
    assertEquals(
        new Settlement.Release(Duration.ZERO), Settlement.of(new Outcome.Stopped(), 5, TIMEOUT));
  }
}
