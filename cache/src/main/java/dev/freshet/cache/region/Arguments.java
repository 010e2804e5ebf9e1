// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.region;

import dev.freshet.cache.EntryKey;
import dev.freshet.cache.Loaded;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what no method of a region takes, whatever the compiler let pass: null, and keys of
 * another region. Safe for any thread.
 */
final class Arguments {
  private final String region;
  private final RegionMeters meters;

  Arguments(String region, RegionMeters meters) {
    this.region = region;
    this.meters = meters;
  }

  /**
   * The argument.
   *
   * @throws NullPointerException if it is null; names it
   */
  <T> T given(@Nullable T argument, String name) {
    if (argument == null) {
      meters.nulls.increment();
      throw new NullPointerException("region " + region + ": " + name + ": found null");
    }
    return argument;
  }

  /**
   * What a write is to cache.
   *
   * @throws NullPointerException if it is null or has no value
   */
  <V> Loaded<V> present(@Nullable Loaded<V> loaded) {
    Loaded<V> given = given(loaded, "value");
    V unused = given(given.value(), "value");
    return given;
  }

  /**
   * The key.
   *
   * @throws IllegalArgumentException if it is one of another region
   */
  EntryKey own(@Nullable EntryKey key) {
    EntryKey given = given(key, "key");
    if (!given.region().equals(region)) {
      throw new IllegalArgumentException(
          "region "
              + region
              + ": found a key of region "
              + given.region()
              + ", expected one of this region");
    }
    return given;
  }

  /** The keys, each once. */
  Set<EntryKey> own(@Nullable Collection<EntryKey> keys) {
    Set<EntryKey> own = new LinkedHashSet<>();
    given(keys, "keys").forEach(key -> own.add(own(key)));
    return own;
  }

  /** A copy of the values. */
  <V> Map<EntryKey, V> own(@Nullable Map<EntryKey, V> values) {
    Map<EntryKey, V> own = new LinkedHashMap<>();
    given(values, "values").forEach((key, value) -> own.put(own(key), given(value, "value")));
    return own;
  }
}
