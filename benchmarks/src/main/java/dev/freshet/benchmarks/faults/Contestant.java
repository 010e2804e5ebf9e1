// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.faults;

import dev.freshet.benchmarks.peers.FreshetPeer;
import dev.freshet.benchmarks.peers.Peer;
import dev.freshet.benchmarks.peers.PeerKind;
import dev.freshet.benchmarks.peers.Servers;
import dev.freshet.benchmarks.peers.Source;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * A cache that is put through faults.
 *
 * @param title what figures call it
 * @param opener opens it on a node
 * @param closedTime up to when a node has heard of everything; empty for caches that cannot say,
 *     which no budget is for
 */
record Contestant(
    String title, Opener opener, Optional<Function<Peer, Optional<Instant>>> closedTime) {

  /** As {@link PeerKind#open}. */
  @FunctionalInterface
  interface Opener {
    Peer open(String node, Servers servers, Source source);
  }

  /** A cache that stands beside. */
  static Contestant beside(PeerKind kind) {
    return new Contestant(kind.title(), kind::open, Optional.empty());
  }

  /** What the budgets are for. */
  static Contestant freshet() {
    return new Contestant(
        PeerKind.FRESHET.title(),
        PeerKind.FRESHET::open,
        Optional.of(peer -> ((FreshetPeer) peer).node().closedTime()));
  }

  /** Whether budgets are for it. */
  boolean isHeld() {
    return closedTime.isPresent();
  }
}
