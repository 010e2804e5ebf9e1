// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache;

import java.util.concurrent.CompletionStage;

/**
 * Reads a value from its source without blocking. After the hard timeout of the region the stage is
 * cancelled, where it is a future.
 */
@FunctionalInterface
public interface AsyncLoader<V> {

  /** Begins to read the value; what goes wrong, also at once, fails the caller's stage. */
  CompletionStage<Loaded<V>> load(EntryKey key) throws Exception;
}
