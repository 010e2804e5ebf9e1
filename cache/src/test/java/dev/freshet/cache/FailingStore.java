// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache;

import dev.freshet.cache.store.L2Store;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

/** A store that counts what it is asked, and fails where it is told to. For one thread. */
final class FailingStore implements L2Store {
  private final L2Store store;
  private final List<Boolean> failures;
  private int calls;
  private int gets;
  private int sets;
  private int failed;

  /**
   * Wraps a store.
   *
   * @param failures which calls fail, over and over again
   */
  FailingStore(L2Store store, List<Boolean> failures) {
    this.store = store;
    this.failures = failures;
  }

  int gets() {
    return gets;
  }

  int sets() {
    return sets;
  }

  int failed() {
    return failed;
  }

  @Override
  public CompletableFuture<Optional<byte[]>> get(String key) {
    gets++;
    return fails() ? failure() : store.get(key);
  }

  @Override
  public CompletableFuture<Void> set(String key, byte[] value, Duration ttl) {
    sets++;
    return fails() ? failure() : store.set(key, value, ttl);
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

  private boolean fails() {
    boolean fails = failures.get(calls++ % failures.size());
    failed += fails ? 1 : 0;
    return fails;
  }

  private static <T> CompletableFuture<T> failure() {
    return CompletableFuture.failedFuture(
        new CompletionException(new TimeoutException("the store is told to fail")));
  }
}
