// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache;

import dev.freshet.cache.fence.Interleaving;
import dev.freshet.cache.fence.L1Entry;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets one load per key run at a time and hands its outcome to all who ask meanwhile.
 *
 * <p>A caller may take the outcome of a load that began before the caller asked only if no command
 * overtook it: else a value from before an invalidation would be served to a call from after it. If
 * one did, the caller flies again, and whatever it gets then began after it asked.
 */
final class Flights<V> {

  /**
   * A load's outcome.
   *
   * @param value what the loader returned
   * @param entry the admitted entry; null if the fence rejected the value or there is none
   */
  record Outcome<V>(@Nullable V value, @Nullable L1Entry<V> entry) {
    boolean isFresh() {
      return entry != null && entry.isFresh();
    }
  }

  private record Flight<V>(Thread pilot, CompletableFuture<Outcome<V>> landing) {}

  private final ConcurrentHashMap<String, Flight<V>> inAir = new ConcurrentHashMap<>();
  private final Interleaving interleaving;
  private final Awaited awaited;

  Flights(Interleaving interleaving, Awaited awaited) {
    this.interleaving = interleaving;
    this.awaited = awaited;
  }

  /** Which thread each waiting thread waits for, over all regions of a cache. */
  static final class Awaited {
    private final ConcurrentHashMap<Thread, Thread> pilots = new ConcurrentHashMap<>();

    /**
     * Notes that this thread waits for {@code pilot}.
     *
     * @return false if that thread waits, directly or not, for this one: both would wait for ever
     */
    private boolean begin(Thread pilot) {
      Thread me = Thread.currentThread();
      // Noted before it is looked at: of two that close a circle at once, one at least sees it.
      pilots.put(me, pilot);
      Thread next = pilot;
      while (next != null && !next.equals(me)) {
        next = pilots.get(next);
      }
      return next == null;
    }

    private void end() {
      pilots.remove(Thread.currentThread());
    }
  }

  /**
   * The outcome of {@code load}, run by this thread or by one that was there before.
   *
   * @throws IllegalStateException if the load asks, itself or through others, for its own key
   */
  Outcome<V> fly(EntryKey key, Supplier<Outcome<V>> load) {
    Flight<V> own = new Flight<>(Thread.currentThread(), new CompletableFuture<>());
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

  private Outcome<V> pilot(EntryKey key, Flight<V> own, Supplier<Outcome<V>> load) {
    try {
      Outcome<V> outcome = load.get();
      // Removed before it lands: who flies again must not meet the same flight.
      inAir.remove(key.text(), own);
      own.landing().complete(outcome);
      return outcome;
    } catch (Throwable failure) {
      inAir.remove(key.text(), own);
      own.landing().completeExceptionally(failure);
      throw failure;
    }
  }

  private Outcome<V> join(EntryKey key, Flight<V> running) {
    try {
      if (!awaited.begin(running.pilot())) {
        throw new IllegalStateException(
            "region "
                + key.region()
                + ": a loader asks the cache for a key whose load waits for that loader");
      }
      interleaving.awaiting(running.landing());
      return running.landing().get();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      Throwable origin =
          cause instanceof LoadFailedException && cause.getCause() != null
              ? cause.getCause()
              : cause;
      throw new LoadFailedException(key.region(), origin);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LoadFailedException(key.region(), e);
    } finally {
      awaited.end();
    }
  }
}
