// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.region;

import dev.freshet.cache.AsyncLoader;
import dev.freshet.cache.BulkLoader;
import dev.freshet.cache.EntryKey;
import dev.freshet.cache.LoadFailedException;
import dev.freshet.cache.LoadTimeoutException;
import dev.freshet.cache.Loaded;
import dev.freshet.cache.Loader;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Calls the loaders of a region: in the caller's thread, or apart from it and for no longer than
 * the hard timeout. Counts what comes of it. Safe for any thread.
 */
final class Sources<V> {
  private final String region;
  private final Duration hardTimeout;
  private final CacheContext context;
  private final RegionMeters meters;

  Sources(String region, Duration hardTimeout, CacheContext context, RegionMeters meters) {
    this.region = region;
    this.hardTimeout = hardTimeout;
    this.context = context;
    this.meters = meters;
  }

  /** Calls a loader here and now. */
  Loaded<V> call(EntryKey key, Loader<V> loader) {
    long startNanos = context.ticker().read();
    meters.loadsInFlight.increment();
    try {
      return counted(loader.loadTagged(key), startNanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      meters.loadFailures.increment();
      throw new LoadFailedException(region, e);
    } catch (Exception e) {
      meters.loadFailures.increment();
      throw new LoadFailedException(region, e);
    } finally {
      meters.loadsInFlight.decrement();
    }
  }

  /**
   * Calls a loader that does not block.
   *
   * @return fails with a {@link LoadFailedException} or {@link LoadTimeoutException}
   */
  CompletableFuture<Loaded<V>> begin(EntryKey key, AsyncLoader<V> loader) {
    long startNanos = context.ticker().read();
    CompletableFuture<Loaded<V>> underway;
    try {
      underway = loader.load(key).toCompletableFuture();
    } catch (Exception e) {
      underway = CompletableFuture.failedFuture(e);
    }
    return settled(underway, "what it loaded").thenApply(loaded -> counted(loaded, startNanos));
  }

  /** A loader that blocks, as one that does not: the cache's executor calls it. */
  AsyncLoader<V> apart(Loader<V> loader, Flights.Flight<V> flight) {
    return key -> run(() -> Flights.aboard(List.of(flight), () -> loader.loadTagged(key)));
  }

  /** The loader, which may not wait for its own flight while it begins. */
  AsyncLoader<V> attended(AsyncLoader<V> loader, Flights.Flight<V> flight) {
    return key -> Flights.aboard(List.of(flight), () -> loader.load(key));
  }

  /** Calls a loader of several values here and now. */
  Map<EntryKey, Loaded<V>> callAll(Set<EntryKey> keys, BulkLoader<V> loader) {
    long startNanos = context.ticker().read();
    meters.loadsInFlight.increment();
    try {
      return counted(keys, loader.loadAllTagged(keys), startNanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      meters.loadFailures.increment();
      throw new LoadFailedException(region, e);
    } catch (Exception e) {
      meters.loadFailures.increment();
      throw new LoadFailedException(region, e);
    } finally {
      meters.loadsInFlight.decrement();
    }
  }

  /**
   * Calls a loader of several values apart from the caller.
   *
   * @param flights of the keys
   * @return fails with a {@link LoadFailedException} or {@link LoadTimeoutException}
   */
  CompletableFuture<Map<EntryKey, Loaded<V>>> beginAll(
      Set<EntryKey> keys, Collection<Flights.Flight<V>> flights, BulkLoader<V> loader) {
    long startNanos = context.ticker().read();
    return settled(run(() -> Flights.aboard(flights, () -> loader.loadAllTagged(keys))), "a map")
        .thenApply(loaded -> counted(keys, loaded, startNanos));
  }

  private <T> CompletableFuture<T> run(Callable<T> load) {
    LoadTask<T> task = new LoadTask<>(load);
    try {
      context.executor().execute(task);
    } catch (RejectedExecutionException e) {
      task.completeExceptionally(e);
    }
    return task;
  }

  /**
   * What the load comes to, for no longer than the hard timeout: a failure is counted and named,
   * and the load no longer in flight.
   */
  private <T> CompletableFuture<T> settled(CompletableFuture<T> underway, String expected) {
    meters.loadsInFlight.increment();
    CompletableFuture<T> load =
        underway
            .thenApply(loaded -> requireNonNull(loaded, expected))
            .exceptionallyCompose(
                failure ->
                    CompletableFuture.failedFuture(
                        new LoadFailedException(region, Failures.origin(failure))));
    if (!hardTimeout.isZero()) {
      giveUp(load, underway);
    }
    return load.whenComplete(
        (loaded, failure) -> {
          meters.loadsInFlight.decrement();
          if (failure != null) {
            boolean late = Failures.origin(failure) instanceof LoadTimeoutException;
            (late ? meters.loadTimeouts : meters.loadFailures).increment();
          }
        });
  }

  private void giveUp(CompletableFuture<?> load, CompletableFuture<?> underway) {
    ScheduledFuture<?> end =
        context
            .timer()
            .schedule(
                () -> {
                  load.completeExceptionally(new LoadTimeoutException(region, hardTimeout));
                  underway.cancel(true);
                },
                hardTimeout.toNanos(),
                TimeUnit.NANOSECONDS);
    CompletableFuture<?> unused = load.whenComplete((value, failure) -> end.cancel(false));
  }

  private Loaded<V> counted(Loaded<V> loaded, long startNanos) {
    requireNonNull(loaded, "what it loaded");
    meters.readFromSource(context.ticker().read() - startNanos);
    (loaded.value() == null ? meters.loadsOfNothing : meters.loads).increment();
    return loaded;
  }

  private Map<EntryKey, Loaded<V>> counted(
      Set<EntryKey> keys, Map<EntryKey, Loaded<V>> loaded, long startNanos) {
    requireNonNull(loaded, "a map");
    meters.readFromSource(context.ticker().read() - startNanos);
    long present =
        keys.stream()
            .map(loaded::get)
            .filter(value -> value != null && value.value() != null)
            .count();
    meters.loads.add(present);
    meters.loadsOfNothing.add(keys.size() - present);
    return loaded;
  }

  private static <T> T requireNonNull(T loaded, String expected) {
    return Objects.requireNonNull(loaded, () -> "the loader: found null, expected " + expected);
  }

  /**
   * A blocking load as a future: done when the load is; cancelling it interrupts the thread that
   * loads. For one run.
   */
  private static final class LoadTask<T> extends CompletableFuture<T> implements Runnable {
    private final Callable<T> load;

    /** Guarded by {@link #lock}: an interrupt must not hit what the thread does next. */
    private @Nullable Thread runner;

    private final Object lock = new Object();

    LoadTask(Callable<T> load) {
      this.load = load;
    }

    @Override
    public void run() {
      synchronized (lock) {
        if (isDone()) {
          return;
        }
        runner = Thread.currentThread();
      }
      try {
        complete(load.call());
      } catch (InterruptedException e) {
        // Meant for the load, not for the executor: cancel() sends it.
        completeExceptionally(e);
      } catch (Exception | Error e) {
        completeExceptionally(e);
      } finally {
        synchronized (lock) {
          runner = null;
          // An interrupt that came after the load's last look at it.
          boolean unused = Thread.interrupted();
        }
      }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
      boolean cancelled = super.cancel(mayInterruptIfRunning);
      synchronized (lock) {
        if (runner != null) {
          runner.interrupt();
        }
      }
      return cancelled;
    }
  }
}
