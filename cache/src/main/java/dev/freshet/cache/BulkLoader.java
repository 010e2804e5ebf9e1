// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache;

import java.util.Map;
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
}
