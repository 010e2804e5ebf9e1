// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.store;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The shared second level. All that is asked of a store is get, set, expiry and two atomic steps on
 * one key: an old value that comes back after a failover fails the fence of whoever reads it.
 *
 * <p>Implementations are safe for any thread, do not block, and never throw in the caller: every
 * failure comes through the future, bad arguments and calls after {@link #close} included. Arrays
 * that are handed in must not be changed until the future has completed; arrays that are handed out
 * belong to the caller.
 */
public interface L2Store extends AutoCloseable {

  /**
   * One value of a batch.
   *
   * @param ttl at least one millisecond
   */
  record Write(String key, byte[] value, Duration ttl) {}

  /**
   * Redis at one address, with the defaults of {@link RedisSettings}.
   *
   * @param uri {@code redis://localhost:6379}, {@code rediss://} for TLS, or {@code
   *     redis-sentinel://host:26379,other:26379/0#master}
   * @param timeout after which an unanswered command fails
   * @throws IllegalArgumentException if {@code uri} is not one of Redis
   */
  static L2Store redis(String uri, Duration timeout) {
    return redis(RedisSettings.at(uri).withTimeout(timeout));
  }

  /**
   * Redis through Lettuce: standalone, Sentinel or Cluster. Begins to connect, and does not wait
   * for Redis: while it is away, also at the start, commands fail within the timeout instead of
   * queueing, and the connection comes back by itself.
   *
   * @throws IllegalArgumentException if the trust store is not a file
   */
  static L2Store redis(RedisSettings settings) {
    return RedisL2Store.open(settings);
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

  /**
   * One file per key below {@code directory}, which is made if it is missing: an L2 that survives a
   * restart without a server, for one process at a time. Blocks while it opens. Values survive a
   * crash of the process; what a crash of the machine tears is found by its checksum and counts as
   * a miss.
   *
   * @param clock what expiry follows
   * @throws java.io.UncheckedIOException if the directory cannot be made or locked
   * @throws IllegalStateException if another store has the directory open
   */
  static L2Store files(Path directory, InstantSource clock) {
    return FileL2Store.open(directory, clock);
  }

  /** As the overload with a listener, with nobody listening. */
  static L2Store resilient(L2Store store, ResilienceSettings settings, MeterRegistry meters) {
    return resilient(store, settings, meters, state -> {});
  }

  /**
   * {@code store} behind a circuit breaker and a retry (Resilience4j): a store that fails or is
   * slow is left alone for a while, during which every call fails at once; then a few calls are let
   * through, and if they succeed the circuit closes. Closing this closes {@code store}.
   *
   * @param meters where {@code resilience4j.circuitbreaker.*} and {@code resilience4j.retry.*} go,
   *     under the name in {@code settings}, until the store is closed
   * @param listener told of each change of {@link #circuit()}, in the thread of the call that made
   *     it: must not block; what it throws is logged
   */
  static L2Store resilient(
      L2Store store,
      ResilienceSettings settings,
      MeterRegistry meters,
      Consumer<CircuitState> listener) {
    return ResilientL2Store.around(store, settings, meters, listener);
  }

  /** The bytes last set under {@code key}, unless they have expired. */
  CompletableFuture<Optional<byte[]>> get(String key);

  /**
   * What {@link #get} gives for each of {@code keys}; keys that hold nothing are not in the map.
   * Fails as a whole. One round trip where there are round trips to save.
   */
  default CompletableFuture<Map<String, byte[]>> getAll(Collection<String> keys) {
    Map<String, CompletableFuture<Optional<byte[]>>> asked = new HashMap<>();
    keys.forEach(key -> asked.computeIfAbsent(key, this::get));
    return CompletableFuture.allOf(asked.values().toArray(CompletableFuture<?>[]::new))
        .thenApply(
            done -> {
              Map<String, byte[]> found = new HashMap<>();
              asked.forEach((key, answer) -> answer.join().ifPresent(v -> found.put(key, v)));
              return found;
            });
  }

  /**
   * Sets bytes that expire after {@code ttl}.
   *
   * @param ttl at least one millisecond; more than a hundred years count as a hundred years
   */
  CompletableFuture<Void> set(String key, byte[] value, Duration ttl);

  /**
   * {@link #set} for each of {@code writes}, in their order. Not atomic: if it fails, some may have
   * been set. One round trip where there are round trips to save.
   */
  default CompletableFuture<Void> setAll(Collection<Write> writes) {
    return CompletableFuture.allOf(
        writes.stream()
            .map(write -> set(write.key(), write.value(), write.ttl()))
            .toArray(CompletableFuture<?>[]::new));
  }

  /**
   * {@link #set} if the key holds nothing; atomic. Whether it did. After a failure the caller
   * cannot know whether it did: let the TTL be short, or look.
   */
  CompletableFuture<Boolean> setIfAbsent(String key, byte[] value, Duration ttl);

  /**
   * Removes what stands under {@code key} if its first bytes are {@code prefix}; atomic. Whether it
   * removed something. An empty prefix matches every value.
   */
  CompletableFuture<Boolean> removeIfStartsWith(String key, byte[] prefix);

  /** How the circuit before this store stands; closed if there is none. */
  default CircuitState circuit() {
    return CircuitState.CLOSED;
  }

  /** Releases connections, threads and files; idempotent. Calls after it fail. */
  @Override
  void close();
}
