// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.peers;

import java.time.Duration;
import org.redisson.api.options.LocalCachedMapOptions.ReconnectionStrategy;

/** What is compared. All hold values for an hour, and as many in the first level as are asked. */
public enum PeerKind {
  /** A node with Redis as L2, told through the command log. */
  FRESHET("Freshet") {
    @Override
    public Peer open(String node, Servers servers, Source source) {
      return FreshetPeer.open(node, servers, source, FreshetPeer.PLAIN);
    }
  },

  /** The same with a region whose loads take a lease: one load over all nodes. */
  FRESHET_LEASE("Freshet, lease") {
    @Override
    public Peer open(String node, Servers servers, Source source) {
      return FreshetPeer.open(node, servers, source, FreshetPeer.LEASED);
    }
  },

  /** See {@link RedissonPeer}; after a lost connection it goes on with what it has. */
  REDISSON_NONE("Redisson, reconnection NONE") {
    @Override
    public Peer open(String node, Servers servers, Source source) {
      return RedissonPeer.open(servers, source, ReconnectionStrategy.NONE);
    }
  },

  /** See {@link RedissonPeer}; after a lost connection it drops what it has. */
  REDISSON_CLEAR("Redisson, reconnection CLEAR") {
    @Override
    public Peer open(String node, Servers servers, Source source) {
      return RedissonPeer.open(servers, source, ReconnectionStrategy.CLEAR);
    }
  },

  /** See {@link RedissonPeer}; after a lost connection it reads what it missed from a log. */
  REDISSON_LOAD("Redisson, reconnection LOAD") {
    @Override
    public Peer open(String node, Servers servers, Source source) {
      return RedissonPeer.open(servers, source, ReconnectionStrategy.LOAD);
    }
  },

  /** See {@link JetCachePeer}. */
  JETCACHE("JetCache, two levels, broadcast") {
    @Override
    public Peer open(String node, Servers servers, Source source) {
      return JetCachePeer.open(servers, source);
    }
  },

  /** See {@link HazelcastPeer}. */
  HAZELCAST("Hazelcast, near cache") {
    @Override
    public Peer open(String node, Servers servers, Source source) {
      return HazelcastPeer.open(node, servers, source);
    }
  },

  /** See {@link TrackingPeer}. */
  LETTUCE("Lettuce, client tracking") {
    @Override
    public Peer open(String node, Servers servers, Source source) {
      return TrackingPeer.open(servers, source);
    }
  };

  /** The most entries in the first level of a node. */
  public static final int MOST_ENTRIES = 100_000;

  static final Duration TTL = Duration.ofHours(1);

  private final String title;

  PeerKind(String title) {
    this.title = title;
  }

  /** What figures call it. */
  public String title() {
    return title;
  }

  /**
   * Opens the cache of one node and blocks until it can be used.
   *
   * @param node which one it is, unique in the environment
   * @throws RuntimeException if it does not come up; nothing of it stays open then
   */
  public abstract Peer open(String node, Servers servers, Source source);
}
