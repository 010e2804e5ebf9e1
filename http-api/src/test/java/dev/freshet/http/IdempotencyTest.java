// SPDX-License-Identifier: Apache-2.0
package dev.freshet.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.http.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class IdempotencyTest {
  private final AtomicLong nanos = new AtomicLong(-5);
  private final AtomicInteger runs = new AtomicInteger();
  private final Idempotency idempotency =
      new Idempotency(new Idempotency.Limits(3, 4_000, Duration.ofHours(24)), nanos::get);

  @Test
  void shouldReplayTheAnswer() {
    Answer first = once("k", "body");
    Answer second = once("k", "body");

    assertEquals(Answer.text(201, "run 1"), first);
    assertEquals(first.header("Idempotency-Replayed", "true"), second);
    assertEquals(1, runs.get());
  }

  @Test
  void shouldRefuseTheKeyForAnotherRequest() {
    once("k", "body");

    assertEquals("H012", refusal("k", "another body"));
  }

  @Test
  void shouldRefuseTheKeyWhileTheFirstRequestRuns() {
    Promise<Answer> running = Promise.promise();
    Future<Answer> first = idempotency.once("k", "body", running::future);

    assertEquals("H011", refusal("k", "body"));
    assertEquals("H012", refusal("k", "another body"));
    running.complete(Answer.text(200, "done"));

    assertEquals("done", String.valueOf(first.result().body()));
    assertEquals("done", String.valueOf(once("k", "body").body()));
  }

  @Test
  void shouldTryAgainAfterFailures() {
    Supplier<Future<Answer>> fails = () -> Future.failedFuture(new IllegalStateException("once"));
    Supplier<Future<Answer>> throwsIt =
        () -> {
          throw new IllegalStateException("once");
        };

    assertTrue(idempotency.once("failed", "body", fails).failed());
    assertThrows(IllegalStateException.class, () -> idempotency.once("thrown", "body", throwsIt));
    idempotency.once("busy", "body", () -> Future.succeededFuture(Answer.empty(503)));

    assertEquals("run 1", String.valueOf(once("failed", "body").body()));
    assertEquals("run 2", String.valueOf(once("thrown", "body").body()));
    assertEquals("run 3", String.valueOf(once("busy", "body").body()));
  }

  @Test
  void shouldForgetAfterADay() {
    once("k", "body");

    nanos.addAndGet(Duration.ofHours(24).toNanos() - 1);
    assertEquals("run 1", String.valueOf(once("k", "body").body()));
    nanos.addAndGet(1);
    assertEquals("run 2", String.valueOf(once("k", "body").body()));
  }

  @Test
  void shouldDropTheOldestWhenThereAreTooMany() {
    for (int i = 1; i <= 4; i++) {
      once("k" + i, "body");
    }

    assertEquals(3, idempotency.size());
    assertEquals("run 2", String.valueOf(once("k2", "body").body()));
    assertEquals("run 5", String.valueOf(once("k1", "body").body()));
  }

  @Test
  void shouldDropTheOldestWhenTheyAreTooLarge() {
    Answer large = Answer.bytes(200, "text/plain", Buffer.buffer(new byte[2_000]));
    idempotency.once("k1", "body", () -> Future.succeededFuture(large));
    idempotency.once("k2", "body", () -> Future.succeededFuture(large));

    assertEquals(1, idempotency.size());
    assertEquals("run 1", String.valueOf(once("k1", "body").body()));
  }

  @Test
  void shouldReadKeysWithAndWithoutQuotes() {
    assertEquals("8e03978e", Idempotency.key("\"8e03978e\""));
    assertEquals("8e03978e", Idempotency.key("8e03978e"));
    assertThrows(ProblemException.class, () -> Idempotency.key("two words"));
    assertThrows(ProblemException.class, () -> Idempotency.key(""));
    assertThrows(ProblemException.class, () -> Idempotency.key("x".repeat(256)));
  }

  private Answer once(String key, String fingerprint) {
    return idempotency
        .once(
            key,
            fingerprint,
            () -> Future.succeededFuture(Answer.text(201, "run " + runs.incrementAndGet())))
        .result();
  }

  private String refusal(String key, String fingerprint) {
    ProblemException refused = assertThrows(ProblemException.class, () -> once(key, fingerprint));
    return refused.problem().type().replace("/problems/", "");
  }
}
