// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Reads the values of several keys from their source at once. */
@FunctionalInterface
public interface BulkLoader<V> {

  /**
   * Reads the values.
   *
   * @param keys never empty
   * @return by key; a key that is left out has no value in the source. Other keys are ignored.
   * @throws Exception what the source threw; callers see a {@link LoadFailedException}
   */
  Map<EntryKey, V> loadAll(Set<EntryKey> keys) throws Exception;

  /** What the cache calls: {@link #loadAll}, unless there is more to say. */
  default Map<EntryKey, Loaded<V>> loadAllTagged(Set<EntryKey> keys) throws Exception {
    Map<EntryKey, V> values =
        Objects.requireNonNull(loadAll(keys), "the loader: found null, expected a map");
    Map<EntryKey, Loaded<V>> loaded = new HashMap<>();
    values.forEach((key, value) -> loaded.put(key, Loaded.of(value)));
    return loaded;
  }

  /** As {@link BulkLoader}, for values whose tags or TTL only the source knows. */
  @FunctionalInterface
  interface Tagged<V> {

    /**
     * Reads the values.
     *
     * @throws Exception what the source threw
     */
    Map<EntryKey, Loaded<V>> loadAll(Set<EntryKey> keys) throws Exception;
  }

  /** A loader whose values bring their own tags or TTL. */
  static <V> BulkLoader<V> tagged(Tagged<V> loader) {
    return new BulkLoader<>() {
      @Override
      public Map<EntryKey, V> loadAll(Set<EntryKey> keys) throws Exception {
        Map<EntryKey, V> values = new HashMap<>();
        loader
            .loadAll(keys)
            .forEach(
                (key, loaded) -> {
                  if (loaded.value() != null) {
                    values.put(key, loaded.value());
                  }
                });
        return values;
      }

      @Override
      public Map<EntryKey, Loaded<V>> loadAllTagged(Set<EntryKey> keys) throws Exception {
        return loader.loadAll(keys);
      }
    };
  }
}
