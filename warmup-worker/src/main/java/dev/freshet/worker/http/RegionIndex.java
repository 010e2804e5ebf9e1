// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.http;

import dev.freshet.cache.EntryKey;
import dev.freshet.cache.Loader;
import dev.freshet.cache.Region;
import dev.freshet.http.problem.ProblemException;
import dev.freshet.rules.source.NearestName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Finds the region that a key belongs to, by its key template. Safe for any thread. */
final class RegionIndex {

  /** An entry that a request names. */
  record Place<V>(ServedRegion<V> region, EntryKey key) {

    /** As {@link ServedRegion#find}. */
    CompletableFuture<@Nullable Cached> find() {
      return region.find(key);
    }

    /** As {@link ServedRegion#load}. */
    Cached load() {
      return region.load(key);
    }

    /** As {@link ServedRegion#beginLoad}. */
    ClientLoad beginLoad() {
      return region.beginLoad(key);
    }

    /** As {@link ServedRegion#put}. */
    CompletableFuture<Boolean> put(Sent sent) {
      return region.put(key, sent);
    }

    /** As {@link ServedRegion#invalidate}. */
    CompletableFuture<Void> invalidate() {
      return region.invalidate(key);
    }
  }

  private final NodeView node;

  /** Volatile: made anew by whoever notices that the service has opened another region. */
  private volatile Snapshot snapshot = new Snapshot(List.of(), Map.of(), List.of());

  private record Snapshot(
      List<Region<?>> of, Map<String, Loader<?>> loaders, List<ServedRegion<?>> served) {}

  RegionIndex(NodeView node) {
    this.node = node;
  }

  /** The regions that are open now. */
  List<ServedRegion<?>> regions() {
    List<Region<?>> open = node.openRegions();
    Map<String, Loader<?>> loaders = node.loaders();
    Snapshot known = snapshot;
    if (known.of() != open || known.loaders() != loaders) {
      List<ServedRegion<?>> served = new ArrayList<>();
      open.forEach(
          region -> served.add(ServedRegion.of(region, loaders.get(region.settings().name()))));
      known = new Snapshot(open, loaders, List.copyOf(served));
      snapshot = known;
    }
    return known.served();
  }

  /**
   * The entry of an expanded key.
   *
   * @param region its name; null to find it by the key
   * @throws ProblemException if the key is that of no open region, or of several
   */
  Place<?> find(String key, @Nullable String region) {
    if (region != null) {
      return place(region(region), key).orElseThrow(() -> misfit(key, region(region)));
    }
    Place<?> found = null;
    for (ServedRegion<?> candidate : regions()) {
      Optional<? extends Place<?>> place = place(candidate, key);
      if (place.isPresent() && found != null) {
        throw ambiguous(key, found.region(), candidate);
      }
      found = place.isPresent() ? place.get() : found;
    }
    if (found == null) {
      throw unknown(key);
    }
    return found;
  }

  /**
   * The entry for the values of a region's key template.
   *
   * @throws ProblemException if the region is not open, or the values are not those of its template
   */
  Place<?> findByParams(String region, Map<String, ?> params) {
    return place(region(region), params);
  }

  private static <V> Place<V> place(ServedRegion<V> region, Map<String, ?> params) {
    try {
      return new Place<>(region, region.key(params));
    } catch (IllegalArgumentException e) {
      throw ProblemException.of(NodeProblem.NO_SUCH_REGION, String.valueOf(e.getMessage()));
    }
  }

  private static <V> Optional<Place<V>> place(ServedRegion<V> region, String key) {
    return region.key(key).map(found -> new Place<>(region, found));
  }

  /**
   * The region of a name.
   *
   * @throws ProblemException if it is not open
   */
  ServedRegion<?> region(String name) {
    for (ServedRegion<?> region : regions()) {
      if (region.name().equals(name)) {
        return region;
      }
    }
    if (node.declaredRegions().contains(name)) {
      throw ProblemException.of(
          NodeProblem.REGION_NOT_OPEN,
          "region "
              + name
              + ": is declared, and the service that runs this node has not opened it");
    }
    List<String> names = regions().stream().map(ServedRegion::name).sorted().toList();
    String help = NearestName.help(name, names);
    throw ProblemException.of(
        NodeProblem.NO_SUCH_REGION,
        "region "
            + name
            + ": is not declared, "
            + (help == null ? "expected one of " + names : help));
  }

  private static ProblemException misfit(String key, ServedRegion<?> region) {
    return ProblemException.of(
        NodeProblem.NO_SUCH_REGION,
        "key "
            + key
            + ": found a key that region "
            + region.name()
            + " does not have, expected "
            + region.keyTemplate());
  }

  private static ProblemException ambiguous(
      String key, ServedRegion<?> one, ServedRegion<?> other) {
    return ProblemException.of(
        NodeProblem.AMBIGUOUS_KEY,
        "key "
            + key
            + ": fits region "
            + one.name()
            + " ("
            + one.keyTemplate()
            + ") and region "
            + other.name()
            + " ("
            + other.keyTemplate()
            + "), expected ?region= to say which");
  }

  private ProblemException unknown(String key) {
    String nearest =
        regions().stream()
            .min(Comparator.comparingInt(region -> -common(key, region.keyTemplate())))
            .map(
                region ->
                    "; nearest is region " + region.name() + " (" + region.keyTemplate() + ")")
            .orElse("; no region is open");
    return ProblemException.of(
        NodeProblem.NO_SUCH_REGION, "key " + key + ": fits no open region" + nearest);
  }

  private static int common(String key, String template) {
    int length = 0;
    while (length < Math.min(key.length(), template.length())
        && key.charAt(length) == template.charAt(length)) {
      length++;
    }
    return length;
  }
}
