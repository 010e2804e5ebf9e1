// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.http;

import dev.freshet.cache.EntryKey;
import org.jspecify.annotations.Nullable;

/**
 * A load that a client carries out: {@link dev.freshet.cache.Region.OutsideLoad} over bytes. Safe
 * for any thread.
 */
interface ClientLoad {

  EntryKey key();

  /** Whether nothing that the key is known to hang on was invalidated since the load began. */
  boolean isCurrent();

  /**
   * Caches what the client has loaded, unless one of its targets was invalidated since the load
   * began.
   *
   * @throws dev.freshet.http.problem.ProblemException if the region's codec does not read it
   */
  boolean complete(Sent sent);

  /** An expired value to answer with meanwhile; null if there is none. */
  @Nullable Cached standIn();
}
