// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.region;

import dev.freshet.cache.Answer;
import dev.freshet.cache.AsyncLoader;
import dev.freshet.cache.AsyncRegion;
import dev.freshet.cache.EntryKey;
import dev.freshet.cache.Loaded;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A region without blocking: hits in L1 are answered at once. */
final class AsyncView<V> implements AsyncRegion<V> {
  private final TwoLevelRegion<V> region;
  private final RegionParts<V> parts;

  AsyncView(TwoLevelRegion<V> region, RegionParts<V> parts) {
    this.region = region;
    this.parts = parts;
  }

  @Override
  public CompletableFuture<@Nullable V> get(EntryKey key, AsyncLoader<V> loader) {
    return outcome(key, loader).thenApply(Outcome::value);
  }

  @Override
  public CompletableFuture<Answer<V>> answer(EntryKey key, AsyncLoader<V> loader) {
    return outcome(key, loader).thenApply(region::answer);
  }

  @Override
  public CompletableFuture<@Nullable V> getIfPresent(EntryKey key) {
    return present(key).thenApply(outcome -> outcome == null ? null : outcome.value());
  }

  @Override
  public CompletableFuture<@Nullable Answer<V>> answerIfPresent(EntryKey key) {
    return present(key).thenApply(outcome -> outcome == null ? null : region.answer(outcome));
  }

  private CompletableFuture<@Nullable Outcome<V>> present(EntryKey key) {
    Outcome<V> found = region.hitOrQueued(key);
    return found != null
        ? CompletableFuture.completedFuture(found)
        : parts.reads.readIfPresentAsync(key);
  }

  @Override
  public CompletableFuture<Boolean> put(EntryKey key, V value) {
    return putTagged(key, Loaded.of(parts.arguments.given(value, "value")));
  }

  @Override
  public CompletableFuture<Boolean> putTagged(EntryKey key, Loaded<V> value) {
    return parts.writes.putAsync(parts.arguments.own(key), parts.arguments.present(value));
  }

  @Override
  public CompletableFuture<Void> invalidate(EntryKey key) {
    return parts.writes.invalidateAsync(parts.arguments.own(key));
  }

  private CompletableFuture<Outcome<V>> outcome(EntryKey key, AsyncLoader<V> loader) {
    AsyncLoader<V> unused = parts.arguments.given(loader, "loader");
    Outcome<V> found = region.hitOrQueued(key);
    if (found == null) {
      return parts.reads.readAsync(key, loader);
    }
    if (found.entry() != null && parts.freshness.isDue(found.entry().value())) {
      parts.reads.refresh(key, loader);
    }
    return CompletableFuture.completedFuture(found);
  }
}
