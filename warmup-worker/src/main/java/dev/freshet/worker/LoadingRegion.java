// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker;

import dev.freshet.cache.BulkLoader;
import dev.freshet.cache.EntryKey;
import dev.freshet.cache.Loaded;
import dev.freshet.cache.Loader;
import dev.freshet.cache.Region;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A region and the loader of its values. The node says in its registration that it can load this
 * region, since it can do so for any key without being asked by the service. Safe for any thread.
 */
public final class LoadingRegion<V> {
  private final Region<V> region;
  private final Loader<V> loader;
  private final BulkLoader<V> bulk;
  private final LoaderDescription description;

  /** With which of the two it was opened. */
  private final Object given;

  private LoadingRegion(
      Region<V> region, Loader<V> loader, BulkLoader<V> bulk, LoaderDescription description) {
    this.region = region;
    this.loader = loader;
    this.bulk = bulk;
    this.description = description;
    this.given = bulk instanceof OneByOne ? loader : bulk;
  }

  static <V> LoadingRegion<V> of(Region<V> region, Loader<V> loader) {
    return new LoadingRegion<>(
        region, loader, new OneByOne<>(loader), LoaderDescription.IN_PROCESS);
  }

  static <V> LoadingRegion<V> ofBulk(Region<V> region, BulkLoader<V> loader) {
    LoaderDescription description =
        loader instanceof SourceLoader<V> source
            ? source.description()
            : LoaderDescription.IN_PROCESS;
    return new LoadingRegion<>(region, oneOf(loader), loader, description);
  }

  private static <V> Loader<V> oneOf(BulkLoader<V> loader) {
    return Loader.tagged(
        key -> {
          Loaded<V> loaded = loader.loadAllTagged(Set.of(key)).get(key);
          return loaded == null ? Loaded.of(null) : loaded;
        });
  }

  /** One key after the other; fails with the first that fails. */
  private record OneByOne<V>(Loader<V> loader) implements BulkLoader<V> {

    @Override
    public Map<EntryKey, V> loadAll(Set<EntryKey> keys) throws Exception {
      Map<EntryKey, V> values = new HashMap<>();
      for (EntryKey key : keys) {
        V value = loader.load(key);
        if (value != null) {
          values.put(key, value);
        }
      }
      return values;
    }

    @Override
    public Map<EntryKey, Loaded<V>> loadAllTagged(Set<EntryKey> keys) throws Exception {
      Map<EntryKey, Loaded<V>> values = new HashMap<>();
      for (EntryKey key : keys) {
        values.put(key, loader.loadTagged(key));
      }
      return values;
    }
  }

  /** The region itself. */
  public Region<V> region() {
    return region;
  }

  /** What loads its values one at a time. */
  public Loader<V> loader() {
    return loader;
  }

  /** What loads several of its values; one after the other if the loader knows only one. */
  public BulkLoader<V> bulk() {
    return bulk;
  }

  /** What the loader says of itself. */
  public LoaderDescription description() {
    return description;
  }

  /**
   * Most keys that one call of {@link #bulk} should ask for: 1 if the loader knows only one, so
   * that a key that fails takes no other with it.
   */
  public int maxBatch() {
    if (bulk instanceof OneByOne) {
      return 1;
    }
    Integer most = description.maxBatch();
    return most == null ? Integer.MAX_VALUE : most;
  }

  /** Whether it was opened with this {@link Loader} or {@link BulkLoader}. */
  boolean isLoadedBy(Object other) {
    return given == other;
  }

  /** As {@link Region#get(EntryKey, Loader)}. */
  public @Nullable V get(EntryKey key) {
    return region.get(key, loader);
  }

  /** As {@link Region#get(Map, Loader)}. */
  public @Nullable V get(Map<String, ?> params) {
    return region.get(params, loader);
  }

  /** As {@link Region#getAll}. */
  public Map<EntryKey, V> getAll(Collection<EntryKey> keys) {
    return region.getAll(keys, bulk);
  }
}
