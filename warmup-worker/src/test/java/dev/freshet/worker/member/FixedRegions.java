// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.member;

import dev.freshet.events.avro.RegionLoading;
import dev.freshet.rules.region.RegionDefinition;
import java.util.List;
import java.util.Map;

/** What a test says of regions. */
record FixedRegions(
    List<RegionDefinition> held,
    List<RegionLoading> loaded,
    Map<String, Long> ruleSets,
    List<String> outdated)
    implements HeldRegions {

  static final FixedRegions NONE = new FixedRegions(List.of(), List.of(), Map.of(), List.of());

  FixedRegions withLoaded(List<RegionLoading> regions) {
    return new FixedRegions(held, regions, ruleSets, outdated);
  }

  FixedRegions withOutdated(String... regions) {
    return new FixedRegions(held, loaded, ruleSets, List.of(regions));
  }
}
