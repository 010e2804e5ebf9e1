// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.demo.oracle;

import dev.freshet.rules.RegionCatalog;
import dev.freshet.rules.region.RegionDefinition;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Every entry that the demo fills: each region with each id of the world. Immutable. */
public final class Keyspace {
  private static final int WATCHED_ONE_IN = 2;

  private final List<Slot> slots;
  private final Map<String, List<Slot>> byRegion = new TreeMap<>();

  private Keyspace(List<Slot> slots) {
    this.slots = List.copyOf(slots);
    for (Slot slot : slots) {
      byRegion.computeIfAbsent(slot.region(), name -> new ArrayList<>()).add(slot);
    }
  }

  /** The entries of all regions. */
  public static Keyspace of(RegionCatalog regions, World world) {
    List<Slot> slots = new ArrayList<>();
    for (RegionDefinition region : regions.all()) {
      for (Map<String, Object> params : paramsOf(region, world)) {
        boolean watched = slots.size() % WATCHED_ONE_IN == 0;
        slots.add(new Slot(slots.size(), region.name(), params, watched));
      }
    }
    return new Keyspace(slots);
  }

  private static Set<Map<String, Object>> paramsOf(RegionDefinition region, World world) {
    Set<Map<String, Object>> all = new LinkedHashSet<>();
    for (int number = 0; number < world.users(); number++) {
      for (int each = 0; each < World.EACH; each++) {
        Map<String, Object> params = new TreeMap<>(world.ids(number, each));
        params.keySet().retainAll(region.key().holes());
        all.add(params);
      }
    }
    return all;
  }

  /** All entries; each one's index is its place here. */
  public List<Slot> slots() {
    return slots;
  }

  /** How many entries there are. */
  public int size() {
    return slots.size();
  }

  /** The entries of a region whose key has these values. */
  public List<Slot> find(String region, Map<String, Object> values) {
    return byRegion.getOrDefault(region, List.of()).stream()
        .filter(slot -> slot.has(values))
        .toList();
  }
}
