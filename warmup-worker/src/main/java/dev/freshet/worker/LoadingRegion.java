// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker;

import dev.freshet.cache.EntryKey;
import dev.freshet.cache.Loader;
import dev.freshet.cache.Region;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A region and the loader of its values. The node says in its registration that it can load this
 * region, since it can do so for any key without being asked by the service. Safe for any thread.
 */
public final class LoadingRegion<V> {
  private final Region<V> region;
  private final Loader<V> loader;

  LoadingRegion(Region<V> region, Loader<V> loader) {
    this.region = region;
    this.loader = loader;
  }

  /** The region itself. */
  public Region<V> region() {
    return region;
  }

  /** What loads its values. */
  public Loader<V> loader() {
    return loader;
  }

  /** As {@link Region#get(EntryKey, Loader)}. */
  public @Nullable V get(EntryKey key) {
    return region.get(key, loader);
  }

  /** As {@link Region#get(Map, Loader)}. */
  public @Nullable V get(Map<String, ?> params) {
    return region.get(params, loader);
  }
}
