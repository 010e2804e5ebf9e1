// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry;

import dev.freshet.events.avro.EventConsumption;
import dev.freshet.events.avro.EventPublishing;
import dev.freshet.events.avro.RegionHolding;
import dev.freshet.events.avro.RegionLoading;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Who of the live members can do what. Immutable.
 *
 * @param regions by name, in order
 * @param events by type, in order
 */
public record Capabilities(List<RegionUse> regions, List<EventUse> events) {

  /**
   * Who deals with a region.
   *
   * @param region its name
   * @param holders who holds it in a cache
   * @param loaders who can load it
   */
  public record RegionUse(String region, List<MemberId> holders, List<Loader> loaders) {
    public RegionUse {
      holders = List.copyOf(holders);
      loaders = List.copyOf(loaders);
    }

    /** Whether it is held, and nobody can load it ahead of its readers. */
    public boolean isWithoutLoader() {
      return !holders.isEmpty() && loaders.isEmpty();
    }
  }

  /**
   * A member that can load a region.
   *
   * @param loading how it does
   */
  public record Loader(MemberId member, RegionLoading loading) {}

  /**
   * Who deals with events of a type.
   *
   * @param eventType their type
   * @param publishers who publishes them
   * @param consumers who consumes them, rules aside
   */
  public record EventUse(String eventType, List<MemberId> publishers, List<MemberId> consumers) {
    public EventUse {
      publishers = List.copyOf(publishers);
      consumers = List.copyOf(consumers);
    }

    /** Whether it is consumed, and nobody says that they publish it. */
    public boolean isWithoutPublisher() {
      return publishers.isEmpty();
    }

    /** Whether it is published, and nobody says that they consume it. */
    public boolean isWithoutConsumer() {
      return consumers.isEmpty();
    }
  }

  public Capabilities {
    regions = List.copyOf(regions);
    events = List.copyOf(events);
  }

  /** What the live members of a snapshot have registered. */
  public static Capabilities of(RegistrySnapshot snapshot) {
    Index index = new Index();
    snapshot
        .live()
        .forEach(
            member ->
                member
                    .entry()
                    .getRegistration()
                    .getCapabilities()
                    .forEach(capability -> index.add(member.id(), capability)));
    return new Capabilities(
        index.regions.entrySet().stream()
            .map(each -> new RegionUse(each.getKey(), each.getValue().left, each.getValue().right))
            .toList(),
        index.events.entrySet().stream()
            .map(each -> new EventUse(each.getKey(), each.getValue().left, each.getValue().right))
            .toList());
  }

  /** Two lists that fill by and by. */
  private static final class Sides<L, R> {
    private final List<L> left = new ArrayList<>();
    private final List<R> right = new ArrayList<>();
  }

  private static final class Index {
    private final SortedMap<String, Sides<MemberId, Loader>> regions = new TreeMap<>();
    private final SortedMap<String, Sides<MemberId, MemberId>> events = new TreeMap<>();

    private void add(MemberId member, Object capability) {
      if (capability instanceof RegionHolding holding) {
        at(regions, holding.getRegion()).left.add(member);
      } else if (capability instanceof RegionLoading loading) {
        at(regions, loading.getRegion()).right.add(new Loader(member, loading));
      } else if (capability instanceof EventPublishing publishing) {
        at(events, publishing.getEventType()).left.add(member);
      } else if (capability instanceof EventConsumption consumption) {
        at(events, consumption.getEventType()).right.add(member);
      }
    }

    private static <L, R> Sides<L, R> at(SortedMap<String, Sides<L, R>> map, String name) {
      return map.computeIfAbsent(name, unused -> new Sides<>());
    }
  }
}
