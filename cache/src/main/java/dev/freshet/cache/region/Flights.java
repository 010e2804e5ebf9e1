// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.region;

import dev.freshet.cache.EntryKey;
import dev.freshet.cache.LoadFailedException;
import dev.freshet.cache.fence.Interleaving;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;
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

    /** Volatile: a load that runs apart from its caller says only later who runs it. */
    private volatile @Nullable Thread pilot;

    private Flight(@Nullable Thread pilot) {
      this.pilot = pilot;
    }

    CompletableFuture<Outcome<V>> landing() {
      return landing;
    }

    /** This thread loads: who waits for the flight waits for it. */
    void boarded() {
      pilot = Thread.currentThread();
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

  /** Which flight each waiting thread waits for, over all regions of a cache. */
  public static final class Awaited {
    private final ConcurrentHashMap<Thread, Flight<?>> flights = new ConcurrentHashMap<>();

    /**
     * Notes that this thread waits for {@code flight}.
     *
     * @return false if its pilot waits, directly or not, for this thread: both would wait for ever
     */
    private boolean begin(Flight<?> flight) {
      Thread me = Thread.currentThread();
      // Noted before it is looked at: of two that close a circle at once, one at least sees it.
      flights.put(me, flight);
      Thread next = flight.pilot;
      while (next != null && !next.equals(me)) {
        Flight<?> awaited = flights.get(next);
        next = awaited == null ? null : awaited.pilot;
      }
      return next == null;
    }

    private void end() {
      flights.remove(Thread.currentThread());
    }
  }

  /**
   * The outcome of {@code load}, run by this thread or by one that was there before.
   *
   * @throws IllegalStateException if the load asks, itself or through others, for its own key
   */
  Outcome<V> fly(EntryKey key, Supplier<Outcome<V>> load) {
    Flight<V> own = new Flight<>(Thread.currentThread());
    boolean joinedBefore = false;
    while (true) {
      Flight<V> running = inAir.putIfAbsent(key.text(), own);
      if (running == null) {
        return pilot(key, own, load);
      }
      Outcome<V> outcome = join(key, running);
      if (joinedBefore || outcome.isFresh()) {
        return outcome;
      }
      joinedBefore = true;
    }
  }

  /** The outcome of {@code load}, begun by this call or before; fails with what the load threw. */
  CompletableFuture<Outcome<V>> flyAsync(
      EntryKey key, Function<Flight<V>, CompletableFuture<Outcome<V>>> load) {
    return flyAsync(key, load, /* joinedBefore= */ false);
  }

  private CompletableFuture<Outcome<V>> flyAsync(
      EntryKey key, Function<Flight<V>, CompletableFuture<Outcome<V>>> load, boolean joinedBefore) {
    Flight<V> own = new Flight<>(/* pilot= */ null);
    Flight<V> running = inAir.putIfAbsent(key.text(), own);
    if (running == null) {
      start(key, own, load);
      return own.landing();
    }
    meters.waits.increment();
    return running
        .landing()
        .thenCompose(
            outcome ->
                joinedBefore || outcome.isFresh()
                    ? CompletableFuture.completedFuture(outcome)
                    : flyAsync(key, load, /* joinedBefore= */ true));
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

  private Outcome<V> pilot(EntryKey key, Flight<V> own, Supplier<Outcome<V>> load) {
    try {
      Outcome<V> outcome = load.get();
      land(key, own, outcome);
      return outcome;
    } catch (Throwable failure) {
      crash(key, own, failure);
      throw failure;
    }
  }

  private Outcome<V> join(EntryKey key, Flight<V> running) {
    meters.waits.increment();
    try {
      if (!awaited.begin(running)) {
        throw new IllegalStateException(
            "region "
                + key.region()
                + ": a loader asks the cache for a key whose load waits for that loader");
      }
      return await(key, running.landing());
    } finally {
      awaited.end();
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
