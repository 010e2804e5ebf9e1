// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.peers;

import dev.freshet.stack.Ports;

/**
 * Where a peer that needs no server meets others of its kind.
 *
 * @param port that it listens on; the next free one if another of this machine has it
 * @param publicPort that others reach it by, 0 for that same one: where a proxy may stand
 * @param seedPort of the member that it asks to be let in
 */
public record Grid(int port, int publicPort, int seedPort) {

  /** On ports that nothing uses. The first member is the one that is asked. */
  public static Grid fresh() {
    int port = Ports.free();
    return new Grid(port, 0, port);
  }
}
