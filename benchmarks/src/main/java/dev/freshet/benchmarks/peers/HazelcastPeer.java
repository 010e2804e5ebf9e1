// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.peers;

import com.hazelcast.config.Config;
import com.hazelcast.config.EvictionConfig;
import com.hazelcast.config.EvictionPolicy;
import com.hazelcast.config.InMemoryFormat;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MapStoreConfig;
import com.hazelcast.config.MaxSizePolicy;
import com.hazelcast.config.NearCacheConfig;
import com.hazelcast.config.NetworkConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastException;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import com.hazelcast.map.MapLoader;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An embedded member of Hazelcast with a near cache: values kept as objects, also those that the
 * member owns; each invalidation sent at once and not with others; its repair of what was missed
 * run every second and for one miss, the most that it can be asked for. The shared level are the
 * members' memories: no copies, as the source has all. Read-through by a {@code MapLoader} at the
 * owner of the key, so that one node loads it. A change evicts the key.
 */
final class HazelcastPeer implements Listening {
  private static final String MAP = "peer";
  private static final String LOOPBACK = "127.0.0.1";
  private static final int REPAIR_SECONDS = 1;

  private final HazelcastInstance member;
  private final IMap<String, byte[]> map;
  private final Source source;

  private HazelcastPeer(HazelcastInstance member, Source source) {
    this.member = member;
    this.map = member.getMap(MAP);
    this.source = source;
  }

  static HazelcastPeer open(String node, Servers servers, Source source) {
    Config config = new Config(servers.environment() + "-" + node);
    config.setClusterName(servers.environment());
    quiet(config);
    repairSoon(config);
    meet(config.getNetworkConfig(), servers.grid());
    config.addMapConfig(map(source));
    return new HazelcastPeer(Hazelcast.newHazelcastInstance(config), source);
  }

  private static void quiet(Config config) {
    config.setProperty("hazelcast.logging.type", "slf4j");
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.setProperty("hazelcast.shutdownhook.enabled", "false");
    config.setProperty("hazelcast.wait.seconds.before.join", "0");
    config.getMetricsConfig().setEnabled(false);
  }

  private static void repairSoon(Config config) {
    String seconds = Integer.toString(REPAIR_SECONDS);
    config.setProperty("hazelcast.map.invalidation.batch.enabled", "false");
    config.setProperty("hazelcast.invalidation.max.tolerated.miss.count", "0");
    config.setProperty("hazelcast.invalidation.min.reconciliation.interval.seconds", seconds);
    config.setProperty("hazelcast.invalidation.reconciliation.interval.seconds", seconds);
  }

  private static void meet(NetworkConfig network, Grid grid) {
    network.setPort(grid.port()).setPortAutoIncrement(true);
    if (grid.publicPort() != 0) {
      network.setPublicAddress(LOOPBACK + ":" + grid.publicPort());
    }
    network.getInterfaces().setEnabled(true).addInterface(LOOPBACK);
    JoinConfig join = network.getJoin();
    join.getAutoDetectionConfig().setEnabled(false);
    join.getMulticastConfig().setEnabled(false);
    join.getTcpIpConfig().setEnabled(true).addMember(LOOPBACK + ":" + grid.seedPort());
  }

  private static MapConfig map(Source source) {
    return new MapConfig(MAP)
        .setBackupCount(0)
        .setTimeToLiveSeconds((int) PeerKind.TTL.toSeconds())
        .setMapStoreConfig(
            new MapStoreConfig().setEnabled(true).setImplementation(readThrough(source)))
        .setNearCacheConfig(
            new NearCacheConfig()
                .setInMemoryFormat(InMemoryFormat.OBJECT)
                .setCacheLocalEntries(true)
                .setInvalidateOnChange(true)
                .setTimeToLiveSeconds((int) PeerKind.TTL.toSeconds())
                .setEvictionConfig(
                    new EvictionConfig()
                        .setEvictionPolicy(EvictionPolicy.LRU)
                        .setMaxSizePolicy(MaxSizePolicy.ENTRY_COUNT)
                        .setSize(PeerKind.MOST_ENTRIES)));
  }

  private static MapLoader<String, byte[]> readThrough(Source source) {
    return new MapLoader<>() {
      @Override
      public byte @Nullable [] load(String key) {
        return source.load(key);
      }

      @Override
      public Map<String, byte[]> loadAll(Collection<String> keys) {
        Map<String, byte[]> values = new HashMap<>();
        for (String key : keys) {
          byte[] value = source.load(key);
          if (value != null) {
            values.put(key, value);
          }
        }
        return values;
      }

      @Override
      public @Nullable Iterable<String> loadAllKeys() {
        return null; // nothing is loaded before it is asked for
      }
    };
  }

  @Override
  public byte @Nullable [] get(String key) {
    try {
      return map.get(key);
    } catch (HazelcastException unreachable) {
      return source.load(key);
    }
  }

  @Override
  public void changed(String key) {
    boolean unused = map.evict(key);
  }

  @Override
  public long heard() {
    return map.getLocalMapStats().getNearCacheStats().getInvalidationRequests();
  }

  @Override
  public void close() {
    member.getLifecycleService().terminate();
  }
}
