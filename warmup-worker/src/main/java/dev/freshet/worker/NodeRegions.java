// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker;

import dev.freshet.cache.FreshetCache;
import dev.freshet.cache.Region;
import dev.freshet.cache.RegionSettings;
import dev.freshet.cache.codec.Codec;
import dev.freshet.rules.RegionCatalog;
import dev.freshet.rules.RegionDefinition;
import java.util.HashMap;
import java.util.Map;

/** Opens the regions that the catalogue declares, each once. Safe for any thread. */
final class NodeRegions {
  private record Opened(Class<?> type, Region<?> region) {}

  private final FreshetCache cache;
  private final RegionCatalog catalog;
  private final Map<String, Opened> opened = new HashMap<>();

  NodeRegions(FreshetCache cache, RegionCatalog catalog) {
    this.cache = cache;
    this.catalog = catalog;
  }

  synchronized <V> Region<V> open(String name, Class<V> type) {
    Opened known = opened.get(name);
    if (known == null) {
      known = new Opened(type, cache.region(settings(find(name)), codec(type)));
      opened.put(name, known);
    }
    if (known.type() != type) {
      throw new IllegalArgumentException(
          "region "
              + name
              + ": found value type "
              + type.getName()
              + ", expected "
              + known.type().getName()
              + " as when it was opened first");
    }
    @SuppressWarnings("unchecked") // opened with this type
    Region<V> region = (Region<V>) known.region();
    return region;
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

  private static RegionSettings settings(RegionDefinition region) {
    RegionSettings settings =
        RegionSettings.of(region.name(), region.key().toString())
            .withTags(region.tags())
            .withTtl(region.ttl(), region.l1().ttl())
            .withL1MaxEntries(region.l1().maxEntries());
    return settings.with(
        settings.l2().withTtl(region.l2().ttl()).withEnabled(region.l2().enabled()));
  }

  @SuppressWarnings("unchecked") // V is byte[] there
  private static <V> Codec<V> codec(Class<V> type) {
    return type == byte[].class ? (Codec<V>) Codec.bytes() : Codec.json(type);
  }
}
