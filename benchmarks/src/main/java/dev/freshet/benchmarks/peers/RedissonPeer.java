// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.peers;

import org.jspecify.annotations.Nullable;
import org.redisson.Redisson;
import org.redisson.api.RLocalCachedMap;
import org.redisson.api.RedissonClient;
import org.redisson.api.map.MapLoader;
import org.redisson.api.options.LocalCachedMapOptions;
import org.redisson.api.options.LocalCachedMapOptions.CacheProvider;
import org.redisson.api.options.LocalCachedMapOptions.EvictionPolicy;
import org.redisson.api.options.LocalCachedMapOptions.ReconnectionStrategy;
import org.redisson.api.options.LocalCachedMapOptions.StoreMode;
import org.redisson.api.options.LocalCachedMapOptions.SyncStrategy;
import org.redisson.client.RedisException;
import org.redisson.client.codec.ByteArrayCodec;
import org.redisson.client.codec.StringCodec;
import org.redisson.codec.CompositeCodec;
import org.redisson.config.Config;

/**
 * Redisson's {@code RLocalCachedMap}, its best for reads: a bounded first level of its own that is
 * looked up by the key itself, which is faster than Caffeine by the key's hash, its only other way;
 * bytes as they are; others invalidated, not updated; and read-through by its {@code MapLoader},
 * which takes a lock in Redis, so that one node loads a key. A change removes the key. The client's
 * pools and threads are its defaults.
 */
final class RedissonPeer implements Peer {
  private final RedissonClient client;
  private final RLocalCachedMap<String, byte[]> map;
  private final Source source;

  private RedissonPeer(RedissonClient client, RLocalCachedMap<String, byte[]> map, Source source) {
    this.client = client;
    this.map = map;
    this.source = source;
  }

  static RedissonPeer open(Servers servers, Source source, ReconnectionStrategy strategy) {
    Config config = new Config();
    config.useSingleServer().setAddress(servers.redis());
    RedissonClient client = Redisson.create(config);
    LocalCachedMapOptions<String, byte[]> options =
        LocalCachedMapOptions.<String, byte[]>name(servers.environment() + ":redisson")
            .codec(new CompositeCodec(StringCodec.INSTANCE, ByteArrayCodec.INSTANCE))
            .cacheProvider(CacheProvider.REDISSON)
            .evictionPolicy(EvictionPolicy.LRU)
            .cacheSize(PeerKind.MOST_ENTRIES)
            .timeToLive(PeerKind.TTL)
            .useObjectAsCacheKey(true)
            .storeMode(StoreMode.LOCALCACHE_REDIS)
            .syncStrategy(SyncStrategy.INVALIDATE)
            .reconnectionStrategy(strategy)
            .loader(readThrough(source));
    return new RedissonPeer(client, client.getLocalCachedMap(options), source);
  }

  private static MapLoader<String, byte[]> readThrough(Source source) {
    return new MapLoader<>() {
      @Override
      public byte @Nullable [] load(String key) {
        return source.load(key);
      }

      @Override
      public Iterable<String> loadAllKeys() {
        throw new UnsupportedOperationException("keys of the source: found no list of them");
      }
    };
  }

  @Override
  public byte @Nullable [] get(String key) {
    try {
      return map.get(key);
    } catch (RedisException unreachable) {
      return source.load(key);
    }
  }

  @Override
  public void changed(String key) {
    long unused = map.fastRemove(key);
  }

  @Override
  public void close() {
    client.shutdown();
  }
}
