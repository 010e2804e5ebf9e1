// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.l2;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.KeyValue;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Redis by Lettuce alone: one connection with the options that the L2 store sets. Safe for any
 * thread; every call blocks until Redis has answered.
 */
final class BareRedis implements AutoCloseable {
  private static final String PROCESSED = "total_commands_processed:";

  private final RedisClient client;
  private final StatefulRedisConnection<String, byte[]> connection;
  private final RedisCommands<String, byte[]> redis;
  private final Duration timeout;

  private BareRedis(RedisClient client, Duration timeout) {
    this.client = client;
    this.connection = client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE));
    this.redis = connection.sync();
    this.timeout = timeout;
  }

  static BareRedis connect(String url, Duration timeout) {
    RedisURI uri = RedisURI.create(url);
    uri.setTimeout(timeout);
    RedisClient client = RedisClient.create(uri);
    client.setOptions(
        ClientOptions.builder()
            .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
            .timeoutOptions(TimeoutOptions.enabled(timeout))
            .build());
    return new BareRedis(client, timeout);
  }

  byte @Nullable [] get(String key) {
    return redis.get(key);
  }

  /** In one round trip. */
  List<KeyValue<String, byte[]>> getAll(String... keys) {
    return redis.mget(keys);
  }

  /** Deletes everything. */
  void clear() {
    redis.flushall();
  }

  /** All keys, once there are as many as this: writes of a region arrive in the background. */
  List<String> awaitKeys(int count) {
    long deadlineNanos = System.nanoTime() + timeout.toNanos();
    while (redis.dbsize() < count) {
      if (System.nanoTime() > deadlineNanos) {
        throw new IllegalStateException(
            "Redis: found %d keys after %s, expected %d".formatted(redis.dbsize(), timeout, count));
      }
    }
    return redis.keys("*");
  }

  void resetStatistics() {
    redis.configResetstat();
  }

  /** How many commands Redis has processed since {@link #resetStatistics}. */
  long commands() {
    return redis
        .info("stats")
        .lines()
        .filter(line -> line.startsWith(PROCESSED))
        .mapToLong(line -> Long.parseLong(line.substring(PROCESSED.length()).strip()))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("Redis: found no " + PROCESSED));
  }

  @Override
  public void close() {
    connection.close();
    client.shutdown(Duration.ZERO, timeout);
  }
}
