// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** See {@link L2Store#inMemory}. */
final class InMemoryL2Store implements L2Store {
  /** Compared by identity of its bytes: see {@link #remove}. */
  private record Held(byte[] value, Duration ttl) {
    static Held of(byte[] value, Duration ttl) {
      return new Held(value.clone(), Duration.ofMillis(Ttl.millis(ttl)));
    }
  }

  private final Cache<String, Held> values;
  private volatile boolean closed;

  InMemoryL2Store(Ticker ticker) {
    this.values =
        Caffeine.newBuilder()
            .ticker(ticker)
            .expireAfter(Expiry.writing((String key, Held held) -> held.ttl()))
            .build();
  }

  @Override
  public CompletableFuture<Optional<byte[]>> get(String key) {
    return attempt(() -> Optional.ofNullable(values.getIfPresent(key)).map(h -> h.value().clone()));
  }

  @Override
  public CompletableFuture<Map<String, byte[]>> getAll(Collection<String> keys) {
    return attempt(
        () -> {
          Map<String, byte[]> found = new HashMap<>();
          values.getAllPresent(keys).forEach((key, held) -> found.put(key, held.value().clone()));
          return found;
        });
  }

  @Override
  public CompletableFuture<Void> set(String key, byte[] value, Duration ttl) {
    return attempt(
        () -> {
          values.put(key, Held.of(value, ttl));
          return null;
        });
  }

  @Override
  public CompletableFuture<Void> setAll(Collection<Write> writes) {
    return attempt(
        () -> {
          writes.forEach(write -> values.put(write.key(), Held.of(write.value(), write.ttl())));
          return null;
        });
  }

  @Override
  public CompletableFuture<Boolean> setIfAbsent(String key, byte[] value, Duration ttl) {
    return attempt(() -> values.asMap().putIfAbsent(key, Held.of(value, ttl)) == null);
  }

  @Override
  public CompletableFuture<Boolean> removeIfStartsWith(String key, byte[] prefix) {
    return attempt(() -> remove(key, prefix));
  }

  @Override
  public void close() {
    closed = true;
    values.invalidateAll();
  }

  /** Looks again if the value changed between the look and the removal. */
  private boolean remove(String key, byte[] prefix) {
    Held held = values.getIfPresent(key);
    while (held != null && Bytes.startsWith(held.value(), prefix)) {
      if (values.asMap().remove(key, held)) {
        return true;
      }
      held = values.getIfPresent(key);
    }
    return false;
  }

  private <T> CompletableFuture<T> attempt(Supplier<T> action) {
    if (closed) {
      return CompletableFuture.failedFuture(new IllegalStateException("L2 in memory: closed"));
    }
    try {
      return CompletableFuture.completedFuture(action.get());
    } catch (RuntimeException badArgument) {
      return CompletableFuture.failedFuture(badArgument);
    }
  }
}
