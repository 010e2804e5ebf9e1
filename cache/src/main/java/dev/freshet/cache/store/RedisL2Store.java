// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.store;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SetArgs;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** See {@link L2Store#redis}. One connection, pipelined, shared by all threads. */
final class RedisL2Store implements L2Store {
  private static final RedisCodec<String, byte[]> CODEC =
      RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

  private final RedisClient client;
  private final RedisURI uri;

  /** Guarded by this: replaced when a first connection could not be made. */
  private CompletableFuture<StatefulRedisConnection<String, byte[]>> connection;

  private boolean closed;

  private RedisL2Store(RedisClient client, RedisURI uri) {
    this.client = client;
    this.uri = uri;
    this.connection = connect();
  }

  static RedisL2Store connect(String uri, Duration timeout) {
    RedisURI parsed = RedisURI.create(uri);
    parsed.setTimeout(timeout);
    RedisClient client = RedisClient.create();
    client.setOptions(
        ClientOptions.builder()
            .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
            .socketOptions(SocketOptions.builder().connectTimeout(timeout).build())
            .timeoutOptions(TimeoutOptions.enabled(timeout))
            .build());
    return new RedisL2Store(client, parsed);
  }

  @Override
  public CompletableFuture<Optional<byte[]>> get(String key) {
    return call(redis -> redis.get(key).toCompletableFuture()).thenApply(Optional::ofNullable);
  }

  @Override
  public CompletableFuture<Void> set(String key, byte[] value, Duration ttl) {
    return call(redis ->
            redis.set(key, value, SetArgs.Builder.px(ttl.toMillis())).toCompletableFuture())
        .thenApply(ok -> null);
  }

  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
  }

  private <T> CompletableFuture<T> call(
      Function<RedisAsyncCommands<String, byte[]>, CompletableFuture<T>> command) {
    return connection().thenCompose(open -> command.apply(open.async()));
  }

  /** Lettuce keeps a connection alive once it was made, but does not retry the first attempt. */
  private synchronized CompletableFuture<StatefulRedisConnection<String, byte[]>> connection() {
    if (connection.isCompletedExceptionally() && !closed) {
      connection = connect();
    }
    return connection;
  }

  private CompletableFuture<StatefulRedisConnection<String, byte[]>> connect() {
    return client.connectAsync(CODEC, uri).toCompletableFuture();
  }
}
