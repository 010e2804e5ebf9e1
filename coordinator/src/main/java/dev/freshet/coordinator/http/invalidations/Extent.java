// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.invalidations;

import dev.freshet.events.avro.RegionStatus;
import dev.freshet.events.values.Target;
import dev.freshet.registry.MemberView;
import dev.freshet.registry.RegistrySnapshot;
import dev.freshet.rules.target.RegionShape;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * How much a target can concern, by what nodes said last. Immutable.
 *
 * @param regions whose entries it can concern
 * @param nodes how many live nodes have opened one of these
 * @param entriesAtMost how many entries these nodes hold there; of a key each holds one at most
 */
record Extent(List<String> regions, int nodes, long entriesAtMost) {

  Extent {
    regions = List.copyOf(regions);
  }

  /**
   * The extent of a target.
   *
   * @param covering what holds all that it can invalidate
   * @param known all regions
   */
  static Extent of(
      Target target, List<Target> covering, List<RegionShape> known, RegistrySnapshot members) {
    Set<String> regions = regions(target, covering, known);
    List<List<RegionStatus>> holders =
        members
            .live()
            .map(member -> statuses(member, regions))
            .filter(statuses -> !statuses.isEmpty())
            .toList();
    boolean single = target instanceof Target.Key;
    long entries =
        holders.stream()
            .mapToLong(
                statuses -> {
                  long sum = statuses.stream().mapToLong(RegionStatus::getEntries).sum();
                  return single ? Math.min(1, sum) : sum;
                })
            .sum();
    return new Extent(List.copyOf(regions), holders.size(), entries);
  }

  private static Set<String> regions(
      Target target, List<Target> covering, List<RegionShape> known) {
    if (target instanceof Target.Parameter parameter) {
      return Set.of(parameter.region());
    }
    if (target instanceof Target.Region region) {
      return Set.of(region.region());
    }
    return covering.contains(Target.ALL)
        ? names(known.stream().map(RegionShape::name).toList())
        : names(
            covering.stream()
                .filter(Target.Region.class::isInstance)
                .map(region -> ((Target.Region) region).region())
                .toList());
  }

  private static Set<String> names(List<String> names) {
    return new LinkedHashSet<>(names);
  }

  private static List<RegionStatus> statuses(MemberView member, Set<String> regions) {
    return member
        .heard()
        .map(
            heard ->
                heard.heartbeat().getRegions().stream()
                    .filter(status -> regions.contains(status.getRegion()))
                    .toList())
        .orElse(List.of());
  }
}
