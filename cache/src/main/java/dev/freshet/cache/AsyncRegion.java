// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A region for callers that must not block. Shares entries, loads and guarantees with its {@link
 * Region}; what that throws, fails the futures here, but for bad arguments, which are refused at
 * once. Safe for any thread.
 *
 * <p>Futures are copies: to complete or cancel one concerns nobody else. What hangs on them runs in
 * the thread that ends the load, in the cache's executor or its timer: it must not block.
 */
public interface AsyncRegion<V> {

  /** As {@link Region#get(EntryKey, Loader)}. */
  CompletableFuture<@Nullable V> get(EntryKey key, AsyncLoader<V> loader);

  /** As {@link Region#answer}. */
  CompletableFuture<Answer<V>> answer(EntryKey key, AsyncLoader<V> loader);

  /** As {@link Region#getIfPresent(EntryKey)}. */
  CompletableFuture<@Nullable V> getIfPresent(EntryKey key);

  /** As {@link Region#answerIfPresent}; done already if L1 answers. */
  CompletableFuture<@Nullable Answer<V>> answerIfPresent(EntryKey key);

  /** As {@link Region#putTagged}; false where the value was not cached. */
  CompletableFuture<Boolean> putTagged(EntryKey key, Loaded<V> value);

  /** As {@link Region#put(EntryKey, Object)}; false where the value was not cached. */
  CompletableFuture<Boolean> put(EntryKey key, V value);

  /** As {@link Region#invalidate(EntryKey)}. */
  CompletableFuture<Void> invalidate(EntryKey key);
}
