// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.l2;

import dev.freshet.benchmarks.harness.LocalCache;
import dev.freshet.cache.BulkLoader;
import dev.freshet.cache.EntryKey;
import dev.freshet.cache.Loader;
import dev.freshet.cache.Region;
import dev.freshet.cache.RegionSettings;
import dev.freshet.cache.codec.Codec;
import dev.freshet.cache.compression.Compression;
import dev.freshet.cache.store.L2Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
  /** How many keys are read at once, if not one by one. */
  static final int BATCH = 100;

  private static final int KEYS = 1 << 10;
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
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

  /** By which values are compressed that are not tiny: {@code none}, {@code lz4}, {@code zstd}. */
  @Param("none")
  public String compression;

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
    Compression by = Compression.byWord(compression).orElseThrow();
    reads = Reads.fill(node, redis, SampleValues.of(codec, sizeBytes), by);
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

  /** A batch through the region. */
  @Benchmark
  public Map<EntryKey, ?> regionAll() {
    return reads.batchThroughRegion(nextBatch());
  }

  /** A batch without it. */
  @Benchmark
  public void bareGetAll(Blackhole unneeded) {
    unneeded.consume(redis.getAll(reads.storeKeys(nextBatch())));
    for (int i = 0; i < BATCH; i++) {
      unneeded.consume(reads.decode());
    }
  }

  /**
   * Batches follow one another, so that the entries of one are gone from L1 when it comes again.
   */
  private int nextBatch() {
    return (int) (calls++ % (KEYS / BATCH)) * BATCH;
  }

  private int next() {
    return (int) (calls++ & (KEYS - 1));
  }

  /**
   * What is read, with the type of its values.
   *
   * @param stored the bytes of a value as they are in Redis, but for what the region adds
   * @param encodedBytes how long they were before they were compressed
   */
  private record Reads<V>(
      Region<V> region,
      List<EntryKey> keys,
      List<String> storeKeys,
      Codec<V> codec,
      Compression compression,
      byte[] stored,
      int encodedBytes) {

    static <V> Reads<V> fill(
        LocalCache node, BareRedis redis, SampleValues<V> values, Compression compression) {
      RegionSettings settings =
          RegionSettings.of("l2", "l2:{id}")
              .withTags("group:{id}")
              .withTtl(LocalCache.ttl(), L1_TTL);
      settings = settings.with(settings.l2().withCompression(compression, 0));
      Region<V> region = node.cache().region(settings, values.codec());
      List<EntryKey> keys =
          IntStream.range(0, KEYS).mapToObj(id -> region.key(Map.of("id", id))).toList();
      region.getAll(keys, missing -> toMap(missing, values.value()));
      byte[] encoded = values.codec().encode(values.value());
      return new Reads<>(
          region,
          keys,
          redis.awaitKeys(KEYS),
          values.codec(),
          compression,
          compression.compress(encoded),
          encoded.length);
    }

    private static <V> Map<EntryKey, V> toMap(Collection<EntryKey> keys, V value) {
      return keys.stream().collect(Collectors.toMap(key -> key, unused -> value));
    }

    @Nullable V throughRegion(int index) {
      return region.get(keys.get(index), noLoader());
    }

    Map<EntryKey, V> batchThroughRegion(int first) {
      return region.getAll(keys.subList(first, first + BATCH), noBulkLoader());
    }

    String[] storeKeys(int first) {
      return storeKeys.subList(first, first + BATCH).toArray(String[]::new);
    }

    /** What the region does to the bytes of each of its hits. */
    V decode() {
      try {
        return codec.decode(
            compression == Compression.NONE
                ? stored
                : compression.decompress(stored, 0, stored.length, encodedBytes));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Lambdas that capture nothing are made once. A hit never calls it. */
    private static <V> Loader<V> noLoader() {
      return key -> {
        throw missed(key);
      };
    }

    private static <V> BulkLoader<V> noBulkLoader() {
      return keys -> {
        throw missed(keys);
      };
    }

    private static IllegalStateException missed(Object what) {
      return new IllegalStateException(what + ": found a miss, expected hits in L2 alone");
    }
  }
}
