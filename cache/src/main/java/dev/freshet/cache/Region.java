// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A named part of the cache, as its users see it. Safe for any thread.
 *
 * <p>A value that was loaded before an invalidation is never returned by a call that began after
 * the invalidation was applied on this node.
 *
 * <p>Methods that take {@code params} want a value for each hole of the key template, and raise
 * {@link IllegalArgumentException} with the hole's name where one is missing, null, unknown or of a
 * type that has no unique text.
 */
public interface Region<V> {

  /** The region's settings. */
  RegionSettings settings();

  /** The key for these values, to be kept where the same entry is read often. */
  EntryKey key(Map<String, ?> params);

  /**
   * The value, from L1, L2 or the loader. One load per key runs at a time; the other callers wait
   * for it.
   *
   * @return the value; null if the loader returned null
   * @throws LoadFailedException if the loader threw
   */
  @Nullable V get(EntryKey key, Loader<V> loader);

  /** As {@link #get(EntryKey, Loader)}. */
  default @Nullable V get(Map<String, ?> params, Loader<V> loader) {
    return get(key(params), loader);
  }

  /** The value if L1 or L2 has a fresh one, else null. */
  @Nullable V getIfPresent(EntryKey key);

  /** As {@link #getIfPresent(EntryKey)}. */
  default @Nullable V getIfPresent(Map<String, ?> params) {
    return getIfPresent(key(params));
  }

  /**
   * Caches a value that the caller has just stored in the source, and drops the older ones on every
   * node. Blocks until the command is stored and applied here. Of two racing calls only the one
   * whose command stands later has its value accepted; the other's is not cached. The order of the
   * writes to the source is not known here: where several writers may store one key at the same
   * time, let the source order them and call {@link #invalidate} instead.
   *
   * @throws CommandFailedException if the command could not be stored or was not applied in time;
   *     the value is then not cached
   */
  void put(EntryKey key, V value);

  /** As {@link #put(EntryKey, Object)}. */
  default void put(Map<String, ?> params, V value) {
    put(key(params), value);
  }

  /**
   * Invalidates an entry on every node, through the log. Blocks until the command is stored and
   * applied here; the other nodes follow.
   *
   * @throws CommandFailedException if the command could not be stored or was not applied in time
   */
  void invalidate(EntryKey key);

  /** As {@link #invalidate(EntryKey)}. */
  default void invalidate(Map<String, ?> params) {
    invalidate(key(params));
  }
}
