// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.peers;

import com.alicp.jetcache.Cache;
import com.alicp.jetcache.CacheBuilder;
import com.alicp.jetcache.CacheResult;
import com.alicp.jetcache.CacheResultCode;
import com.alicp.jetcache.SimpleCacheManager;
import com.alicp.jetcache.anno.CacheType;
import com.alicp.jetcache.embedded.CaffeineCacheBuilder;
import com.alicp.jetcache.redis.lettuce.RedisLettuceCacheBuilder;
import com.alicp.jetcache.support.JavaValueDecoder;
import com.alicp.jetcache.support.JavaValueEncoder;
import com.alicp.jetcache.template.CacheBuilderTemplate;
import com.alicp.jetcache.template.NotifyMonitorInstaller;
import com.alicp.jetcache.template.QuickConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.codec.ByteArrayCodec;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * JetCache with two levels, Caffeine above Redis by Lettuce, without Spring: one load a key on each
 * node ({@code penetrationProtect}), and changes and fills broadcast to the other nodes ({@code
 * syncLocal}). Values are written by its encoder of Java objects, the only one that needs no
 * further library. A change removes the key.
 */
final class JetCachePeer implements Peer {
  private static final String AREA = "default";

  private final RedisClient client;
  private final SimpleCacheManager manager;
  private final Cache<String, byte[]> cache;
  private final Function<String, byte[]> loader;

  private JetCachePeer(RedisClient client, SimpleCacheManager manager, Source source) {
    this.client = client;
    this.manager = manager;
    this.cache =
        manager.getOrCreateCache(
            QuickConfig.newBuilder("peer:")
                .cacheType(CacheType.BOTH)
                .expire(PeerKind.TTL)
                .localLimit(PeerKind.MOST_ENTRIES)
                .syncLocal(true)
                .penetrationProtect(true)
                .build());
    this.loader = key -> orNothing(source.load(key));
  }

  /** JetCache takes null for an absence, and does not cache it unless it is told to. */
  @SuppressWarnings("NullAway")
  private static byte[] orNothing(byte @Nullable [] value) {
    return value;
  }

  static JetCachePeer open(Servers servers, Source source) {
    RedisClient client = RedisClient.create(servers.redis());
    SimpleCacheManager manager = new SimpleCacheManager();
    CacheBuilderTemplate template =
        template(local(), remote(client, servers.environment() + ":jetcache:"));
    template
        .getCacheMonitorInstallers()
        .add(new NotifyMonitorInstaller(area -> template.getCacheBuilder(1, area)));
    manager.setCacheBuilderTemplate(template);
    return new JetCachePeer(client, manager, source);
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // an array of maps, one for each level
  private static CacheBuilderTemplate template(CacheBuilder local, CacheBuilder remote) {
    return new CacheBuilderTemplate(true, new Map[] {Map.of(AREA, local), Map.of(AREA, remote)});
  }

  private static CacheBuilder local() {
    return CaffeineCacheBuilder.createCaffeineCacheBuilder()
        .keyConvertor(Function.identity())
        .limit(PeerKind.MOST_ENTRIES);
  }

  private static CacheBuilder remote(RedisClient client, String environment) {
    return RedisLettuceCacheBuilder.createRedisLettuceCacheBuilder()
        .keyConvertor(Function.identity())
        .valueEncoder(JavaValueEncoder.INSTANCE)
        .valueDecoder(JavaValueDecoder.INSTANCE)
        .keyPrefix(environment)
        .broadcastChannel(environment)
        .redisClient(client)
        .pubSubConnection(client.connectPubSub(ByteArrayCodec.INSTANCE));
  }

  @Override
  public byte @Nullable [] get(String key) {
    return cache.computeIfAbsent(key, loader);
  }

  /** A key that one level does not have is removed in part, says JetCache. */
  @Override
  public void changed(String key) {
    CacheResult removed = cache.REMOVE(key);
    if (removed.getResultCode() == CacheResultCode.FAIL) {
      throw new IllegalStateException(
          "JetCache: %s could not be removed: %s".formatted(key, removed.getMessage()));
    }
  }

  @Override
  public void close() {
    manager.close();
    client.shutdown();
  }
}
