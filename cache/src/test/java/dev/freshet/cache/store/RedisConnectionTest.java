// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.testkit.FakeClock;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class RedisConnectionTest {
  /** By the time of day, so never but where it is to end. */
  private static final Duration TIMEOUT = Duration.ofMinutes(1);

  private static final Duration SILENCE = TIMEOUT.multipliedBy(2);

  private final FakeClock clock = FakeClock.create();
  private final List<CompletableFuture<RedisConnection.Open<String>>> attempts = new ArrayList<>();
  private final List<String> closed = new ArrayList<>();
  private final RedisConnection<String> connection =
      new RedisConnection<>(this::attempt, TIMEOUT, clock.nanoTicker());

  @Test
  void shouldTryAgainAfterAFailedAttemptButNotWithEveryCall() {
    attempts.get(0).completeExceptionally(new RedisException("refused"));

    assertThrows(CompletionException.class, this::ask);
    assertEquals(1, attempts.size(), "too early");
    clock.advance(Duration.ofMillis(50));
    CompletableFuture<String> second = answered();
    open(1);

    assertEquals("answer of 1", second.join());
    assertEquals(2, attempts.size());
  }

  @Test
  void shouldFailACallThatWaitsForAConnectionForLongerThanTheTimeout() {
    RedisConnection<String> hurried =
        new RedisConnection<>(this::attempt, Duration.ofMillis(50), clock.nanoTicker());
    CompletableFuture<String> answer = hurried.call(CompletableFuture::completedFuture);

    Throwable failure = assertThrows(CompletionException.class, answer::join);

    assertInstanceOf(TimeoutException.class, failure.getCause());
    assertTrue(!attempts.get(1).isDone(), "the attempt goes on");
  }

  @Test
  void shouldReplaceAConnectionThatIsSilentForTooLong() {
    open(0);

    timeOut();
    clock.advance(SILENCE);
    timeOut();
    assertEquals(List.of(), closed, "not yet");
    clock.advance(Duration.ofMillis(1));
    timeOut();

    assertEquals(List.of("0"), closed);
    open(1);
    assertEquals("answer of 1", ask());
  }

  @Test
  void shouldKeepAConnectionThatAnswersNowAndThen() {
    open(0);

    for (int i = 0; i < 10; i++) {
      timeOut();
      clock.advance(SILENCE.plusMillis(1));
      assertEquals("answer of 0", ask());
    }

    assertEquals(1, attempts.size());
  }

  @Test
  void shouldTakeAnErrorForASignOfLife() {
    open(0);
    timeOut();
    clock.advance(SILENCE.plusMillis(1));

    assertThrows(CompletionException.class, () -> failing(new RedisException("OOM")).join());
    timeOut();

    assertEquals(1, attempts.size());
  }

  @Test
  void shouldReplaceASilentConnectionOnceForManyTimeouts() {
    open(0);
    timeOut();
    clock.advance(SILENCE.plusMillis(1));
    List<CompletableFuture<String>> waiting = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      waiting.add(new CompletableFuture<>());
    }
    waiting.forEach(
        answer -> {
          CompletableFuture<String> unused = connection.call(open -> answer);
        });

    waiting.forEach(answer -> answer.completeExceptionally(timeout()));

    assertEquals(2, attempts.size());
    assertEquals(List.of("0"), closed);
  }

  @Test
  void shouldCloseAConnectionThatOpensAfterTheStoreWasClosed() {
    connection.close();
    open(0);

    assertEquals(List.of("0"), closed);
    Throwable failure = assertThrows(CompletionException.class, this::ask);
    assertInstanceOf(IllegalStateException.class, failure.getCause());
    assertEquals(1, attempts.size());
  }

  @Test
  void shouldReportAnAttemptThatThrows() {
    RedisConnection<String> broken =
        new RedisConnection<>(
            () -> {
              throw new IllegalArgumentException("no such host");
            },
            TIMEOUT,
            clock.nanoTicker());

    CompletableFuture<String> answer = broken.call(CompletableFuture::completedFuture);

    assertTrue(answer.isCompletedExceptionally());
  }

  private CompletableFuture<RedisConnection.Open<String>> attempt() {
    CompletableFuture<RedisConnection.Open<String>> attempt = new CompletableFuture<>();
    attempts.add(attempt);
    return attempt;
  }

  private void open(int number) {
    String name = Integer.toString(number);
    attempts.get(number).complete(new RedisConnection.Open<>(name, () -> closed.add(name)));
  }

  private String ask() {
    return answered().join();
  }

  private CompletableFuture<String> answered() {
    return connection.call(name -> CompletableFuture.completedFuture("answer of " + name));
  }

  private CompletableFuture<String> failing(RuntimeException failure) {
    return connection.call(name -> CompletableFuture.failedFuture(failure));
  }

  private void timeOut() {
    assertThrows(CompletionException.class, () -> failing(timeout()).join());
  }

  private static RedisCommandTimeoutException timeout() {
    return new RedisCommandTimeoutException("no answer");
  }
}
