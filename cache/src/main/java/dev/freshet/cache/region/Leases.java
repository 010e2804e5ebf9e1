// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.region;

import dev.freshet.cache.EntryKey;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One load for a key over all nodes: who holds the lease loads, the others look into L2 until the
 * value is there. Bounded: a lease ends by itself, so a holder that dies holds nobody up for
 * longer, and nobody waits for longer than one lease. It saves loads and decides nothing else; that
 * two nodes load at once is harmless. Safe for any thread.
 */
final class Leases<V> {
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final L2Level l2;
  private final Duration lease;
  private final CacheContext context;

  Leases(L2Level l2, Duration lease, CacheContext context) {
    this.l2 = l2;
    this.lease = lease;
    this.context = context;
  }

  /**
   * The outcome of {@code load} under the lease, or of {@code look} if another node was quicker.
   *
   * @param look completes with null while the value is not in L2
   */
  CompletableFuture<Outcome<V>> under(
      EntryKey key,
      Supplier<CompletableFuture<Outcome<V>>> load,
      Supplier<CompletableFuture<@Nullable Outcome<V>>> look) {
    long deadlineNanos = context.ticker().read() + lease.toNanos();
    return attempt(key, UUID.randomUUID(), load, look, deadlineNanos);
  }

  private CompletableFuture<Outcome<V>> attempt(
      EntryKey key,
      UUID holder,
      Supplier<CompletableFuture<Outcome<V>>> load,
      Supplier<CompletableFuture<@Nullable Outcome<V>>> look,
      long deadlineNanos) {
    return l2.acquireLease(key, holder, lease)
        .thenComposeAsync(
            // Not in the store's thread: a loader may follow.
            won -> {
              if (won.isPresent() && won.get()) {
                return loadAndRelease(key, holder, load);
              }
              return won.isEmpty() || context.ticker().read() - deadlineNanos >= 0
                  ? load.get()
                  : waitAndLook(key, holder, load, look, deadlineNanos);
            },
            context::promptly);
  }

  private CompletableFuture<Outcome<V>> loadAndRelease(
      EntryKey key, UUID holder, Supplier<CompletableFuture<Outcome<V>>> load) {
    return load.get()
        .whenComplete(
            (outcome, failure) -> {
              if (failure != null) {
                l2.releaseLease(key, holder);
              } else {
                // Only then do those who wait find the value.
                CompletableFuture<Void> unused =
                    outcome.stored().thenRun(() -> l2.releaseLease(key, holder));
              }
            });
  }

  private CompletableFuture<Outcome<V>> waitAndLook(
      EntryKey key,
      UUID holder,
      Supplier<CompletableFuture<Outcome<V>>> load,
      Supplier<CompletableFuture<@Nullable Outcome<V>>> look,
      long deadlineNanos) {
    CompletableFuture<Void> pause = new CompletableFuture<>();
    var unused =
        context.timer().schedule(() -> pause.complete(null), PAUSE.toNanos(), TimeUnit.NANOSECONDS);
    return pause
        .thenComposeAsync(done -> look.get(), context::promptly)
        .thenCompose(
            found ->
                found != null
                    ? CompletableFuture.completedFuture(found)
                    : attempt(key, holder, load, look, deadlineNanos));
  }
}
