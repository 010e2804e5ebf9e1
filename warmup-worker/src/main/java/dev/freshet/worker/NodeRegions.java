// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker;

import dev.freshet.cache.FreshetCache;
import dev.freshet.cache.Loader;
import dev.freshet.cache.Region;
import dev.freshet.cache.RegionSettings;
import dev.freshet.cache.codec.Codec;
import dev.freshet.rules.RegionCatalog;
import dev.freshet.rules.region.RegionDefinition;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Opens the regions that the catalogue declares, each once. Safe for any thread. */
final class NodeRegions {
  private record Opened(Codec<?> codec, Region<?> region) {}

  private final FreshetCache cache;
  private final RegionCatalog catalog;
  private final Runnable loadingChanged;
  private final Map<String, Opened> opened = new HashMap<>();
  private final Map<String, LoadingRegion<?>> loading = new TreeMap<>();

  /** Volatile: replaced as a whole, so that readers need no lock. */
  private volatile List<Region<?>> all = List.of();

  /** Volatile: likewise. */
  private volatile Map<String, Loader<?>> loaders = Map.of();

  /**
   * The regions of a cache.
   *
   * @param loadingChanged called when {@link #loaded} has become another; must not block
   */
  NodeRegions(FreshetCache cache, RegionCatalog catalog, Runnable loadingChanged) {
    this.cache = cache;
    this.catalog = catalog;
    this.loadingChanged = loadingChanged;
  }

  /** The codec that a node chooses for a type. */
  @SuppressWarnings("unchecked") // V is byte[] there
  static <V> Codec<V> codec(Type type) {
    return type == byte[].class ? (Codec<V>) Codec.bytes() : Codec.json(type);
  }

  /** Those that are open: the same list until another one is. */
  List<Region<?>> all() {
    return all;
  }

  /** The loaders by region: the same map until another one is there. */
  Map<String, Loader<?>> loaders() {
    return loaders;
  }

  /** The names that the catalogue declares. */
  List<String> declared() {
    return catalog.all().stream().map(RegionDefinition::name).sorted().toList();
  }

  synchronized <V> Region<V> open(String name, Codec<V> codec) {
    Opened known = opened.get(name);
    if (known == null) {
      known = new Opened(codec, cache.region(settings(name), codec));
      opened.put(name, known);
      all = opened.values().stream().<Region<?>>map(Opened::region).toList();
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

  /** As {@link #open(String, Codec)}, with the loader that the node is to use by itself. */
  synchronized <V> LoadingRegion<V> open(String name, Codec<V> codec, Loader<V> loader) {
    Region<V> region = open(name, codec);
    LoadingRegion<?> known = loading.get(name);
    if (known == null) {
      known = new LoadingRegion<>(region, loader);
      loading.put(name, known);
      loaders =
          loading.values().stream()
              .collect(
                  Collectors.toUnmodifiableMap(
                      each -> each.region().settings().name(), LoadingRegion::loader));
      loadingChanged.run();
    }
    if (known.loader() != loader) {
      throw new IllegalArgumentException(
          "region "
              + name
              + ": found another loader, expected that with which it was opened first");
    }
    @SuppressWarnings("unchecked") // it has this loader
    LoadingRegion<V> same = (LoadingRegion<V>) known;
    return same;
  }

  /** The regions that were opened with a loader, by name. */
  synchronized List<RegionDefinition> loaded() {
    return loading.keySet().stream().map(this::find).toList();
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
                    "region " + name + ": is not declared, expected one of " + declared()));
  }
}
