// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.freshet.cache.fence.Interleaving;
import dev.freshet.cache.store.L2Store;
import dev.freshet.events.values.Position;
import dev.freshet.events.values.Target;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What all regions of a cache share: its ports, clocks and limits. */
record CacheContext(
    String namespace,
    CommandLog commands,
    @Nullable L2Store store,
    Duration l2Timeout,
    Duration commandTimeout,
    MeterRegistry meters,
    InstantSource clock,
    Ticker ticker,
    Interleaving interleaving,
    Flights.Awaited awaited) {

  /** Appends a command and waits until it is applied here. */
  Position append(Target target) {
    CompletableFuture<Position> applied = commands.append(target);
    interleaving.awaiting(applied);
    try {
      return applied.get(commandTimeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new CommandFailedException(target.text(), "the log did not store it: " + cause, cause);
    } catch (TimeoutException e) {
      applied.cancel(false);
      throw new CommandFailedException(
          target.text(), "not stored and applied within " + commandTimeout, e);
    } catch (InterruptedException e) {
      applied.cancel(false);
      Thread.currentThread().interrupt();
      throw new CommandFailedException(target.text(), "interrupted while waiting", e);
    }
  }
}
