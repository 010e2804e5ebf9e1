// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.faults;

import dev.freshet.benchmarks.peers.Peer;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What nodes serve of some keys.
 *
 * @param cached keys that one of them has a value for
 * @param wrong keys of those whose value on one of them is from before their last change
 * @param slowestMs what the slowest read took
 */
record Served(Set<String> cached, Set<String> wrong, double slowestMs) {

  /** Asks each node for each key. */
  static Served of(List<Peer> nodes, Collection<String> keys, VersionedSource versions) {
    Set<String> cached = new HashSet<>();
    Set<String> wrong = new HashSet<>();
    long slowestNanos = 0;
    for (Peer node : nodes) {
      for (String key : keys) {
        long startNanos = System.nanoTime();
        byte[] value = node.get(key);
        slowestNanos = Math.max(slowestNanos, System.nanoTime() - startNanos);
        if (value != null) {
          cached.add(key);
          if (versions.isStale(key, value)) {
            wrong.add(key);
          }
        }
      }
    }
    return new Served(cached, wrong, slowestNanos / 1e6);
  }
}
