// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.store;

import static dev.freshet.cache.store.CircuitState.CLOSED;
import static dev.freshet.cache.store.CircuitState.HALF_OPEN;
import static dev.freshet.cache.store.CircuitState.OPEN;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The contract too: around a store that works it changes nothing. */
class ResilientL2StoreTest extends L2StoreContractTest {
  private static final byte[] VALUE = {1};
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration OPEN_FOR = Duration.ofSeconds(5);
  private static final int MINIMUM_CALLS = 4;
  private static final int PROBES = 2;
  private static final ResilienceSettings ONCE =
      ResilienceSettings.DEFAULT
          .withBreaker(
              new ResilienceSettings.Breaker(
                  10, MINIMUM_CALLS, 0.5, Duration.ofMillis(200), 0.5, OPEN_FOR, PROBES))
          .withRetry(retry(1, Duration.ofSeconds(1)));
  private static final ResilienceSettings THRICE = ONCE.withRetry(retry(3, Duration.ofSeconds(1)));

  private final ScriptedStore store = new ScriptedStore();
  private final FakeTime time = new FakeTime();
  private final MeterRegistry meters = new SimpleMeterRegistry();
  private final List<CircuitState> heard = new ArrayList<>();

  @Override
  L2Store open() {
    return L2Store.resilient(
        L2Store.inMemory(Ticker.systemTicker()),
        ResilienceSettings.DEFAULT,
        new SimpleMeterRegistry());
  }

  @Test
  void shouldPassAnswersOnWhileItIsClosed() {
    ResilientL2Store resilient = around(THRICE);
    store.answers(VALUE);

    assertArrayEquals(VALUE, resilient.get("key").join().orElseThrow());
    assertEquals(Map.of("key", VALUE), resilient.getAll(List.of("key")).join());
    assertTrue(resilient.setIfAbsent("key", VALUE, MINUTE).join());
    assertTrue(resilient.removeIfStartsWith("key", VALUE).join());
    assertEquals(CLOSED, resilient.circuit());
  }

  @Test
  void shouldOpenWhenTooManyCallsFailAndLeaveTheStoreAlone() {
    ResilientL2Store resilient = opened();
    int reached = store.calls().size();

    for (Supplier<CompletableFuture<?>> call : everyCall(resilient)) {
      assertInstanceOf(CallNotPermittedException.class, failureOf(call.get()));
    }

    assertEquals(reached, store.calls().size());
    assertEquals(List.of(OPEN), heard);
  }

  @Test
  void shouldStayClosedWhileFewCallsFail() {
    ResilientL2Store resilient = around(ONCE);

    for (int i = 0; i < 30; i++) {
      if (i % 3 == 2) {
        store.fails();
      } else {
        store.answers(VALUE);
      }
      CompletableFuture<?> unused = resilient.get("key");
    }

    assertEquals(CLOSED, resilient.circuit());
    assertEquals(30, store.calls().size());
  }

  @Test
  void shouldOpenWhenTheStoreAnswersButSlowly() {
    ResilientL2Store resilient = around(ONCE);
    store.behaves(
        () -> {
          time.advance(Duration.ofMillis(201));
          return CompletableFuture.completedFuture(VALUE);
        });

    for (int i = 0; i < MINIMUM_CALLS; i++) {
      assertTrue(resilient.get("key").join().isPresent());
    }

    assertEquals(OPEN, resilient.circuit());
  }

  @Test
  void shouldProbeAfterAWhileAndCloseByItself() {
    ResilientL2Store resilient = opened();
    store.answers(VALUE);

    time.advance(OPEN_FOR);
    assertEquals(OPEN, resilient.circuit(), "until a call probes it");
    time.advance(Duration.ofMillis(1));
    for (int i = 0; i < PROBES; i++) {
      assertTrue(resilient.get("key").join().isPresent());
    }

    assertEquals(CLOSED, resilient.circuit());
    assertEquals(List.of(OPEN, HALF_OPEN, CLOSED), heard);
  }

  @Test
  void shouldOpenAgainWhenProbesFail() {
    ResilientL2Store resilient = opened();

    time.advance(OPEN_FOR.plusMillis(1));
    for (int i = 0; i < PROBES; i++) {
      CompletableFuture<?> unused = resilient.get("key");
    }

    assertEquals(OPEN, resilient.circuit());
    assertEquals(List.of(OPEN, HALF_OPEN, OPEN), heard);
  }

  @Test
  void shouldLetNoMoreThanTheProbesThroughWhileItIsHalfOpen() {
    ResilientL2Store resilient = opened();
    int reached = store.calls().size();
    store.behaves(CompletableFuture::new);
    time.advance(OPEN_FOR.plusMillis(1));

    List<CompletableFuture<?>> answers = new ArrayList<>();
    for (int i = 0; i < PROBES + 3; i++) {
      answers.add(resilient.get("key"));
    }

    assertEquals(HALF_OPEN, resilient.circuit());
    assertEquals(reached + PROBES, store.calls().size());
    assertEquals(3, answers.stream().filter(CompletableFuture::isCompletedExceptionally).count());
  }

  @Test
  void shouldTryAgainWithLongerAndJitteredPauses() {
    ResilientL2Store resilient = around(THRICE);
    List<CompletableFuture<byte[]>> script = new ArrayList<>();
    script.add(ScriptedStore.failed("first"));
    script.add(ScriptedStore.failed("second"));
    script.add(CompletableFuture.completedFuture(VALUE));
    store.behaves(() -> script.remove(0));

    assertArrayEquals(VALUE, resilient.get("key").join().orElseThrow());

    assertEquals(2, time.pausesMs().size());
    assertBetween(50, 150, time.pausesMs().get(0));
    assertBetween(100, 300, time.pausesMs().get(1));
  }

  @Test
  void shouldSpreadThePausesOfManyCallers() {
    for (int i = 0; i < 50; i++) {
      ResilientL2Store resilient = around(THRICE.withName("circuit" + i));
      store.fails();
      failureOf(resilient.get("key"));
    }

    assertTrue(time.pausesMs().stream().distinct().count() > 20, () -> "" + time.pausesMs());
  }

  @Test
  void shouldRepeatOnlyWhatMayBeRepeated() {
    for (Supplier<CompletableFuture<?>> call : everyCall(around(unbreakable(THRICE)))) {
      store.fails();
      failureOf(call.get());
    }

    List<String> expected = new ArrayList<>();
    for (String repeated : List.of("get", "getAll", "set", "setAll")) {
      expected.addAll(List.of(repeated, repeated, repeated));
    }
    expected.addAll(List.of("setIfAbsent", "removeIfStartsWith"));
    assertEquals(expected, store.calls());
  }

  @Test
  void shouldStartNoAttemptBeyondTheBudget() {
    ResilientL2Store resilient = around(ONCE.withRetry(retry(10, Duration.ofMillis(250))));
    store.behaves(
        () -> {
          time.advance(Duration.ofMillis(90));
          return ScriptedStore.failed("slow and away");
        });

    Throwable failure = failureOf(resilient.get("key"));

    assertEquals("slow and away", failure.getMessage());
    assertBetween(1, 2, store.calls().size());
  }

  @Test
  void shouldNotTryAgainOnceTheCircuitIsOpen() {
    ResilientL2Store resilient = around(ONCE.withRetry(retry(100, MINUTE)));
    store.fails();

    Throwable failure = failureOf(resilient.get("key"));

    assertInstanceOf(CallNotPermittedException.class, failure);
    assertEquals(MINIMUM_CALLS, store.calls().size());
  }

  @Test
  void shouldNotBlameTheStoreForABadArgument() {
    ResilientL2Store resilient = around(THRICE);
    store.behaves(() -> CompletableFuture.failedFuture(new IllegalArgumentException("ttl")));

    for (int i = 0; i < 20; i++) {
      assertInstanceOf(
          IllegalArgumentException.class, failureOf(resilient.set("key", VALUE, Duration.ZERO)));
    }

    assertEquals(CLOSED, resilient.circuit());
    assertEquals(20, store.calls().size(), "not repeated");
  }

  @Test
  void shouldTurnWhatAStoreThrowsIntoAFailure() {
    ResilientL2Store resilient = around(ONCE);
    store.behaves(
        () -> {
          throw new IllegalStateException("thrown");
        });

    for (Supplier<CompletableFuture<?>> call : everyCall(resilient)) {
      failureOf(call.get());
    }

    assertEquals(OPEN, resilient.circuit());
  }

  @Test
  void shouldOutliveAListenerThatThrows() {
    ResilientL2Store resilient =
        ResilientL2Store.around(
            store,
            ONCE,
            meters,
            state -> {
              throw new IllegalStateException("listener");
            },
            time);
    store.fails();

    for (int i = 0; i < MINIMUM_CALLS; i++) {
      assertEquals("away", failureOf(resilient.get("key")).getMessage());
    }

    assertEquals(OPEN, resilient.circuit());
  }

  @Test
  void shouldShowItsStateInMetersUntilItIsClosed() {
    ResilientL2Store resilient = opened();

    assertEquals(1, gauge("open"));
    assertEquals(0, gauge("closed"));
    failureOf(resilient.get("key"));
    assertEquals(
        1,
        meters
            .get("resilience4j.circuitbreaker.not.permitted.calls")
            .tag("name", "l2")
            .counter()
            .count());
    resilient.close();

    assertTrue(meters.getMeters().isEmpty(), () -> "left: " + meters.getMeters().get(0).getId());
    assertTrue(store.isClosed());
  }

  @Test
  void shouldRefuseSettingsThatMakeNoSense() {
    assertThrows(IllegalArgumentException.class, () -> retry(0, MINUTE));
    assertThrows(IllegalArgumentException.class, () -> retry(1, MINUTE.negated()));
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> new ResilienceSettings.Breaker(10, 11, 0.5, MINUTE, 0.5, MINUTE, 1));
    assertEquals(
        "L2 resilience: minimumCalls makes no sense, found 11, expected 1..10",
        refused.getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () -> new ResilienceSettings.Breaker(10, 1, 50, MINUTE, 0.5, MINUTE, 1));
  }

  private ResilientL2Store around(ResilienceSettings settings) {
    return ResilientL2Store.around(store, settings, meters, heard::add, time);
  }

  private ResilientL2Store opened() {
    ResilientL2Store resilient = around(ONCE);
    store.fails();
    for (int i = 0; i < MINIMUM_CALLS; i++) {
      failureOf(resilient.get("key"));
    }
    assertEquals(OPEN, resilient.circuit());
    return resilient;
  }

  private double gauge(String state) {
    return meters
        .get("resilience4j.circuitbreaker.state")
        .tags("name", "l2", "state", state)
        .gauge()
        .value();
  }

  private static List<Supplier<CompletableFuture<?>>> everyCall(L2Store on) {
    return List.of(
        () -> on.get("key"),
        () -> on.getAll(List.of("key")),
        () -> on.set("key", VALUE, MINUTE),
        () -> on.setAll(List.of()),
        () -> on.setIfAbsent("key", VALUE, MINUTE),
        () -> on.removeIfStartsWith("key", VALUE));
  }

  private static ResilienceSettings.Retry retry(int attempts, Duration budget) {
    return new ResilienceSettings.Retry(attempts, Duration.ofMillis(100), 2, 0.5, budget);
  }

  private static ResilienceSettings unbreakable(ResilienceSettings settings) {
    return settings.withBreaker(
        new ResilienceSettings.Breaker(1_000, 1_000, 1, MINUTE, 1, OPEN_FOR, PROBES));
  }

  private static Throwable failureOf(CompletableFuture<?> answer) {
    assertTrue(answer.isDone());
    CompletionException failure = assertThrows(CompletionException.class, answer::join);
    return Objects.requireNonNull(failure.getCause());
  }

  private static void assertBetween(long least, long most, long found) {
    assertTrue(least <= found && found <= most, () -> "found " + found);
  }
}
