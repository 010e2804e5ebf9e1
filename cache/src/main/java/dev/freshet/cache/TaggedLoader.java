// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache;

/** As {@link Loader}, for values whose tags or TTL only the source knows. */
@FunctionalInterface
public interface TaggedLoader<V> {

  /**
   * Reads the value.
   *
   * @throws Exception what the source threw
   */
  Loaded<V> load(EntryKey key) throws Exception;
}
