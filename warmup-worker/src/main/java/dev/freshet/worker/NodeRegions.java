// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker;

import dev.freshet.cache.BulkLoader;
import dev.freshet.cache.FreshetCache;
import dev.freshet.cache.Loader;
import dev.freshet.cache.Region;
import dev.freshet.cache.RegionSettings;
import dev.freshet.cache.codec.Codec;
import dev.freshet.events.avro.RegionLoading;
import dev.freshet.rules.RegionCatalog;
import dev.freshet.rules.region.RegionDefinition;
import dev.freshet.worker.member.HeldRegions;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Opens the regions that are declared, each once. Safe for any thread. */
final class NodeRegions implements HeldRegions {

  /**
   * What rule sets say of regions. Immutable.
   *
   * @param regions that may be opened
   * @param revisions of the rule sets, by name
   */
  record Declared(RegionCatalog regions, Map<String, Long> revisions) {
    Declared {
      revisions = Map.copyOf(revisions);
    }
  }

  private record Opened(RegionDefinition definition, Codec<?> codec, Region<?> region) {}

  private final FreshetCache cache;
  private final Runnable changed;
  private final Map<String, Opened> opened = new LinkedHashMap<>();
  private final Map<String, LoadingRegion<?>> loading = new TreeMap<>();

  /** Volatile: replaced as a whole, so that readers need no lock. */
  private volatile List<Region<?>> all = List.of();

  /** Volatile: likewise. */
  private volatile Map<String, Loader<?>> loaders = Map.of();

  /** Volatile: likewise. */
  private volatile Declared declared;

  /**
   * The regions of a cache.
   *
   * @param changed called when {@link #held} or {@link #loaded} may have become another; must not
   *     block
   */
  NodeRegions(FreshetCache cache, Declared declared, Runnable changed) {
    this.cache = cache;
    this.declared = declared;
    this.changed = changed;
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

  /** From now on this is declared. What is open stays as it is. */
  void declare(Declared next) {
    declared = next;
    changed.run();
  }

  /** The names that are declared. */
  List<String> declared() {
    return declared.regions().all().stream().map(RegionDefinition::name).sorted().toList();
  }

  synchronized <V> Region<V> open(String name, Codec<V> codec) {
    Opened known = opened.get(name);
    if (known == null) {
      RegionDefinition definition = find(name);
      known = new Opened(definition, codec, cache.region(settings(definition), codec));
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
    return open(name, LoadingRegion.of(open(name, codec), loader), loader);
  }

  /** As {@link #open(String, Codec, Loader)}, of a loader that knows several keys at once. */
  synchronized <V> LoadingRegion<V> openBulk(String name, Codec<V> codec, BulkLoader<V> loader) {
    return open(name, LoadingRegion.ofBulk(open(name, codec), loader), loader);
  }

  private <V> LoadingRegion<V> open(String name, LoadingRegion<V> wanted, Object loader) {
    LoadingRegion<?> known = loading.get(name);
    if (known == null) {
      known = wanted;
      loading.put(name, known);
      loaders =
          loading.values().stream()
              .collect(
                  Collectors.toUnmodifiableMap(
                      each -> each.region().settings().name(), LoadingRegion::loader));
      changed.run();
    }
    if (!known.isLoadedBy(loader)) {
      throw new IllegalArgumentException(
          "region "
              + name
              + ": found another loader, expected that with which it was opened first");
    }
    @SuppressWarnings("unchecked") // it has this loader
    LoadingRegion<V> same = (LoadingRegion<V>) known;
    return same;
  }

  /** The region, if it was opened with a loader. */
  synchronized Optional<LoadingRegion<?>> loading(String name) {
    return Optional.ofNullable(loading.get(name));
  }

  @Override
  public synchronized List<RegionDefinition> held() {
    Map<String, RegionDefinition> held = new LinkedHashMap<>();
    declared.regions().all().forEach(region -> held.put(region.name(), region));
    opened.forEach((name, open) -> held.put(name, open.definition()));
    return List.copyOf(held.values());
  }

  @Override
  public synchronized List<RegionLoading> loaded() {
    return loading.entrySet().stream()
        .flatMap(
            each ->
                Stream.ofNullable(opened.get(each.getKey()))
                    .map(open -> loading(open.definition(), each.getValue().description())))
        .toList();
  }

  private static RegionLoading loading(RegionDefinition region, LoaderDescription loader) {
    Duration timeout = region.loading().hardTimeout();
    return RegionLoading.newBuilder()
        .setRegion(region.name())
        .setVia(loader.via())
        .setSource(loader.source())
        .setQuery(loader.query())
        .setMaxConcurrency(loader.maxConcurrency())
        .setRatePerSecond(loader.ratePerSecond())
        .setMaxBatch(loader.maxBatch())
        .setPriority(loader.priority())
        .setTimeoutMs(timeout.isZero() ? null : timeout.toMillis())
        .build();
  }

  @Override
  public Map<String, Long> ruleSets() {
    return declared.revisions();
  }

  @Override
  public synchronized List<String> outdated() {
    return opened.values().stream()
        .filter(open -> !isCurrent(open))
        .map(open -> open.definition().name())
        .sorted()
        .toList();
  }

  /** Where a region is declared, and in which revision, makes no difference. */
  private boolean isCurrent(Opened open) {
    Optional<RegionDefinition> now = declared.regions().find(open.definition().name());
    try {
      return now.isPresent() && RegionMapping.settings(now.get()).equals(open.region().settings());
    } catch (IllegalStateException libraryMissing) {
      return false;
    }
  }

  private static RegionSettings settings(RegionDefinition region) {
    try {
      return RegionMapping.settings(region);
    } catch (IllegalStateException e) {
      throw new IllegalStateException("region " + region.name() + ": " + e.getMessage(), e);
    }
  }

  private RegionDefinition find(String name) {
    return declared
        .regions()
        .find(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "region " + name + ": is not declared, expected one of " + declared()));
  }
}
