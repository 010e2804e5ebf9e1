// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.store;

import dev.freshet.cache.store.RedisConnection.Open;
import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.KeyValue;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandKeyword;
import io.lettuce.core.protocol.CommandType;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** See {@link L2Store#redis(RedisSettings)}. Pipelined connections, shared by all threads. */
final class RedisL2Store implements L2Store {
  private static final RedisCodec<String, byte[]> CODEC =
      RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

  /** GETRANGE, so that a large value is not copied to look at its first bytes. */
  private static final String REMOVE_IF_STARTS_WITH =
      """
      if #ARGV[1] == 0 or redis.call('GETRANGE', KEYS[1], 0, #ARGV[1] - 1) == ARGV[1] then
        return redis.call('DEL', KEYS[1])
      end
      return 0
      """;

  /** An open connection: what it can be told one by one, and how it takes several at once. */
  private record Session(RedisClusterAsyncCommands<String, byte[]> commands, Batches batches) {}

  /** Hands commands over without blocking. */
  @FunctionalInterface
  private interface Batches {
    void dispatch(List<AsyncCommand<String, byte[], String>> commands);
  }

  private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(2);

  private final AbstractRedisClient client;
  private final List<RedisConnection<Session>> connections;
  private final AtomicInteger turn = new AtomicInteger();
  private final AtomicBoolean closed = new AtomicBoolean();

  private RedisL2Store(
      AbstractRedisClient client,
      RedisSettings settings,
      Supplier<CompletableFuture<Open<Session>>> connector) {
    this.client = client;
    this.connections =
        Stream.generate(
                () -> new RedisConnection<>(connector, settings.timeout(), System::nanoTime))
            .limit(settings.connections())
            .toList();
  }

  static RedisL2Store open(RedisSettings settings) {
    return settings.kind() == RedisSettings.Kind.CLUSTER ? cluster(settings) : single(settings);
  }

  private static RedisL2Store single(RedisSettings settings) {
    RedisURI address = RedisClients.addresses(settings).get(0);
    RedisClient client = RedisClients.single(settings);
    return new RedisL2Store(client, settings, () -> connect(client, address));
  }

  private static RedisL2Store cluster(RedisSettings settings) {
    RedisClusterClient client = RedisClients.cluster(settings);
    return new RedisL2Store(client, settings, () -> connect(client));
  }

  private static CompletableFuture<Open<Session>> connect(RedisClient client, RedisURI address) {
    return client
        .connectAsync(CODEC, address)
        .toCompletableFuture()
        .thenApply(
            connection ->
                opened(connection, new Session(connection.async(), together(connection))));
  }

  private static CompletableFuture<Open<Session>> connect(RedisClusterClient client) {
    return client
        .refreshPartitionsAsync()
        .thenCompose(known -> client.connectAsync(CODEC))
        .toCompletableFuture()
        .thenApply(
            connection ->
                opened(connection, new Session(connection.async(), oneByOne(connection))));
  }

  /** One task and one flush for the connection instead of one for each. */
  private static Batches together(StatefulConnection<String, byte[]> connection) {
    return commands -> {
      var unused = connection.dispatch(commands);
    };
  }

  /**
   * For a cluster: Lettuce blocks for the connections to its nodes where commands come together,
   * and this thread may be the very one that has to open them.
   */
  private static Batches oneByOne(StatefulConnection<String, byte[]> connection) {
    return commands ->
        commands.forEach(
            command -> {
              var unused = connection.dispatch(command);
            });
  }

  private static Open<Session> opened(
      StatefulConnection<String, byte[]> connection, Session session) {
    return new Open<>(
        session,
        () -> {
          var unused = connection.closeAsync();
        });
  }

  @Override
  public CompletableFuture<Optional<byte[]>> get(String key) {
    return call(redis -> redis.commands().get(key)).thenApply(Optional::ofNullable);
  }

  @Override
  public CompletableFuture<Map<String, byte[]>> getAll(Collection<String> keys) {
    if (keys.isEmpty()) {
      return CompletableFuture.completedFuture(Map.of());
    }
    String[] distinct = keys.stream().distinct().toArray(String[]::new);
    return call(redis -> redis.commands().mget(distinct))
        .thenApply(
            answers ->
                answers.stream()
                    .filter(KeyValue::hasValue)
                    .collect(Collectors.toMap(KeyValue::getKey, KeyValue::getValue)));
  }

  @Override
  public CompletableFuture<Void> set(String key, byte[] value, Duration ttl) {
    return call(redis -> redis.commands().set(key, value, expiringIn(ttl))).thenApply(ok -> null);
  }

  @Override
  public CompletableFuture<Void> setAll(Collection<Write> writes) {
    return call(
        redis -> {
          List<AsyncCommand<String, byte[], String>> sets =
              writes.stream().map(RedisL2Store::setting).toList();
          redis.batches().dispatch(sets);
          return CompletableFuture.allOf(sets.toArray(CompletableFuture<?>[]::new));
        });
  }

  private static AsyncCommand<String, byte[], String> setting(Write write) {
    CommandArgs<String, byte[]> args =
        new CommandArgs<>(CODEC)
            .addKey(write.key())
            .addValue(write.value())
            .add(CommandKeyword.PX)
            .add(Ttl.millis(write.ttl()));
    return new AsyncCommand<>(new Command<>(CommandType.SET, new StatusOutput<>(CODEC), args));
  }

  @Override
  public CompletableFuture<Boolean> setIfAbsent(String key, byte[] value, Duration ttl) {
    return call(redis -> redis.commands().set(key, value, expiringIn(ttl).nx()))
        .thenApply("OK"::equals);
  }

  @Override
  public CompletableFuture<Boolean> removeIfStartsWith(String key, byte[] prefix) {
    return call(redis ->
            redis
                .commands()
                .<Long>eval(
                    REMOVE_IF_STARTS_WITH, ScriptOutputType.INTEGER, new String[] {key}, prefix))
        .thenApply(removed -> removed > 0);
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      connections.forEach(RedisConnection::close);
      ClientEnd.await(client, SHUTDOWN_TIMEOUT);
    }
  }

  private <T> CompletableFuture<T> call(Function<Session, CompletionStage<T>> command) {
    int next =
        connections.size() == 1 ? 0 : Math.floorMod(turn.getAndIncrement(), connections.size());
    return connections.get(next).call(command);
  }

  private static SetArgs expiringIn(Duration ttl) {
    return SetArgs.Builder.px(Ttl.millis(ttl));
  }
}
