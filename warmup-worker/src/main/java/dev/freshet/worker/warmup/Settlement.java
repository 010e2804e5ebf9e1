// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.warmup;

import dev.freshet.events.topics.WarmupTopics;
import dev.freshet.worker.warmup.work.Outcome;
import java.time.Duration;

/** What is to become of a delivery. */
sealed interface Settlement {

  /** It is reported, then it is over. */
  record Accept(Outcome.Done done) implements Settlement {}

  /** It is for another worker, or for this one once more. */
  record Release(Duration after) implements Settlement {}

  /** It is reported as failed and becomes a dead letter, then it is over. */
  record Bury(String error) implements Settlement {}

  /**
   * Doubles with each delivery, so that a node that just starts has time to open its regions, and
   * one that can do the task but is busy has time to take it.
   */
  Duration PAUSE = Duration.ofMillis(500);

  /** A source that was too slow twice is too slow; each try asks it again. */
  int MOST_TIMEOUTS = 2;

  /**
   * Decides.
   *
   * @param delivery how often the task was delivered, from 1
   */
  static Settlement of(Outcome outcome, int delivery, Duration timeout) {
    if (outcome instanceof Outcome.Done done) {
      return new Accept(done);
    }
    if (outcome instanceof Outcome.Unable unable) {
      return delivery >= WarmupTopics.DELIVERIES
          ? new Bury(unable.why())
          : new Release(PAUSE.multipliedBy(1L << (delivery - 1)));
    }
    if (outcome instanceof Outcome.TimedOut && delivery >= MOST_TIMEOUTS) {
      return new Bury("not done within " + timeout);
    }
    return new Release(Duration.ZERO);
  }
}
