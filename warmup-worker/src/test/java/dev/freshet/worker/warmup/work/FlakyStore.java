// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.warmup.work;

import dev.freshet.cache.store.L2Store;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A store that fails its first writes; or has them, and does not answer in time. */
final class FlakyStore implements L2Store {
  private final L2Store store = L2Store.inMemory(System::nanoTime);
  private final boolean hasThem;
  private int failures;

  FlakyStore(int failures) {
    this(failures, /* hasThem= */ false);
  }

  FlakyStore(int failures, boolean hasThem) {
    this.failures = failures;
    this.hasThem = hasThem;
  }

  private boolean fails() {
    return failures-- > 0;
  }

  @Override
  public CompletableFuture<Optional<byte[]>> get(String key) {
    return store.get(key);
  }

  @Override
  public CompletableFuture<Void> set(String key, byte[] value, Duration ttl) {
    return fails() ? failed() : store.set(key, value, ttl);
  }

  @Override
  public CompletableFuture<Void> setAll(Collection<Write> writes) {
    if (!fails()) {
      return store.setAll(writes);
    }
    return hasThem ? store.setAll(writes).thenCompose(stored -> failed()) : failed();
  }

  private static <T> CompletableFuture<T> failed() {
    return CompletableFuture.failedFuture(new IllegalStateException("told to fail"));
  }

  @Override
  public CompletableFuture<Boolean> setIfAbsent(String key, byte[] value, Duration ttl) {
    return store.setIfAbsent(key, value, ttl);
  }

  @Override
  public CompletableFuture<Boolean> removeIfStartsWith(String key, byte[] prefix) {
    return store.removeIfStartsWith(key, prefix);
  }

  @Override
  public void close() {
    store.close();
  }
}
