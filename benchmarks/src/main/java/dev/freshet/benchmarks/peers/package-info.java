// SPDX-License-Identifier: Apache-2.0
/**
 * Caches of two levels that users would choose among, each in its best setting, behind one
 * interface. Entry type: {@link dev.freshet.benchmarks.peers.PeerKind}, which opens a {@link
 * dev.freshet.benchmarks.peers.Peer} for each node. Peers are safe for any thread and end with the
 * threads and connections that they opened; what does not come up raises {@link
 * IllegalStateException}.
 */
@NullMarked
package dev.freshet.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
