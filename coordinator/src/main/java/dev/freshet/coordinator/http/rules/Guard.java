// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.rules;

import dev.freshet.coordinator.http.terms.ApiCode;
import dev.freshet.coordinator.rulesets.RulesChangedException;
import dev.freshet.events.wire.RegistryUnavailableException;
import dev.freshet.http.Answer;
import dev.freshet.http.OperationBinder.BlockingHandler;
import dev.freshet.http.problem.HttpCode;
import dev.freshet.http.problem.ProblemException;
import dev.freshet.rules.source.InvalidRuleFileException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;

/**
 * Lets so many requests work on rules at a time, so that they never take all workers of the API,
 * and names what fails behind them. Safe for any thread.
 */
final class Guard {
  private static final Duration RETRY = Duration.ofSeconds(2);

  private final String what;
  private final int most;
  private final Semaphore room;

  /**
   * A guard that lets nobody wait.
   *
   * @param what is asked for, for messages
   */
  Guard(String what, int most) {
    this.what = what;
    this.most = most;
    this.room = new Semaphore(most);
  }

  BlockingHandler before(BlockingHandler handler) {
    return exchange -> run(exchange.header("If-Match").isPresent(), () -> handler.handle(exchange));
  }

  /**
   * Does the work of a request.
   *
   * @param conditional whether the client says what it changes
   * @throws ProblemException if there is no room, or what is behind fails
   */
  Answer run(boolean conditional, Callable<Answer> work) throws Exception {
    if (!room.tryAcquire()) {
      throw unavailable("found " + most + " underway, expected fewer");
    }
    try {
      return named(conditional, work);
    } finally {
      room.release();
    }
  }

  private Answer named(boolean conditional, Callable<Answer> work) throws Exception {
    try {
      return work.call();
    } catch (InvalidRuleFileException e) {
      throw Refusals.errors(e.issues(), Map.of());
    } catch (RulesChangedException e) {
      throw ProblemException.of(
          conditional ? HttpCode.PRECONDITION_FAILED : ApiCode.RULES_CHANGED,
          String.valueOf(e.getMessage()));
    } catch (RecordTooLargeException e) {
      throw ProblemException.of(HttpCode.BODY_TOO_LARGE, String.valueOf(e.getMessage()));
    } catch (KafkaException e) {
      throw unavailable("Kafka does not answer: " + e);
    } catch (RegistryUnavailableException e) {
      throw unavailable(String.valueOf(e.getMessage()));
    }
  }

  private ProblemException unavailable(String why) {
    return ProblemException.of(HttpCode.UNAVAILABLE, what + ": " + why).retryAfter(RETRY);
  }
}
