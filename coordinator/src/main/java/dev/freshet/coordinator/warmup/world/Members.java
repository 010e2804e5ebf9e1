// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.warmup.world;

import dev.freshet.events.avro.MemberStatus;
import dev.freshet.events.avro.RegionLoading;
import dev.freshet.registry.MemberView;
import dev.freshet.registry.RegistrySnapshot;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Who lives, and which services can load which regions now. Immutable and safe for any thread. */
public final class Members {
  /** Nobody. */
  public static final Members NONE = new Members(Map.of(), Set.of());

  private static final Comparator<Loader> BEST_LAST =
      Comparator.comparingInt(Loader::priority)
          .thenComparing(Loader::service, Comparator.reverseOrder());

  /** By region, then service. */
  private final Map<String, Map<String, Loader>> loaders;

  /** As {@code service/instance}. */
  private final Set<String> live;

  private Members(Map<String, Map<String, Loader>> loaders, Set<String> live) {
    this.loaders = loaders;
    this.live = live;
  }

  /**
   * A service that can load a region.
   *
   * @param workers how many of its members can
   * @param priority the highest of theirs
   * @param keysPerSecond the least that any of them bears, if one says so
   */
  public record Loader(String service, int workers, int priority, OptionalDouble keysPerSecond) {
    private Loader and(Loader other) {
      return new Loader(
          service,
          workers + other.workers,
          Math.max(priority, other.priority),
          least(keysPerSecond, other.keysPerSecond));
    }
  }

  /** The lower of two limits, as far as there are any. */
  static OptionalDouble least(OptionalDouble one, OptionalDouble other) {
    if (one.isPresent() && other.isPresent()) {
      return OptionalDouble.of(Math.min(one.getAsDouble(), other.getAsDouble()));
    }
    return one.isPresent() ? one : other;
  }

  /** Those of a snapshot; whoever drains gets no more work. */
  public static Members of(RegistrySnapshot snapshot) {
    Map<String, Map<String, Loader>> all = new HashMap<>();
    snapshot
        .live()
        .filter(member -> member.entry().getState() != MemberStatus.DRAINING)
        .forEach(member -> add(all, member));
    return new Members(
        all, snapshot.live().map(member -> member.id().toString()).collect(Collectors.toSet()));
  }

  private static void add(Map<String, Map<String, Loader>> all, MemberView member) {
    String service = member.id().service();
    for (Object capability : member.entry().getRegistration().getCapabilities()) {
      if (capability instanceof RegionLoading loading) {
        all.computeIfAbsent(loading.getRegion(), any -> new TreeMap<>())
            .merge(service, loader(service, loading), Loader::and);
      }
    }
  }

  private static Loader loader(String service, RegionLoading loading) {
    Double rate = loading.getRatePerSecond().orElse(null);
    return new Loader(
        service,
        1,
        loading.getPriority(),
        rate == null || rate <= 0 ? OptionalDouble.empty() : OptionalDouble.of(rate));
  }

  /** Whether a member, {@code service/instance}, lives. */
  public boolean isLive(String member) {
    return live.contains(member);
  }

  /**
   * The service that is asked first: that of the highest priority, of several the first by name.
   */
  public Optional<Loader> best(String region) {
    return of(region).values().stream().max(BEST_LAST);
  }

  /** All services that can load a region. */
  public Set<String> services(String region) {
    return of(region).keySet();
  }

  public Optional<Loader> of(String region, String service) {
    return Optional.ofNullable(of(region).get(service));
  }

  /** Most keys a second that the source of a region bears: the least that any loader says. */
  OptionalDouble limit(String region) {
    return of(region).values().stream()
        .map(Loader::keysPerSecond)
        .reduce(OptionalDouble.empty(), Members::least);
  }

  private Map<String, Loader> of(String region) {
    return loaders.getOrDefault(region, Map.of());
  }
}
