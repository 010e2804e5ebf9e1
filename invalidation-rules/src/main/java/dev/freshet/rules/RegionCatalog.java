// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules;

import dev.freshet.rules.region.RegionDefinition;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All regions of a rule book, by name. Immutable and safe for any thread. */
public final class RegionCatalog {
  private final Map<String, RegionDefinition> regions;

  private RegionCatalog(Map<String, RegionDefinition> regions) {
    this.regions = regions;
  }

  /**
   * The catalogue of some regions.
   *
   * @throws IllegalArgumentException if two have one name; names both places
   */
  public static RegionCatalog of(Collection<RegionDefinition> regions) {
    Map<String, RegionDefinition> byName = new LinkedHashMap<>();
    for (RegionDefinition region : regions) {
      RegionDefinition first = byName.putIfAbsent(region.name(), region);
      if (first != null) {
        throw new IllegalArgumentException(
            region.origin().location() + ": " + duplicate(region.name(), first));
      }
    }
    return new RegionCatalog(byName);
  }

  static String duplicate(String name, RegionDefinition first) {
    return "region `" + name + "` is declared twice, first at " + first.origin().location();
  }

  /** The region of a name. */
  public Optional<RegionDefinition> find(String name) {
    return Optional.ofNullable(regions.get(name));
  }

  /** All regions, in the order of their sources. */
  public List<RegionDefinition> all() {
    return List.copyOf(regions.values());
  }
}
