// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.peers;

import org.jspecify.annotations.Nullable;

/**
 * The cache of one node, as a service would embed it. Safe for any thread. Which source it loads
 * from was said when it was {@linkplain PeerKind#open opened}.
 */
public interface Peer extends AutoCloseable {

  /**
   * The value: from the first level, the shared one, or the source. If the shared level does not
   * answer, the source does, as a careful caller of a library that raises would have it.
   *
   * @return null if nothing is cached and the source has no value
   */
  byte @Nullable [] get(String key);

  /**
   * The source has changed: tells all nodes in the best way there is. Called by the process that
   * changed the source, after it did. Blocks until the shared level, or the log, knows.
   *
   * @throws RuntimeException if that cannot be told
   */
  void changed(String key);

  /** Closes its connections and ends its threads; idempotent. What others hold stays. */
  @Override
  void close();
}
