// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.peers;

import org.jspecify.annotations.Nullable;

/** Where the values come from. Called by any thread, also by those of libraries; may block. */
@FunctionalInterface
public interface Source {

  /** The value now; null if there is none, which no peer caches. */
  byte @Nullable [] load(String key);
}
