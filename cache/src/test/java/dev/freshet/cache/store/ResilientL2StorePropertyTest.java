// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.store;

import static dev.freshet.cache.store.CircuitState.CLOSED;
import static dev.freshet.cache.store.CircuitState.HALF_OPEN;
import static dev.freshet.cache.store.CircuitState.OPEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.BeforeTry;

/** Whatever the store does, and in whatever order. */
class ResilientL2StorePropertyTest {
  enum Step {
    WORKS,
    FAILS,
    THROWS,
    IS_SLOW,
    TIME_PASSES
  }

  private static final byte[] VALUE = {1};
  private static final Duration OPEN_FOR = Duration.ofSeconds(5);
  private static final int PROBES = 3;
  private static final ResilienceSettings SETTINGS =
      ResilienceSettings.DEFAULT
          .withBreaker(
              new ResilienceSettings.Breaker(
                  10, 5, 0.5, Duration.ofMillis(200), 0.5, OPEN_FOR, PROBES))
          .withRetry(
              new ResilienceSettings.Retry(
                  3, Duration.ofMillis(10), 2, 0.5, Duration.ofMillis(200)));

  /** A store that has seen nothing, and its circuit. */
  private static final class Scenario {
    final ScriptedStore store = new ScriptedStore();
    final FakeTime time = new FakeTime();
    final List<CircuitState> heard = new ArrayList<>(List.of(CLOSED));
    final ResilientL2Store resilient =
        ResilientL2Store.around(store, SETTINGS, new SimpleMeterRegistry(), this::hear, time);
    long openedAtNanos;

    void hear(CircuitState state) {
      heard.add(state);
      openedAtNanos = time.nanos();
    }

    boolean mustRefuse() {
      return resilient.circuit() == OPEN && time.nanos() - openedAtNanos <= OPEN_FOR.toNanos();
    }
  }

  private Scenario now = new Scenario();

  @BeforeTry
  void begin() {
    now = new Scenario();
  }

  /** Circuit breaker. */
  @Property(tries = 1_000)
  void shouldKeepCallsFromTheStoreWhileOpenAndChangeStateInOrder(
      @ForAll @Size(max = 200) List<Step> steps) {
    for (Step step : steps) {
      int reached = now.store.calls().size();
      boolean mustRefuse = now.mustRefuse();

      CompletableFuture<?> unused = take(step);

      if (mustRefuse) {
        assertEquals(reached, now.store.calls().size(), "a call reached the store");
      }
    }
    assertOrder();
  }

  /** Circuit breaker: whatever came before, it closes when the store works. */
  @Property(tries = 1_000)
  void shouldCloseByItselfOnceTheStoreWorks(@ForAll @Size(max = 100) List<Step> steps) {
    takeAll(steps);

    now.time.advance(OPEN_FOR.plusMillis(1));
    // As many as can be needed: the window of a closed circuit, and the probes of a half-open one.
    takeAll(Collections.nCopies(10 + PROBES, Step.WORKS));
    if (now.resilient.circuit() == OPEN) {
      // The first good calls completed a window that was bad: its wait starts again, once.
      now.time.advance(OPEN_FOR.plusMillis(1));
      takeAll(Collections.nCopies(PROBES, Step.WORKS));
    }

    assertEquals(CLOSED, now.resilient.circuit());
    assertTrue(now.resilient.get("key").join().isPresent());
  }

  /** Degraded mode: nothing is thrown, every call ends, and an answer is the right one. */
  @Property(tries = 1_000)
  void shouldEndEveryCallWithTheRightAnswerOrAFailure(@ForAll @Size(max = 200) List<Step> steps) {
    for (Step step : steps) {
      CompletableFuture<Optional<byte[]>> answer = take(step);

      assertTrue(answer.isDone());
      if (!answer.isCompletedExceptionally()) {
        assertEquals(VALUE, answer.join().orElseThrow());
        assertTrue(step == Step.WORKS || step == Step.IS_SLOW || step == Step.TIME_PASSES);
      }
    }
  }

  private void takeAll(List<Step> steps) {
    for (Step step : steps) {
      CompletableFuture<?> unused = take(step);
    }
  }

  /** A call, or for {@link Step#TIME_PASSES} none. */
  private CompletableFuture<Optional<byte[]>> take(Step step) {
    switch (step) {
      case WORKS -> now.store.answers(VALUE);
      case FAILS -> now.store.fails();
      case THROWS ->
          now.store.behaves(
              () -> {
                throw new IllegalStateException("thrown");
              });
      case IS_SLOW ->
          now.store.behaves(
              () -> {
                now.time.advance(Duration.ofMillis(300));
                return CompletableFuture.completedFuture(VALUE);
              });
      case TIME_PASSES -> {
        now.time.advance(OPEN_FOR.dividedBy(2));
        return CompletableFuture.completedFuture(Optional.of(VALUE));
      }
    }
    return now.resilient.get("key");
  }

  private void assertOrder() {
    for (int i = 1; i < now.heard.size(); i++) {
      CircuitState from = now.heard.get(i - 1);
      CircuitState to = now.heard.get(i);
      boolean legal =
          switch (from) {
            case CLOSED -> to == OPEN;
            case OPEN -> to == HALF_OPEN;
            case HALF_OPEN -> to == OPEN || to == CLOSED;
          };
      assertTrue(legal, () -> "from " + from + " to " + to + " in " + now.heard);
    }
    assertEquals(now.heard.get(now.heard.size() - 1), now.resilient.circuit());
  }
}
