// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.proxy;

import dev.freshet.cache.Region;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The regions that proxies may use: those given one by one, and those of a source. Immutable. */
record Regions(Map<String, Region<?>> given, @Nullable RegionSource source) {
  static final Regions NONE = new Regions(Map.of(), null);

  Regions with(Region<?> region) {
    Map<String, Region<?>> more = new TreeMap<>(given);
    more.put(region.settings().name(), region);
    return new Regions(more, source);
  }

  Regions with(RegionSource newSource) {
    return new Regions(given, newSource);
  }

  /**
   * The region of that name.
   *
   * @throws IllegalArgumentException if there is none; the message says what was expected
   */
  Region<?> find(String name, Type valueType) {
    Region<?> region = given.get(name);
    if (region != null) {
      return region;
    }
    if (source == null) {
      throw new IllegalArgumentException(
          "found region '" + name + "', expected one of " + given.keySet());
    }
    if (valueType instanceof Class<?> type) {
      return source.region(name, type);
    }
    // A source that is asked for the erased class would read lists of maps out of JSON.
    throw new IllegalArgumentException(
        "found values of type "
            + valueType.getTypeName()
            + " in region '"
            + name
            + "', expected a class without type arguments, or the region itself given to region()");
  }
}
