// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Nodes of one kind that share their servers, each with connections of its own. Safe for any
 * thread.
 *
 * @param servers with an environment that no other kind has
 */
public record Cluster(PeerKind kind, Servers servers, List<Peer> nodes) implements AutoCloseable {

  public Cluster {
    nodes = List.copyOf(nodes);
  }

  /**
   * Opens the nodes one after the other.
   *
   * @throws RuntimeException if one does not come up; none stays open then
   */
  public static Cluster open(PeerKind kind, Servers shared, int nodes, Source source) {
    String name = kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    Servers servers = shared.withEnvironment(shared.environment() + "-" + name);
    List<Peer> open = new ArrayList<>();
    try {
      for (int node = 1; node <= nodes; node++) {
        open.add(kind.open("n-" + node, servers, source));
      }
      return new Cluster(kind, servers, open);
    } catch (RuntimeException failed) {
      open.forEach(Peer::close);
      throw failed;
    }
  }

  @Override
  public void close() {
    nodes.forEach(Peer::close);
  }
}
