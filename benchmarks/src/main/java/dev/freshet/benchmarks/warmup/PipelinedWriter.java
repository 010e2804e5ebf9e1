// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.warmup;

import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Fills Redis by Lettuce alone: one connection, SETs with a TTL, so many at a time without waiting
 * for any of them. For one thread.
 */
final class PipelinedWriter implements AutoCloseable {
  static final int PIPELINE = 1_000;
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final SetArgs TTL = SetArgs.Builder.px(Duration.ofMinutes(15).toMillis());

  private final RedisClient client;
  private final StatefulRedisConnection<String, byte[]> connection;

  PipelinedWriter(String url) {
    client = RedisClient.create(url);
    connection = client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE));
    connection.setAutoFlushCommands(false);
  }

  /** Writes values under as many keys; blocks until Redis has all. */
  void write(int keys, byte[] value) {
    RedisAsyncCommands<String, byte[]> redis = connection.async();
    for (int first = 0; first < keys; first += PIPELINE) {
      List<RedisFuture<String>> answers = new ArrayList<>(PIPELINE);
      for (int key = first; key < Math.min(keys, first + PIPELINE); key++) {
        answers.add(redis.set("raw:" + key, value, TTL));
      }
      connection.flushCommands();
      if (!LettuceFutures.awaitAll(
          TIMEOUT.toMillis(), TimeUnit.MILLISECONDS, answers.toArray(RedisFuture[]::new))) {
        throw new IllegalStateException("Redis: found no answer after " + TIMEOUT);
      }
    }
  }

  /** Deletes everything. */
  void clear() {
    RedisFuture<String> cleared = connection.async().flushall();
    connection.flushCommands();
    if (!LettuceFutures.awaitAll(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS, cleared)) {
      throw new IllegalStateException("Redis: found no answer after " + TIMEOUT);
    }
  }

  @Override
  public void close() {
    connection.close();
    client.shutdown(Duration.ZERO, TIMEOUT);
  }
}
