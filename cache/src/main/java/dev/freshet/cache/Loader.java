// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache;

import org.jspecify.annotations.Nullable;

/**
 * Reads a value from its source. Called by no more than one thread at a time for the same key of
 * the same node: that of the caller, or one of the cache's executor where the region has timeouts,
 * a lease or a refresh. A load that takes longer than the hard timeout is interrupted.
 */
@FunctionalInterface
public interface Loader<V> {

  /**
   * Reads the value.
   *
   * @return the value; null if the source has none, which is remembered for as long as the region
   *     says
   * @throws Exception what the source threw; the callers of {@code get} see a {@link
   *     LoadFailedException}
   */
  @Nullable V load(EntryKey key) throws Exception;

  /** What the cache calls: {@link #load}, unless there is more to say. */
  default Loaded<V> loadTagged(EntryKey key) throws Exception {
    return Loaded.of(load(key));
  }

  /** As {@link Loader}, for values whose tags or TTL only the source knows. */
  @FunctionalInterface
  interface Tagged<V> {

    /**
     * Reads the value.
     *
     * @throws Exception what the source threw
     */
    Loaded<V> load(EntryKey key) throws Exception;
  }

  /** A loader whose values bring their own tags or TTL. */
  static <V> Loader<V> tagged(Tagged<V> loader) {
    return new Loader<>() {
      @Override
      public @Nullable V load(EntryKey key) throws Exception {
        return loader.load(key).value();
      }

      @Override
      public Loaded<V> loadTagged(EntryKey key) throws Exception {
        return loader.load(key);
      }
    };
  }
}
