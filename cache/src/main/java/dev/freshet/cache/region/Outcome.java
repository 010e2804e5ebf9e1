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
 * @param entry the admitted entry; null if the fence rejected the value or L1 is not to keep it
 * @param overtaken whether the fence rejected the value
 * @param loadedAtMs when the value was loaded, in epoch milliseconds
 * @param stored completes when L2 has taken the value, or with false where it has not; never fails
 */
record Outcome<V>(
    @Nullable V value,
    @Nullable L1Entry<Held<V>> entry,
    boolean overtaken,
    Source source,
    long loadedAtMs,
    CompletableFuture<Boolean> stored) {

  private static final CompletableFuture<Boolean> NOTHING = CompletableFuture.completedFuture(true);

  /** What completes at once: nothing is on its way to L2, nor should be. */
  static CompletableFuture<Boolean> nothing() {
    return NOTHING;
  }

  /** Of an entry that was found. */
  static <V> Outcome<V> found(L1Entry<Held<V>> entry, Source source) {
    return found(entry, source, NOTHING);
  }

  /** Of an entry that was loaded. */
  static <V> Outcome<V> loaded(L1Entry<Held<V>> entry, CompletableFuture<Boolean> stored) {
    return found(entry, Source.LOADER, stored);
  }

  private static <V> Outcome<V> found(
      L1Entry<Held<V>> entry, Source source, CompletableFuture<Boolean> stored) {
    Held<V> held = entry.value();
    return new Outcome<>(held.value(), entry, false, source, held.loadedAtMs(), stored);
  }

  /** Of a load whose value L2 alone is to have. */
  static <V> Outcome<V> loaded(
      @Nullable V value, long loadedAtMs, CompletableFuture<Boolean> stored) {
    return new Outcome<>(value, null, false, Source.LOADER, loadedAtMs, stored);
  }

  /** Of a load whose value the region does not keep. */
  static <V> Outcome<V> unkept(@Nullable V value, long loadedAtMs) {
    return new Outcome<>(value, null, false, Source.LOADER, loadedAtMs, NOTHING);
  }

  /** Of a load whose value the fence rejected. */
  static <V> Outcome<V> overtaken(@Nullable V value, long loadedAtMs) {
    return new Outcome<>(value, null, true, Source.LOADER, loadedAtMs, NOTHING);
  }

  /** Whether the value was admitted and is still fresh. */
  boolean isFresh() {
    return entry != null && entry.isFresh();
  }
}
