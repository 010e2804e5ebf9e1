// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.peers;

/** A peer that is told of changes in a way that no server counts. */
public interface Listening extends Peer {

  /** How many messages about changes it was sent since it was opened. */
  long heard();
}
