// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.store;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The shared second level. All that is asked of a store is get, set and expiry: an old value that
 * comes back after a failover fails the fence of whoever reads it.
 *
 * <p>Implementations are safe for any thread, do not block, and report failure through the future.
 */
public interface L2Store extends AutoCloseable {

  /**
   * Redis through Lettuce. Begins to connect, and does not wait for Redis: while it is away, also
   * at the start, commands fail at once instead of queueing, and the connection comes back by
   * itself.
   *
   * @param uri for example {@code redis://localhost:6379}
   * @param timeout after which an unanswered command fails
   * @throws IllegalArgumentException if {@code uri} is not one of Redis
   */
  static L2Store redis(String uri, Duration timeout) {
    return RedisL2Store.connect(uri, timeout);
  }

  /**
   * A store in this process, shared by the nodes that are given the same instance: for tests and
   * trials.
   *
   * @param ticker what expiry follows
   */
  static L2Store inMemory(Ticker ticker) {
    return new InMemoryL2Store(ticker);
  }

  /** The bytes last set under {@code key}, unless they have expired. */
  CompletableFuture<Optional<byte[]>> get(String key);

  /**
   * Sets bytes that expire after {@code ttl}.
   *
   * @param ttl at least one millisecond
   */
  CompletableFuture<Void> set(String key, byte[] value, Duration ttl);

  /** Releases connections; idempotent. */
  @Override
  void close();
}
