// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.region;

import dev.freshet.cache.Answer.Source;
import dev.freshet.cache.fence.L1Entry;
import dev.freshet.cache.time.Held;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What a read came to.
 *
 * @param value null if the source has none
 * @param entry the admitted entry; null if the fence rejected the value or it is not to be kept
 * @param loadedAtMs when the value was loaded, in epoch milliseconds
 * @param stored completes when L2 has taken the value, or has failed to
 */
record Outcome<V>(
    @Nullable V value,
    @Nullable L1Entry<Held<V>> entry,
    Source source,
    long loadedAtMs,
    CompletableFuture<Void> stored) {

  private static final CompletableFuture<Void> NOTHING = CompletableFuture.completedFuture(null);

  /** What completes at once: nothing is on its way to L2. */
  static CompletableFuture<Void> nothing() {
    return NOTHING;
  }

  /** Of an entry that was found. */
  static <V> Outcome<V> found(L1Entry<Held<V>> entry, Source source) {
    Held<V> held = entry.value();
    return new Outcome<>(held.value(), entry, source, held.loadedAtMs(), NOTHING);
  }

  /** Of a load whose value is kept nowhere. */
  static <V> Outcome<V> unkept(@Nullable V value, long loadedAtMs) {
    return new Outcome<>(value, null, Source.LOADER, loadedAtMs, NOTHING);
  }

  /** Whether the value was admitted and is still fresh. */
  boolean isFresh() {
    return entry != null && entry.isFresh();
  }
}
