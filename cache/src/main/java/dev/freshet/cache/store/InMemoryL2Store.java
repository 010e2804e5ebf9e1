// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** See {@link L2Store#inMemory}. */
final class InMemoryL2Store implements L2Store {
  private record Held(byte[] value, Duration ttl) {}

  private final Cache<String, Held> values;

  InMemoryL2Store(Ticker ticker) {
    this.values =
        Caffeine.newBuilder()
            .ticker(ticker)
            .expireAfter(Expiry.writing((String key, Held held) -> held.ttl()))
            .build();
  }

  @Override
  public CompletableFuture<Optional<byte[]>> get(String key) {
    return CompletableFuture.completedFuture(
        Optional.ofNullable(values.getIfPresent(key)).map(held -> held.value().clone()));
  }

  @Override
  public CompletableFuture<Void> set(String key, byte[] value, Duration ttl) {
    values.put(key, new Held(value.clone(), ttl));
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void close() {
    values.invalidateAll();
  }
}
