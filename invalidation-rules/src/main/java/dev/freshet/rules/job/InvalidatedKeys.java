// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.job;

import dev.freshet.events.values.Target;
import dev.freshet.events.values.Template;
import dev.freshet.rules.region.RegionDefinition;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which keys of a region a target is about, as far as its text tells.
 *
 * <p>A target of the region itself says which of its entries are stale: what is found holds all of
 * them, and more where they cannot be told apart. A target of another region hints at keys by the
 * values of holes that have the same name there: an event that makes {@code payment:history:42}
 * stale is about user 42, hence about {@code analytics:dashboard:42}, if both call the hole {@code
 * userId}.
 *
 * <p>Immutable and safe for any thread.
 */
public final class InvalidatedKeys {
  /** Reads one encoded value. */
  private static final Template VALUE = Template.parse("{value}");

  private final RegionDefinition region;
  private final List<RegionDefinition> others;

  /** Which keys it is. */
  public sealed interface Found {
    /** This one. */
    record Exactly(String key) implements Found {}

    /**
     * Those with these values; {@link KeyFit} tells which.
     *
     * @param values by hole, as text; some of the holes, but not all
     */
    record Fitting(Map<String, String> values) implements Found {
      public Fitting {
        values = Map.copyOf(values);
      }
    }

    /** All keys of the region. */
    record Whole() implements Found {}

    /** None that anybody could name. */
    record Nothing() implements Found {}
  }

  /**
   * Finds keys of one region.
   *
   * @param region whose keys are wanted
   * @param all the regions there are; that one may be among them
   */
  public InvalidatedKeys(RegionDefinition region, Collection<RegionDefinition> all) {
    this.region = region;
    this.others = all.stream().filter(other -> !other.name().equals(region.name())).toList();
  }

  /**
   * The keys that a target is about. A tag counts if the region declares it: of those that loaders
   * give to entries nobody knows whose they are. A whole other region is about no key of this one.
   */
  public Found of(Target target) {
    if (target instanceof Target.Key key) {
      return ofKey(key.key());
    } else if (target instanceof Target.Tag tag) {
      return own(region.tags().stream().flatMap(tags -> tags.match(tag.tag()).stream()).toList());
    } else if (target instanceof Target.Parameter parameter) {
      return ofParameter(parameter);
    } else if (target instanceof Target.Scan scan) {
      return ScannedValues.of(region.key(), scan).map(this::found).orElseGet(Found.Nothing::new);
    } else if (target instanceof Target.Region whole && !whole.region().equals(region.name())) {
      return new Found.Nothing();
    }
    return found(Map.of());
  }

  private Found ofKey(String key) {
    Optional<Map<String, String>> own = region.key().match(key);
    return own.isPresent()
        ? found(own.get())
        : borrowed(others.stream().flatMap(other -> other.key().match(key).stream()).toList());
  }

  private Found ofParameter(Target.Parameter parameter) {
    return VALUE
        .match(parameter.value())
        .map(value -> Map.of(parameter.hole(), value.getOrDefault("value", "")))
        .map(List::of)
        .map(this::borrowed)
        .orElseGet(Found.Nothing::new);
  }

  /** Of templates of this region that fit: any of them may be the one that is meant. */
  private Found own(List<Map<String, String>> matches) {
    return matches.isEmpty() ? new Found.Nothing() : found(common(matches));
  }

  /** Of templates of other regions: only values for holes of this one are of use. */
  private Found borrowed(List<Map<String, String>> matches) {
    List<Map<String, String>> useful =
        matches.stream().map(this::ofOwnHoles).filter(values -> !values.isEmpty()).toList();
    Map<String, String> agreed = useful.isEmpty() ? Map.of() : common(useful);
    return agreed.isEmpty() ? new Found.Nothing() : found(agreed);
  }

  private Map<String, String> ofOwnHoles(Map<String, String> values) {
    Map<String, String> kept = new LinkedHashMap<>(values);
    kept.keySet().retainAll(region.key().holes());
    return kept;
  }

  /** What all agree on: the keys that fit it hold those that fit any one of them. */
  private static Map<String, String> common(List<Map<String, String>> matches) {
    Map<String, String> agreed = new LinkedHashMap<>(matches.get(0));
    matches.forEach(match -> agreed.entrySet().retainAll(match.entrySet()));
    return agreed;
  }

  private Found found(Map<String, String> values) {
    if (values.size() == region.key().holes().size()) {
      return new Found.Exactly(region.key().expand(values::get));
    }
    return values.isEmpty() ? new Found.Whole() : new Found.Fitting(values);
  }
}
