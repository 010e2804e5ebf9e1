// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.l2;

import dev.freshet.benchmarks.harness.LocalCache;
import dev.freshet.cache.EntryKey;
import dev.freshet.cache.Loader;
import dev.freshet.cache.Region;
import dev.freshet.cache.RegionSettings;
import dev.freshet.cache.codec.Codec;
import dev.freshet.cache.store.L2Store;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Reads of the same bytes of one Redis, by a region and by Lettuce alone. The region's entries stay
 * in L1 for a millisecond, so that none is there any more when its turn comes again: what is
 * measured includes filling L1. Made by JMH, for one thread.
 */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up before anything else
public class RedisReads {
  private static final int KEYS = 1 << 10;
  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final Duration L1_TTL = Duration.ofMillis(1);

  /** Where the Redis is; it is emptied. */
  @Param("")
  public String url;

  /** {@code bytes} or {@code json}. */
  @Param("bytes")
  public String codec;

  /** How large the encoded values are, about. */
  @Param("200")
  public int sizeBytes;

  private BareRedis redis;
  private LocalCache node;
  private Reads<?> reads;
  private long calls;

  /** Fills Redis through the region. */
  @Setup
  public void fill() {
    redis = BareRedis.connect(url, TIMEOUT);
    redis.clear();
    node = LocalCache.above(L2Store.redis(url, TIMEOUT));
    reads = Reads.fill(node, redis, SampleValues.of(codec, sizeBytes));
    redis.resetStatistics();
  }

  /** Closes the connections, and refuses figures of reads that did not reach Redis. */
  @TearDown
  public void close() {
    long commands = redis.commands();
    node.close();
    redis.close();
    if (commands < calls) {
      throw new IllegalStateException(
          "L2 reads: found %d commands at Redis for %d reads, expected one each"
              .formatted(commands, calls));
    }
  }

  /** Through the region. */
  @Benchmark
  public @Nullable Object region() {
    return reads.throughRegion(next());
  }

  /** Without it. */
  @Benchmark
  public Object bareGet(Blackhole unneeded) {
    unneeded.consume(redis.get(reads.storeKeys().get(next())));
    return reads.decode();
  }

  private int next() {
    return (int) (calls++ & (KEYS - 1));
  }

  /** What is read, with the type of its values. */
  private record Reads<V>(
      Region<V> region, EntryKey[] keys, List<String> storeKeys, Codec<V> codec, byte[] encoded) {

    static <V> Reads<V> fill(LocalCache node, BareRedis redis, SampleValues<V> values) {
      RegionSettings settings =
          RegionSettings.of("l2", "l2:{id}")
              .withTags("group:{id}")
              .withTtl(LocalCache.ttl(), L1_TTL);
      Region<V> region = node.cache().region(settings, values.codec());
      EntryKey[] keys = new EntryKey[KEYS];
      for (int i = 0; i < KEYS; i++) {
        keys[i] = region.key(Map.of("id", i));
        region.get(keys[i], key -> values.value());
      }
      byte[] encoded = values.codec().encode(values.value());
      return new Reads<>(region, keys, redis.awaitKeys(KEYS), values.codec(), encoded);
    }

    @Nullable V throughRegion(int index) {
      return region.get(keys[index], noLoader());
    }

    /** What the region does to the bytes of each of its hits. */
    V decode() {
      return codec.decode(encoded);
    }

    /** Lambdas that capture nothing are made once. A hit never calls it. */
    private static <V> Loader<V> noLoader() {
      return key -> {
        throw new IllegalStateException(key + ": found a miss, expected hits in L2 alone");
      };
    }
  }
}
