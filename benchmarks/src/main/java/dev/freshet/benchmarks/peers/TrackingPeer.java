// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.peers;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisException;
import io.lettuce.core.SetArgs;
import io.lettuce.core.TrackingArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.push.PushMessage;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Lettuce with {@code CLIENT TRACKING} below Caffeine: what Spring Cache on Lettuce tracking, and
 * Lettuce's own {@code ClientSideCaching}, amount to, with what a careful user adds. One load a key
 * on each node; Redis tells of changes on the connection that reads; when that is lost the first
 * level is dropped and tracking asked for again. A change deletes the key.
 */
final class TrackingPeer implements Listening {
  private final RedisClient client;
  private final StatefulRedisConnection<String, byte[]> connection;
  private final Source source;
  private final String prefix;
  private final LongAdder heard = new LongAdder();
  private final Reconnection reconnection = new Reconnection();

  private final Cache<String, byte[]> first =
      Caffeine.newBuilder()
          .maximumSize(PeerKind.MOST_ENTRIES)
          .expireAfterWrite(PeerKind.TTL)
          .recordStats()
          .build();

  /**
   * Drops entries, in turn: dropping one waits for its load, for which the thread that hears from
   * Redis must not.
   */
  private final ExecutorService dropping =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread thread = new Thread(work, "tracking-peer");
            thread.setDaemon(true);
            return thread;
          });

  private TrackingPeer(RedisClient client, Source source, String prefix) {
    this.client = client;
    this.connection = client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE));
    this.source = source;
    this.prefix = prefix;
  }

  static TrackingPeer open(Servers servers, Source source) {
    RedisClient client = RedisClient.create(servers.redis());
    TrackingPeer peer = new TrackingPeer(client, source, servers.environment() + ":tracking:");
    peer.connection.addListener(peer::heard);
    String unused = peer.connection.sync().clientTracking(tracking());
    peer.connection.addListener(peer.reconnection);
    return peer;
  }

  /** Not of what this connection writes: Redis would forget that it reads the key. */
  private static TrackingArgs tracking() {
    return TrackingArgs.Builder.enabled().noloop();
  }

  private void heard(PushMessage message) {
    if (message.getType().equals("invalidate")) {
      heard.increment();
      Object keys = message.getContent(StringCodec.UTF8::decodeKey).get(1);
      dropping.execute(() -> drop(keys));
    }
  }

  /** Redis names no keys when all of them are gone. */
  private void drop(@Nullable Object keys) {
    if (keys instanceof List<?> some) {
      some.forEach(key -> first.invalidate(key.toString()));
    } else {
      first.invalidateAll();
    }
  }

  @Override
  public byte @Nullable [] get(String key) {
    try {
      byte[] found = first.get(prefix + key, this::fill);
      return found == null ? source.load(key) : found;
    } catch (RedisException unreachable) {
      return source.load(key);
    }
  }

  /**
   * Reads again what it wrote, because Redis tracks only what is read.
   *
   * @return null also if somebody deleted it in between: it must not be cached then
   */
  private byte @Nullable [] fill(String stored) {
    byte[] found = connection.sync().get(stored);
    if (found != null) {
      return found;
    }
    byte[] loaded = source.load(stored.substring(prefix.length()));
    if (loaded == null) {
      return null;
    }
    var unused = connection.async().set(stored, loaded, SetArgs.Builder.px(PeerKind.TTL));
    return connection.sync().get(stored);
  }

  @Override
  public void changed(String key) {
    long unused = connection.sync().del(prefix + key);
    first.invalidate(prefix + key);
  }

  @Override
  public long heard() {
    return heard.sum();
  }

  @Override
  public void close() {
    connection.removeListener(reconnection);
    connection.close();
    client.shutdown();
    dropping.shutdown();
  }

  /** Whatever Redis wanted to say while it could not be heard is lost. */
  private final class Reconnection implements RedisConnectionStateListener {
    @Override
    public void onRedisConnected(RedisChannelHandler<?, ?> on, SocketAddress address) {
      var unused =
          connection
              .async()
              .clientTracking(tracking())
              .thenRunAsync(first::invalidateAll, dropping);
    }

    @Override
    public void onRedisDisconnected(RedisChannelHandler<?, ?> from) {
      dropping.execute(first::invalidateAll);
    }
  }
}
