// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.peers;

import dev.freshet.benchmarks.harness.stack.Opened;
import dev.freshet.benchmarks.harness.stack.Stack;
import dev.freshet.stack.EmbeddedRedis;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A cluster of each of some kinds on one Redis and one Kafka; ends with all of it. Opening and
 * closing are for one thread.
 */
public final class Clusters implements AutoCloseable {
  private final Opened opened = new Opened();
  private final Map<PeerKind, Cluster> clusters = new ConcurrentHashMap<>();
  private final Stack stack;
  private final EmbeddedRedis redis;

  /**
   * Starts the servers and opens the clusters.
   *
   * @throws RuntimeException if something does not come up; nothing stays open then
   */
  public Clusters(String environment, List<PeerKind> kinds, int nodes, Source source) {
    try {
      this.stack = opened.add(new Stack());
      this.redis = opened.add(EmbeddedRedis.start());
      kinds.parallelStream()
          .forEach(
              kind -> {
                Servers servers = Servers.of(stack, redis, environment);
                clusters.put(kind, Cluster.open(kind, servers, nodes, source));
              });
    } catch (RuntimeException failed) {
      close();
      throw failed;
    }
  }

  /**
   * The cluster of a kind.
   *
   * @throws IllegalArgumentException if it is not one of those that were asked for
   */
  public Cluster of(PeerKind kind) {
    Cluster cluster = clusters.get(kind);
    if (cluster == null) {
      throw new IllegalArgumentException(
          "clusters: found no " + kind + ", expected one of " + clusters.keySet());
    }
    return cluster;
  }

  @Override
  public void close() {
    clusters.values().parallelStream().forEach(Cluster::close);
    clusters.clear();
    opened.close();
  }
}
