// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.region;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.freshet.cache.CommandFailedException;
import dev.freshet.cache.CommandLog;
import dev.freshet.cache.fence.Interleaving;
import dev.freshet.cache.store.L2Store;
import dev.freshet.cache.time.ClosedTime;
import dev.freshet.events.values.Position;
import dev.freshet.events.values.Target;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What all regions of a cache share: its ports, clocks and limits.
 *
 * @param executor runs loads that have a timeout, refreshes, and what hangs on futures
 * @param maintenance runs what L1 has to tidy up
 * @param timer measures timeouts; what it runs is short
 * @param random at least 0, less than 1
 */
public record CacheContext(
    String namespace,
    CommandLog commands,
    @Nullable L2Store store,
    Duration l2Timeout,
    Duration commandTimeout,
    MeterRegistry meters,
    InstantSource clock,
    Ticker ticker,
    Executor executor,
    Executor maintenance,
    ScheduledExecutorService timer,
    DoubleSupplier random,
    ClosedTime closedTime,
    Interleaving interleaving,
    Flights.Awaited awaited) {

  /** Appends a command and waits until it is applied here. */
  public Position append(Target target) {
    return await(target, commands.append(target));
  }

  /** As {@link #append}, without blocking; fails with {@link CommandFailedException}. */
  CompletableFuture<Position> appendAsync(Target target) {
    return within(commandTimeout, commands.append(target))
        .exceptionallyCompose(
            failure -> CompletableFuture.failedFuture(failed(target, Failures.origin(failure))));
  }

  /** A copy that fails with a {@link TimeoutException} if {@code call} takes longer. */
  <T> CompletableFuture<T> within(Duration timeout, CompletableFuture<T> call) {
    CompletableFuture<T> bounded = call.copy();
    if (!bounded.isDone()) {
      ScheduledFuture<?> end =
          timer.schedule(
              () -> bounded.completeExceptionally(new TimeoutException("after " + timeout)),
              timeout.toNanos(),
              TimeUnit.NANOSECONDS);
      CompletableFuture<T> unused = bounded.whenComplete((value, failure) -> end.cancel(false));
    }
    return bounded;
  }

  /**
   * Runs in the executor what is short and must not wait for loaders: where those have taken every
   * thread and the executor refuses it, this thread does it.
   */
  void promptly(Runnable task) {
    try {
      executor.execute(task);
    } catch (RejectedExecutionException e) {
      task.run();
    }
  }

  /** Waits until a command that was appended is applied here. */
  Position await(Target target, CompletableFuture<Position> applied) {
    interleaving.awaiting(applied);
    try {
      return applied.get(commandTimeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw failed(target, Failures.origin(e));
    } catch (TimeoutException e) {
      applied.cancel(false);
      throw failed(target, e);
    } catch (InterruptedException e) {
      applied.cancel(false);
      Thread.currentThread().interrupt();
      throw new CommandFailedException(target.text(), "interrupted while waiting", e);
    }
  }

  private CommandFailedException failed(Target target, Throwable cause) {
    String problem =
        cause instanceof TimeoutException
            ? "not stored and applied within " + commandTimeout
            : "the log did not store it: " + cause;
    return new CommandFailedException(target.text(), problem, cause);
  }
}
