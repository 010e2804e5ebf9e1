// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.region;

import dev.freshet.cache.EntryKey;
import dev.freshet.cache.LoadFailedException;
import dev.freshet.cache.fence.Interleaving;
import java.util.Collection;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Lets one load per key run at a time and hands its outcome to all who ask meanwhile.
 *
 * <p>A caller may take the outcome of a load that began before the caller asked only if no command
 * overtook it: else a value from before an invalidation would be served to a call from after it. If
 * one did, the caller flies again, and whatever it gets then began after it asked.
 */
public final class Flights<V> {

  /** A load that is underway. */
  static final class Flight<V> {
    private final CompletableFuture<Outcome<V>> landing = new CompletableFuture<>();

    /** Who waits for the flight waits for this thread. Volatile: not all fly in who began them. */
    private volatile @Nullable Thread pilot;

    private Flight(@Nullable Thread pilot) {
      this.pilot = pilot;
    }

    CompletableFuture<Outcome<V>> landing() {
      return landing;
    }
  }

  /** A thread that blocks until a flight lands; then maybe for another, if that came too late. */
  static final class Wait {
    private final Thread thread = Thread.currentThread();

    /** Volatile: whoever ends the first flight begins or joins the next. */
    private volatile @Nullable Flight<?> flight;
  }

  /** Calls a loader in this thread: who waits for one of the flights waits for it. */
  static <V, T> T aboard(Collection<Flight<V>> flights, Callable<T> load) throws Exception {
    flights.forEach(flight -> flight.pilot = Thread.currentThread());
    try {
      return load.call();
    } finally {
      // The thread may go on to something else before the flights land.
      flights.forEach(flight -> flight.pilot = null);
    }
  }

  private final ConcurrentHashMap<String, Flight<V>> inAir = new ConcurrentHashMap<>();
  private final Interleaving interleaving;
  private final Awaited awaited;
  private final RegionMeters meters;

  Flights(Interleaving interleaving, Awaited awaited, RegionMeters meters) {
    this.interleaving = interleaving;
    this.awaited = awaited;
    this.meters = meters;
  }

  /** What each waiting thread waits for, over all regions of a cache. */
  public static final class Awaited {
    private final ConcurrentHashMap<Thread, Wait> waits = new ConcurrentHashMap<>();

    private void begin(Wait wait) {
      waits.put(wait.thread, wait);
    }

    private void end(Wait wait) {
      waits.remove(wait.thread, wait);
    }

    /**
     * Whether the pilot of the awaited flight waits, directly or not, for the thread that waits:
     * both would for ever. Ask after the wait was noted: of two that close a circle at once, one at
     * least sees it.
     */
    private boolean isCircle(Wait wait) {
      Thread next = pilot(wait);
      while (next != null && !next.equals(wait.thread)) {
        next = pilot(waits.get(next));
      }
      return next != null;
    }

    /** None once it has landed: who waited for it goes on, though the wait may still be noted. */
    private static @Nullable Thread pilot(@Nullable Wait wait) {
      Flight<?> flight = wait == null ? null : wait.flight;
      return flight == null || flight.landing.isDone() ? null : flight.pilot;
    }
  }

  /**
   * The outcome of {@code load}, run by this thread or by one that was there before.
   *
   * @throws IllegalStateException if the load asks, itself or through others, for its own key
   */
  Outcome<V> fly(EntryKey key, Function<Flight<V>, Outcome<V>> load) {
    Flight<V> own = new Flight<>(Thread.currentThread());
    boolean joinedBefore = false;
    while (true) {
      Flight<V> running = inAir.putIfAbsent(key.text(), own);
      if (running == null) {
        return pilot(key, own, load);
      }
      meters.waits.increment();
      Wait wait = new Wait();
      wait.flight = running;
      Outcome<V> outcome = await(key, wait, running.landing());
      if (joinedBefore || outcome.isFresh()) {
        return outcome;
      }
      joinedBefore = true;
    }
  }

  /**
   * The outcome of {@code load}, begun by this call or before; fails with what the load threw.
   *
   * @param wait of the caller that is going to block until then; null if none is
   */
  CompletableFuture<Outcome<V>> flyAsync(
      EntryKey key, @Nullable Wait wait, Function<Flight<V>, CompletableFuture<Outcome<V>>> load) {
    return flyAsync(key, wait, load, /* joinedBefore= */ false);
  }

  private CompletableFuture<Outcome<V>> flyAsync(
      EntryKey key,
      @Nullable Wait wait,
      Function<Flight<V>, CompletableFuture<Outcome<V>>> load,
      boolean joinedBefore) {
    Flight<V> own = new Flight<>(/* pilot= */ null);
    Flight<V> running = inAir.putIfAbsent(key.text(), own);
    if (wait != null) {
      wait.flight = running == null ? own : running;
    }
    if (running == null) {
      start(key, own, load);
      return own.landing();
    }
    meters.waits.increment();
    if (joinedBefore && wait != null && awaited.isCircle(wait)) {
      // It blocks already: only for the first flight it looked itself.
      return CompletableFuture.failedFuture(circle(key));
    }
    return running
        .landing()
        .thenCompose(
            outcome ->
                joinedBefore || outcome.isFresh()
                    ? CompletableFuture.completedFuture(outcome)
                    : flyAsync(key, wait, load, /* joinedBefore= */ true));
  }

  /** Begins {@code load} unless the key is being loaded; does not wait for it. */
  void flyIfFree(EntryKey key, Function<Flight<V>, CompletableFuture<Outcome<V>>> load) {
    Flight<V> own = take(key, /* pilot= */ null);
    if (own != null) {
      start(key, own, load);
    }
  }

  /** A flight for who is going to load the key; null if somebody does already. */
  @Nullable Flight<V> take(EntryKey key, @Nullable Thread pilot) {
    Flight<V> own = new Flight<>(pilot);
    return inAir.putIfAbsent(key.text(), own) == null ? own : null;
  }

  /** Ends a flight that was taken. */
  void land(EntryKey key, Flight<V> own, Outcome<V> outcome) {
    // Removed before it lands: who flies again must not meet the same flight.
    inAir.remove(key.text(), own);
    own.landing().complete(outcome);
  }

  /** Ends a flight that was taken, without an outcome. */
  void crash(EntryKey key, Flight<V> own, Throwable failure) {
    inAir.remove(key.text(), own);
    own.landing().completeExceptionally(failure);
  }

  private void start(
      EntryKey key, Flight<V> own, Function<Flight<V>, CompletableFuture<Outcome<V>>> load) {
    CompletableFuture<Outcome<V>> underway;
    try {
      underway = load.apply(own);
    } catch (RuntimeException | Error failure) {
      underway = CompletableFuture.failedFuture(failure);
    }
    CompletableFuture<Void> unused =
        underway.handle(
            (outcome, failure) -> {
              if (failure == null) {
                land(key, own, outcome);
              } else {
                crash(key, own, Failures.origin(failure));
              }
              return null;
            });
  }

  private Outcome<V> pilot(EntryKey key, Flight<V> own, Function<Flight<V>, Outcome<V>> load) {
    try {
      Outcome<V> outcome = load.apply(own);
      land(key, own, outcome);
      return outcome;
    } catch (Throwable failure) {
      crash(key, own, failure);
      throw failure;
    }
  }

  private static IllegalStateException circle(EntryKey key) {
    return new IllegalStateException(
        "region "
            + key.region()
            + ": a loader asks the cache for a key whose load waits for that loader");
  }

  /**
   * Blocks until {@code future} is done, which depends on the flight in {@code wait}.
   *
   * @throws IllegalStateException if that flight waits for this thread
   */
  <T> T await(EntryKey key, Wait wait, CompletableFuture<T> future) {
    awaited.begin(wait);
    try {
      if (!future.isDone() && awaited.isCircle(wait)) {
        throw circle(key);
      }
      return await(key, future);
    } finally {
      awaited.end(wait);
    }
  }

  /** Blocks until a future of this region is done; raises what its callers are to see. */
  <T> T await(EntryKey key, CompletableFuture<T> future) {
    interleaving.awaiting(future);
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw Failures.of(key.region(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LoadFailedException(key.region(), e);
    }
  }
}
