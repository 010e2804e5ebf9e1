// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.store;

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
