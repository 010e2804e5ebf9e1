// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.faults;

import dev.freshet.benchmarks.peers.Peer;
import dev.freshet.benchmarks.peers.Servers;

/**
 * Two nodes of one contestant: a reader, which all entries go through and which can be cut off, and
 * a writer, which tells of changes.
 *
 * @param versions of all keys
 * @param source what both load from
 */
record Pair(
    Contestant contestant, VersionedSource versions, CountedSource source, Peer writer, Peer reader)
    implements AutoCloseable {

  /**
   * Opens both.
   *
   * @param name that theirs begin with
   * @param near how the writer reaches its servers
   * @param far how the reader does: by what is cut
   */
  static Pair open(Contestant contestant, String name, Servers near, Servers far) {
    VersionedSource versions = new VersionedSource();
    CountedSource source = new CountedSource(versions);
    Peer writer = contestant.opener().open(name + "-writer", near, source);
    try {
      Peer reader = contestant.opener().open(name + "-reader", far, source);
      return new Pair(contestant, versions, source, writer, reader);
    } catch (RuntimeException e) {
      writer.close();
      throw e;
    }
  }

  @Override
  public void close() {
    reader.close();
    writer.close();
  }
}
