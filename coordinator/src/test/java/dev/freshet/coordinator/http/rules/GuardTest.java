// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.http.Answer;
import dev.freshet.http.problem.Problem;
import dev.freshet.http.problem.ProblemException;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.RuleSource;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class GuardTest {
  private final Guard guard = new Guard("rules", 2);

  @Test
  void shouldLetOnlySoManyWorkAtATime() throws Exception {
    Answer answer =
        guard.run(
            false,
            () ->
                guard.run(
                    false,
                    () -> {
                      ProblemException full = failure(Answer::noContent);
                      assertEquals("/problems/H016", full.problem().type());
                      assertEquals("2", full.headers().get("Retry-After"));
                      return Answer.noContent();
                    }));

    assertEquals(204, answer.status());
  }

  @Test
  void shouldMakeRoomAgainWhateverHappens() throws Exception {
    for (int i = 0; i < 5; i++) {
      assertThrows(
          IllegalStateException.class,
          () ->
              guard.run(
                  false,
                  () -> {
                    throw new IllegalStateException("a fault");
                  }));
    }

    assertEquals(204, guard.run(false, Answer::noContent).status());
  }

  @Test
  void shouldNameWhatIsBehindAndDoesNotAnswer() {
    Problem kafka = problem(new TimeoutException("no leader"));
    Problem registry =
        failure(
                () -> {
                  throw new AssertionError(new EventCatalogue("http://127.0.0.1:1").read());
                })
            .problem();

    assertEquals(503, kafka.status());
    assertEquals(
        "rules: Kafka does not answer: " + new TimeoutException("no leader"), kafka.detail());
    assertTrue(registry.detail().contains("http://127.0.0.1:1"), registry.detail());
    assertEquals(503, registry.status());
    assertEquals(413, problem(new RecordTooLargeException("8 MB")).status());
  }

  @Test
  void shouldNameErrorsOfSetsThatTheRequestDoesNotHold() {
    RuleSource broken =
        new RuleSource(
            "carts",
            "carts@4",
            4,
            "apiVersion: freshet.dev/v1\nkind: x\nmetadata: {name: carts, owner: o}\n");

    ProblemException refused =
        failure(
            () -> {
              throw new AssertionError(RuleBook.compile(List.of(broken)).orThrow());
            });

    Problem.Finding first = refused.problem().errors().get(0);
    assertEquals("/problems/A050", refused.problem().type());
    assertEquals(2, first.line());
    assertEquals("rule set carts@4: ", first.message().substring(0, 18));
  }

  private Problem problem(RuntimeException cause) {
    return failure(
            () -> {
              throw cause;
            })
        .problem();
  }

  private ProblemException failure(Callable<Answer> work) {
    return assertThrows(ProblemException.class, () -> guard.run(false, work));
  }
}
