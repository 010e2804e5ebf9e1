// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.health;

import dev.freshet.events.avro.RegionStatus;
import dev.freshet.registry.MemberView;
import dev.freshet.registry.RegistrySnapshot;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What the live nodes hold and did, by their last heartbeats. Pure. */
final class CacheMetrics {
  private CacheMetrics() {}

  private record Region(String service, String region) implements Comparable<Region> {
    @Override
    public int compareTo(Region other) {
      int byService = service.compareTo(other.service);
      return byService != 0 ? byService : region.compareTo(other.region);
    }
  }

  private static final class Sum {
    private long nodes;
    private long entries;
    private long hits;
    private long misses;
    private long loads;
    private long loadFailures;
    private long loadTimeMs;
    private long loadsInFlight;

    private Sum add(RegionStatus status) {
      nodes++;
      entries += status.getEntries();
      hits += status.getHits();
      misses += status.getMisses();
      loads += status.getLoads();
      loadFailures += status.getLoadFailures();
      loadTimeMs += status.getLoadTimeMs();
      loadsInFlight += status.getLoadsInFlight();
      return this;
    }

    private JsonObject toJson(JsonObject json) {
      json.put("entries", entries)
          .put("hits", hits)
          .put("misses", misses)
          .put("loads", loads)
          .put("loadFailures", loadFailures)
          .put("loadsInFlight", loadsInFlight);
      share(json, "hitRate", hits, hits + misses);
      share(json, "errorRate", loadFailures, loads + loadFailures);
      share(json, "meanLoadMs", loadTimeMs, loads + loadFailures);
      return json;
    }

    private static void share(JsonObject json, String name, long part, long whole) {
      if (whole > 0) {
        json.put(name, Math.round(10_000.0 * part / whole) / 10_000.0);
      }
    }
  }

  /** The regions of each service, in order. */
  static JsonArray regions(RegistrySnapshot snapshot) {
    SortedMap<Region, Sum> sums = new TreeMap<>();
    snapshot
        .live()
        .forEach(
            member ->
                statuses(member)
                    .forEach(
                        status ->
                            sums.computeIfAbsent(
                                    new Region(member.id().service(), status.getRegion()),
                                    region -> new Sum())
                                .add(status)));
    JsonArray regions = new JsonArray();
    sums.forEach(
        (region, sum) ->
            regions.add(
                sum.toJson(
                    new JsonObject()
                        .put("service", region.service())
                        .put("region", region.region())
                        .put("nodes", sum.nodes))));
    return regions;
  }

  /** All regions of all services together. */
  static JsonObject total(RegistrySnapshot snapshot) {
    Sum sum = new Sum();
    snapshot.live().flatMap(CacheMetrics::statuses).forEach(sum::add);
    return sum.toJson(new JsonObject());
  }

  private static Stream<RegionStatus> statuses(MemberView member) {
    return member.heard().stream()
        .map(heard -> heard.heartbeat().getRegions())
        .flatMap(List::stream);
  }
}
