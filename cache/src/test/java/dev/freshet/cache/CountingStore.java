// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache;

import dev.freshet.cache.store.L2Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A store that keeps a list of the round trips made to it, by the name of the operation. */
record CountingStore(L2Store store, List<String> trips) implements L2Store {
  CountingStore(L2Store store) {
    this(store, new ArrayList<>());
  }

  private synchronized void count(String operation) {
    trips.add(operation);
  }

  @Override
  public CompletableFuture<Optional<byte[]>> get(String key) {
    count("get");
    return store.get(key);
  }

  @Override
  public CompletableFuture<Map<String, byte[]>> getAll(Collection<String> keys) {
    count("getAll " + keys.size());
    return store.getAll(keys);
  }

  @Override
  public CompletableFuture<Void> set(String key, byte[] value, Duration ttl) {
    count("set");
    return store.set(key, value, ttl);
  }

  @Override
  public CompletableFuture<Void> setAll(Collection<Write> writes) {
    count("setAll " + writes.size());
    return store.setAll(writes);
  }

  @Override
  public CompletableFuture<Boolean> setIfAbsent(String key, byte[] value, Duration ttl) {
    count("setIfAbsent");
    return store.setIfAbsent(key, value, ttl);
  }

  @Override
  public CompletableFuture<Boolean> removeIfStartsWith(String key, byte[] prefix) {
    count("removeIfStartsWith");
    return store.removeIfStartsWith(key, prefix);
  }

  @Override
  public void close() {
    store.close();
  }
}
