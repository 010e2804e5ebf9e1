// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker;

import dev.freshet.cache.FreshetCache;
import dev.freshet.cache.Region;
import dev.freshet.cache.RegionSettings;
import dev.freshet.cache.codec.Codec;
import dev.freshet.rules.RegionCatalog;
import dev.freshet.rules.region.RegionDefinition;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.Map;

/** Opens the regions that the catalogue declares, each once. Safe for any thread. */
final class NodeRegions {
  private record Opened(Codec<?> codec, Region<?> region) {}

  private final FreshetCache cache;
  private final RegionCatalog catalog;
  private final Map<String, Opened> opened = new HashMap<>();

  NodeRegions(FreshetCache cache, RegionCatalog catalog) {
    this.cache = cache;
    this.catalog = catalog;
  }

  /** The codec that a node chooses for a type. */
  @SuppressWarnings("unchecked") // V is byte[] there
  static <V> Codec<V> codec(Type type) {
    return type == byte[].class ? (Codec<V>) Codec.bytes() : Codec.json(type);
  }

  synchronized <V> Region<V> open(String name, Codec<V> codec) {
    Opened known = opened.get(name);
    if (known == null) {
      known = new Opened(codec, cache.region(settings(name), codec));
      opened.put(name, known);
    }
    if (!known.codec().equals(codec)) {
      throw new IllegalArgumentException(
          "region "
              + name
              + ": found "
              + codec
              + ", expected "
              + known.codec()
              + " as when it was opened first");
    }
    @SuppressWarnings("unchecked") // opened with this codec
    Region<V> region = (Region<V>) known.region();
    return region;
  }

  private RegionSettings settings(String name) {
    try {
      return RegionMapping.settings(find(name));
    } catch (IllegalStateException e) {
      throw new IllegalStateException("region " + name + ": " + e.getMessage(), e);
    }
  }

  private RegionDefinition find(String name) {
    return catalog
        .find(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "region "
                        + name
                        + ": is not declared, expected one of "
                        + catalog.all().stream().map(RegionDefinition::name).sorted().toList()));
  }
}
