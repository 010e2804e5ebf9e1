// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Does with every call what the test says at the moment, and remembers that it was called. */
final class ScriptedStore implements L2Store {
  private final List<String> calls = new ArrayList<>();
  private Supplier<CompletableFuture<byte[]>> behaviour = () -> failed("not told what to do");
  private boolean closed;

  static CompletableFuture<byte[]> failed(String why) {
    return CompletableFuture.failedFuture(new IllegalStateException(why));
  }

  void answers(byte[] value) {
    behaves(() -> CompletableFuture.completedFuture(value));
  }

  void fails() {
    behaves(() -> failed("away"));
  }

  void behaves(Supplier<CompletableFuture<byte[]>> value) {
    behaviour = value;
  }

  /** Names of the operations that reached it. */
  List<String> calls() {
    return calls;
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public CompletableFuture<Optional<byte[]>> get(String key) {
    return called("get").thenApply(Optional::of);
  }

  @Override
  public CompletableFuture<Map<String, byte[]>> getAll(Collection<String> keys) {
    return called("getAll").thenApply(value -> Map.of("key", value));
  }

  @Override
  public CompletableFuture<Void> set(String key, byte[] value, Duration ttl) {
    return called("set").thenApply(done -> null);
  }

  @Override
  public CompletableFuture<Void> setAll(Collection<Write> writes) {
    return called("setAll").thenApply(done -> null);
  }

  @Override
  public CompletableFuture<Boolean> setIfAbsent(String key, byte[] value, Duration ttl) {
    return called("setIfAbsent").thenApply(done -> true);
  }

  @Override
  public CompletableFuture<Boolean> removeIfStartsWith(String key, byte[] prefix) {
    return called("removeIfStartsWith").thenApply(done -> true);
  }

  @Override
  public void close() {
    closed = true;
  }

  private CompletableFuture<byte[]> called(String operation) {
    calls.add(operation);
    return behaviour.get();
  }
}
