// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache;

import org.jspecify.annotations.Nullable;

/**
 * Reads a value from its source. Called in the thread that misses, and by no other thread for the
 * same key of the same node at the same time.
 */
@FunctionalInterface
public interface Loader<V> {

  /**
   * Reads the value.
   *
   * @return the value; null if the source has none, which is not cached
   * @throws Exception what the source threw; the callers of {@code get} see a {@link
   *     LoadFailedException}
   */
  @Nullable V load(EntryKey key) throws Exception;
}
