// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.region;

import dev.freshet.cache.Answer.Source;
import dev.freshet.cache.AsyncLoader;
import dev.freshet.cache.EntryKey;
import dev.freshet.cache.LoadFailedException;
import dev.freshet.cache.Loader;
import dev.freshet.cache.RegionSettings;
import dev.freshet.cache.fence.L1Entry;
import dev.freshet.cache.time.Freshness;
import dev.freshet.cache.time.Held;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What happens to a read that L1 could not answer: one flight per key goes to L2 and then to the
 * loader, and an expired value stands in where that fails or is slow.
 *
 * <p>Two ways through the same steps: in the caller's thread, which is the short one; or as a chain
 * of futures, for asynchronous callers and for regions with timeouts or leases, whose blocking
 * callers wait at its end. Safe for any thread.
 */
final class Reads<V> {
  private final RegionSettings settings;
  private final CacheContext context;
  private final Levels<V> levels;
  private final Flights<V> flights;
  private final Sources<V> sources;
  private final StandIns<V> standIns;
  private final Freshness freshness;
  private final @Nullable Leases<V> leases;
  private final RegionMeters meters;

  Reads(
      RegionSettings settings,
      CacheContext context,
      Levels<V> levels,
      Flights<V> flights,
      Sources<V> sources,
      StandIns<V> standIns,
      Freshness freshness,
      @Nullable Leases<V> leases,
      RegionMeters meters) {
    this.settings = settings;
    this.context = context;
    this.levels = levels;
    this.flights = flights;
    this.sources = sources;
    this.standIns = standIns;
    this.freshness = freshness;
    this.leases = leases;
    this.meters = meters;
  }

  /** Reads; blocks for L2 and the loader. */
  Outcome<V> read(EntryKey key, Loader<V> loader) {
    if (settings.loading().isManaged()) {
      Flights.Wait wait = new Flights.Wait();
      return flights.await(
          key, wait, readAsync(key, wait, flight -> sources.apart(loader, flight)));
    }
    Outcome<V> standIn = standIns.insteadOfTrying(key);
    if (standIn != null) {
      return standIn;
    }
    try {
      return flights.fly(key, flight -> fetch(key, loader));
    } catch (LoadFailedException e) {
      Outcome<V> instead = standIns.afterFailure(key);
      if (instead == null) {
        throw e;
      }
      return instead;
    }
  }

  private Outcome<V> fetch(EntryKey key, Loader<V> loader) {
    L1Entry<Held<V>> filled = levels.fill(key);
    if (filled != null && freshness.mayServeFilled(key, filled.value())) {
      return Outcome.found(filled, Source.L2);
    }
    Levels.LoadStart start = levels.startLoad();
    return levels.admit(key, start, sources.call(key, loader));
  }

  /** Reads from L2 alone. */
  @Nullable Outcome<V> readIfPresent(EntryKey key) {
    return served(key, levels.fill(key));
  }

  /** As {@link #readIfPresent}, without blocking. */
  CompletableFuture<@Nullable Outcome<V>> readIfPresentAsync(EntryKey key) {
    return levels.fillAsync(key).thenApply(entry -> served(key, entry));
  }

  private @Nullable Outcome<V> served(EntryKey key, @Nullable L1Entry<Held<V>> entry) {
    return entry != null && freshness.mayServeFilled(key, entry.value())
        ? Outcome.found(entry, Source.L2)
        : null;
  }

  /** Reads without blocking. */
  CompletableFuture<Outcome<V>> readAsync(EntryKey key, AsyncLoader<V> loader) {
    return readAsync(key, /* wait= */ null, flight -> sources.attended(loader, flight));
  }

  private CompletableFuture<Outcome<V>> readAsync(
      EntryKey key,
      Flights.@Nullable Wait wait,
      Function<Flights.Flight<V>, AsyncLoader<V>> loader) {
    Outcome<V> standIn = standIns.insteadOfTrying(key);
    if (standIn != null) {
      return CompletableFuture.completedFuture(standIn);
    }
    CompletableFuture<Outcome<V>> landing =
        flights.flyAsync(
            key,
            wait,
            flight -> fetchAsync(key, loader.apply(flight), () -> readIfPresentAsync(key)));
    return withStandIn(key, landing);
  }

  /** Loads again what is still usable, unless somebody does or the loader is left alone. */
  void refresh(EntryKey key, AsyncLoader<V> loader) {
    loadAgain(key, flight -> sources.attended(loader, flight));
  }

  /** As {@link #refresh}, with a loader that blocks. */
  void refreshApart(EntryKey key, Loader<V> loader) {
    loadAgain(key, flight -> sources.apart(loader, flight));
  }

  private void loadAgain(EntryKey key, Function<Flights.Flight<V>, AsyncLoader<V>> loader) {
    if (standIns.isLeftAlone(key)) {
      return;
    }
    flights.flyIfFree(
        key,
        flight -> {
          meters.refreshes.increment();
          return fetchAsync(key, loader.apply(flight), () -> refreshedElsewhere(key))
              .whenComplete(
                  (outcome, failure) -> {
                    if (failure != null) {
                      standIns.failed(key);
                    }
                  });
        });
  }

  /** What another node has put into L2 since; null while that is as due as what is here. */
  private CompletableFuture<@Nullable Outcome<V>> refreshedElsewhere(EntryKey key) {
    return levels
        .fillAsync(key)
        .thenApply(
            entry -> entry == null || freshness.isDue(entry.value()) ? null : served(key, entry));
  }

  /**
   * What {@code look} finds in L2, or else the loader.
   *
   * @param look completes with null while the value is not there
   */
  private CompletableFuture<Outcome<V>> fetchAsync(
      EntryKey key, AsyncLoader<V> loader, Supplier<CompletableFuture<@Nullable Outcome<V>>> look) {
    return look.get()
        .thenCompose(
            found -> {
              if (found != null) {
                return CompletableFuture.completedFuture(found);
              }
              return leases == null
                  ? load(key, loader)
                  : leases.under(key, () -> load(key, loader), look);
            });
  }

  private CompletableFuture<Outcome<V>> load(EntryKey key, AsyncLoader<V> loader) {
    Levels.LoadStart start = levels.startLoad();
    return sources.begin(key, loader).thenApply(loaded -> levels.admit(key, start, loaded));
  }

  private CompletableFuture<Outcome<V>> withStandIn(
      EntryKey key, CompletableFuture<Outcome<V>> landing) {
    CompletableFuture<Outcome<V>> answer = new CompletableFuture<>();
    ScheduledFuture<?> impatience = answerAfterSoftTimeout(key, answer);
    CompletableFuture<Outcome<V>> unused =
        landing.whenComplete(
            (outcome, failure) -> {
              if (impatience != null) {
                impatience.cancel(false);
              }
              if (failure == null) {
                answer.complete(outcome);
              } else {
                failed(key, answer, failure);
              }
            });
    return answer;
  }

  private void failed(EntryKey key, CompletableFuture<Outcome<V>> answer, Throwable failure) {
    standIns.failed(key);
    Outcome<V> standIn = answer.isDone() ? null : standIns.find(key);
    if (standIn != null) {
      answer.complete(standIn);
    } else {
      answer.completeExceptionally(Failures.of(settings.name(), failure));
    }
  }

  private @Nullable ScheduledFuture<?> answerAfterSoftTimeout(
      EntryKey key, CompletableFuture<Outcome<V>> answer) {
    Duration softTimeout = settings.loading().softTimeout();
    if (softTimeout.isZero()) {
      return null;
    }
    return context
        .timer()
        .schedule(
            () -> {
              Outcome<V> standIn = answer.isDone() ? null : standIns.find(key);
              if (standIn != null) {
                answer.complete(standIn);
              }
            },
            softTimeout.toNanos(),
            TimeUnit.NANOSECONDS);
  }
}
