// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.store;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.lettuce.core.RedisCommandTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One connection that is always there or on its way. Lettuce brings a connection back that broke;
 * this adds the two cases that it leaves alone: a first attempt that failed, and a connection that
 * stays open while the other side is silent (a paused or cut-off server, behind which Sentinel has
 * long named another). Both are replaced by a new one, at most one at a time.
 *
 * <p>Safe for any thread; never blocks.
 *
 * @param <C> what an open connection can be told
 */
final class RedisConnection<C> {
  /**
   * An open connection.
   *
   * @param commands what it can be told
   * @param close ends it; does not block
   */
  record Open<C>(C commands, Runnable close) {}

  private static final long RETRY_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long SHORTEST_SILENCE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long NOT_SILENT = 0;

  private final Supplier<CompletableFuture<Open<C>>> connector;
  private final long timeoutNanos;
  private final long silenceNanos;
  private final LongSupplier nanoTime;

  // Guarded by this.
  private long attemptedNanos;
  private boolean closed;

  /** Written under this; read without, since every call reads it. */
  private volatile CompletableFuture<Open<C>> current;

  /** When the first of the timeouts came that no answer has followed, or {@link #NOT_SILENT}. */
  private volatile long silentSinceNanos = NOT_SILENT;

  RedisConnection(
      Supplier<CompletableFuture<Open<C>>> connector, Duration timeout, LongSupplier nanoTime) {
    this.connector = connector;
    this.timeoutNanos = timeout.toNanos();
    this.silenceNanos = Math.max(2 * timeoutNanos, SHORTEST_SILENCE_NANOS);
    this.nanoTime = nanoTime;
    this.attemptedNanos = nanoTime.getAsLong();
    this.current = attempt();
  }

  /** Runs a command; while there is no connection it fails, within the timeout. */
  <T> CompletableFuture<T> call(Function<C, CompletionStage<T>> command) {
    CompletableFuture<Open<C>> connection = connection();
    if (connection.isDone()) {
      return call(connection, connection, command);
    }
    // The command is not sent once its caller has given up, and both waits share one timeout.
    CompletableFuture<Open<C>> inTime = connection.copy().orTimeout(timeoutNanos, NANOSECONDS);
    return call(connection, inTime, command).orTimeout(timeoutNanos, NANOSECONDS);
  }

  private <T> CompletableFuture<T> call(
      CompletableFuture<Open<C>> connection,
      CompletableFuture<Open<C>> inTime,
      Function<C, CompletionStage<T>> command) {
    return inTime
        .thenCompose(open -> command.apply(open.commands()))
        .whenComplete((answer, failure) -> listen(connection, failure));
  }

  /**
   * Calls after this fail. A connection that is on its way is closed when it opens; one that is
   * open goes with its client, which would complain about finding it closed.
   */
  void close() {
    synchronized (this) {
      closed = true;
      if (!current.isDone()) {
        closeWhenOpen(current);
      }
      current =
          CompletableFuture.failedFuture(new IllegalStateException("L2 in Redis: store closed"));
    }
  }

  private CompletableFuture<Open<C>> connection() {
    CompletableFuture<Open<C>> seen = current;
    return seen.isCompletedExceptionally() ? replaceFailed() : seen;
  }

  private synchronized CompletableFuture<Open<C>> replaceFailed() {
    boolean early = nanoTime.getAsLong() - attemptedNanos < RETRY_PAUSE_NANOS;
    if (current.isCompletedExceptionally() && !closed && !early) {
      connect();
    }
    return current;
  }

  private void listen(CompletableFuture<Open<C>> asked, @Nullable Throwable failure) {
    if (!(cause(failure) instanceof RedisCommandTimeoutException)) {
      if (silentSinceNanos != NOT_SILENT) {
        silentSinceNanos = NOT_SILENT;
      }
    } else if (silentSinceNanos == NOT_SILENT) {
      silentSinceNanos = nanoTime.getAsLong() | 1;
    } else if (nanoTime.getAsLong() - silentSinceNanos > silenceNanos) {
      replaceSilent(asked);
    }
  }

  private synchronized void replaceSilent(CompletableFuture<Open<C>> silent) {
    if (current == silent && !closed) {
      closeWhenOpen(silent);
      connect();
    }
  }

  private void connect() {
    attemptedNanos = nanoTime.getAsLong();
    silentSinceNanos = NOT_SILENT;
    current = attempt();
  }

  /** Nothing escapes: a store must not throw in its caller, nor leak its client by failing here. */
  private CompletableFuture<Open<C>> attempt() {
    try {
      return connector.get();
    } catch (RuntimeException refused) {
      return CompletableFuture.failedFuture(refused);
    }
  }

  private void closeWhenOpen(CompletableFuture<Open<C>> connection) {
    var unused = connection.thenAccept(open -> open.close().run());
  }

  private static @Nullable Throwable cause(@Nullable Throwable failure) {
    return failure instanceof CompletionException ? failure.getCause() : failure;
  }
}
