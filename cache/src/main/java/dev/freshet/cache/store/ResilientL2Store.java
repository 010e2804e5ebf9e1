// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.store;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetrics;
import io.github.resilience4j.micrometer.tagged.TaggedRetryMetrics;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.github.resilience4j.retry.RetryRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * See {@link L2Store#resilient}. The retry is outside the circuit: every attempt counts, and a
 * refusal by the circuit ends the attempts. Failures of the argument say nothing about the store.
 */
final class ResilientL2Store implements L2Store {
  /** Where the time goes: tests bring their own. */
  interface Time {
    Time SYSTEM =
        new Time() {
          @Override
          public long nanos() {
            return System.nanoTime();
          }

          @Override
          public Executor after(long pauseMs) {
            return CompletableFuture.delayedExecutor(pauseMs, TimeUnit.MILLISECONDS);
          }
        };

    /** As {@link System#nanoTime()}. */
    long nanos();

    /** Runs what it is given after a pause. */
    Executor after(long pauseMs);
  }

  private static final Logger LOG = LoggerFactory.getLogger(ResilientL2Store.class);

  private final L2Store store;
  private final CircuitBreakerRegistry circuits;
  private final CircuitBreaker circuit;
  private final RetryRegistry retries;
  private final Retry retry;
  private final long budgetNanos;
  private final Time time;

  private ResilientL2Store(L2Store store, ResilienceSettings settings, Time time) {
    this.store = store;
    this.time = time;
    this.budgetNanos = settings.retry().budget().toNanos();
    this.circuits = CircuitBreakerRegistry.of(config(settings.breaker(), time::nanos));
    this.circuit = circuits.circuitBreaker(settings.name());
    this.retries = RetryRegistry.of(config(settings.retry()));
    this.retry = retries.retry(settings.name());
  }

  static ResilientL2Store around(
      L2Store store,
      ResilienceSettings settings,
      MeterRegistry meters,
      Consumer<CircuitState> listener) {
    return around(store, settings, meters, listener, Time.SYSTEM);
  }

  static ResilientL2Store around(
      L2Store store,
      ResilienceSettings settings,
      MeterRegistry meters,
      Consumer<CircuitState> listener,
      Time time) {
    ResilientL2Store resilient = new ResilientL2Store(store, settings, time);
    TaggedCircuitBreakerMetrics.ofCircuitBreakerRegistry(resilient.circuits).bindTo(meters);
    TaggedRetryMetrics.ofRetryRegistry(resilient.retries).bindTo(meters);
    var unused =
        resilient
            .circuit
            .getEventPublisher()
            .onStateTransition(
                event -> tell(listener, state(event.getStateTransition().getToState())));
    return resilient;
  }

  @Override
  public CompletableFuture<Optional<byte[]>> get(String key) {
    return repeated(() -> store.get(key));
  }

  @Override
  public CompletableFuture<Map<String, byte[]>> getAll(Collection<String> keys) {
    return repeated(() -> store.getAll(keys));
  }

  @Override
  public CompletableFuture<Void> set(String key, byte[] value, Duration ttl) {
    return repeated(() -> store.set(key, value, ttl));
  }

  @Override
  public CompletableFuture<Void> setAll(Collection<Write> writes) {
    return repeated(() -> store.setAll(writes));
  }

  /** Once: a second attempt would find the value of a first whose answer was lost. */
  @Override
  public CompletableFuture<Boolean> setIfAbsent(String key, byte[] value, Duration ttl) {
    return once(() -> store.setIfAbsent(key, value, ttl));
  }

  /** Once, for the same reason. */
  @Override
  public CompletableFuture<Boolean> removeIfStartsWith(String key, byte[] prefix) {
    return once(() -> store.removeIfStartsWith(key, prefix));
  }

  @Override
  public CircuitState circuit() {
    return state(circuit.getState());
  }

  @Override
  public void close() {
    // Takes the meters along.
    circuits.remove(circuit.getName());
    retries.remove(retry.getName());
    store.close();
  }

  private <T> CompletableFuture<T> once(Supplier<CompletableFuture<T>> call) {
    return circuit.<T>executeCompletionStage(call::get).toCompletableFuture();
  }

  private <T> CompletableFuture<T> repeated(Supplier<CompletableFuture<T>> call) {
    CompletableFuture<T> result = new CompletableFuture<>();
    attempt(call, retry.asyncContext(), time.nanos(), result);
    return result;
  }

  private <T> void attempt(
      Supplier<CompletableFuture<T>> call,
      Retry.AsyncContext<T> context,
      long startNanos,
      CompletableFuture<T> result) {
    var unused =
        once(call)
            .whenComplete(
                (answer, failure) -> {
                  if (failure == null) {
                    context.onComplete();
                    result.complete(answer);
                    return;
                  }
                  long pauseMs = context.onError(failure);
                  if (pauseMs < 0 || !withinBudget(startNanos, pauseMs)) {
                    result.completeExceptionally(failure);
                  } else {
                    time.after(pauseMs).execute(() -> attempt(call, context, startNanos, result));
                  }
                });
  }

  private boolean withinBudget(long startNanos, long pauseMs) {
    long elapsedNanos = time.nanos() - startNanos;
    return elapsedNanos + TimeUnit.MILLISECONDS.toNanos(pauseMs) <= budgetNanos;
  }

  private static void tell(Consumer<CircuitState> listener, CircuitState state) {
    LOG.info("L2 circuit is now {}", state);
    try {
      listener.accept(state);
    } catch (RuntimeException failed) {
      LOG.warn("L2 circuit: listener failed on {}", state, failed);
    }
  }

  /** Of Resilience4j's states only these three occur here: nobody forces or disables a circuit. */
  private static CircuitState state(CircuitBreaker.State state) {
    return CircuitState.valueOf(state.name());
  }

  private static CircuitBreakerConfig config(
      ResilienceSettings.Breaker settings, LongSupplier nanoTime) {
    return CircuitBreakerConfig.custom()
        .slidingWindow(settings.window(), settings.minimumCalls(), SlidingWindowType.COUNT_BASED)
        .failureRateThreshold((float) (100 * settings.failureRate()))
        .slowCallDurationThreshold(settings.slowAfter())
        .slowCallRateThreshold((float) (100 * settings.slowRate()))
        .waitDurationInOpenState(settings.openFor())
        .permittedNumberOfCallsInHalfOpenState(settings.probes())
        .ignoreException(IllegalArgumentException.class::isInstance)
        .writableStackTraceEnabled(false)
        .clock(new TickerClock(nanoTime))
        .currentTimestampFunction(clock -> nanoTime.getAsLong(), TimeUnit.NANOSECONDS)
        .build();
  }

  private static RetryConfig config(ResilienceSettings.Retry settings) {
    return RetryConfig.custom()
        .maxAttempts(settings.attempts())
        .intervalFunction(
            IntervalFunction.ofExponentialRandomBackoff(
                settings.backoff(), settings.factor(), settings.jitter()))
        .ignoreExceptions(CallNotPermittedException.class, IllegalArgumentException.class)
        .build();
  }
}
