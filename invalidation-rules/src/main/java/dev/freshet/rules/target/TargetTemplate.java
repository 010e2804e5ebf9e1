// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.target;

import dev.freshet.events.DomainEvent;
import dev.freshet.events.values.Target;
import dev.freshet.rules.source.Location;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A target that lacks only the values of an event. Immutable and safe for any thread. */
public sealed interface TargetTemplate {

  /**
   * The target for an event.
   *
   * @throws MissingFieldException if the event has no value for a hole
   */
  Target expand(DomainEvent event) throws MissingFieldException;

  /** The form of the targets: that for an event which has the same short value in every field. */
  Target sample();

  /**
   * What to invalidate instead for an event that has no value for a hole.
   *
   * @return empty if nothing stands in, and the missing value is a failure
   */
  default List<Target> widen(DomainEvent event) {
    return List.of();
  }

  /** The same target for every event. */
  record Fixed(Target target) implements TargetTemplate {
    @Override
    public Target sample() {
      return target;
    }

    @Override
    public Target expand(DomainEvent event) {
      return target;
    }
  }

  /** One entry. */
  final class OfKey implements TargetTemplate {
    private final Fill key;

    OfKey(Fill key) {
      this.key = key;
    }

    @Override
    public Target sample() {
      return new Target.Key(key.sample());
    }

    @Override
    public Target expand(DomainEvent event) throws MissingFieldException {
      return new Target.Key(key.expand(event));
    }
  }

  /** All entries with a tag. */
  final class OfTag implements TargetTemplate {
    private final Fill tag;

    OfTag(Fill tag) {
      this.tag = tag;
    }

    @Override
    public Target sample() {
      return new Target.Tag(tag.sample());
    }

    @Override
    public Target expand(DomainEvent event) throws MissingFieldException {
      return new Target.Tag(tag.expand(event));
    }
  }

  /** All entries of a region with a value at a hole. */
  final class OfParameter implements TargetTemplate {
    private final String region;
    private final String hole;
    private final Fill value;

    OfParameter(String region, String hole, Fill value) {
      this.region = region;
      this.hole = hole;
      this.value = value;
    }

    @Override
    public Target sample() {
      return new Target.Parameter(region, hole, value.sample());
    }

    @Override
    public Target expand(DomainEvent event) throws MissingFieldException {
      return new Target.Parameter(region, hole, value.expand(event));
    }

    @Nullable Target expandIfPresent(DomainEvent event) {
      try {
        return expand(event);
      } catch (MissingFieldException e) {
        return null;
      }
    }
  }

  /** All entries whose keys fit a pattern. */
  final class OfScan implements TargetTemplate {
    private final Fill pattern;
    private final Location location;

    OfScan(Fill pattern, Location location) {
      this.pattern = pattern;
      this.location = location;
    }

    @Override
    public Target sample() {
      return new Target.Scan(pattern.sample());
    }

    @Override
    public Target expand(DomainEvent event) throws MissingFieldException {
      String expanded = pattern.expand(event);
      if (expanded.length() > Target.Scan.MAX_LENGTH) {
        throw MissingFieldException.unfit(
            location,
            "the pattern becomes "
                + expanded.length()
                + " characters long, expected at most "
                + Target.Scan.MAX_LENGTH);
      }
      return new Target.Scan(expanded);
    }
  }

  /** A target with what stands in for it when the event lacks a field. */
  final class Widening implements TargetTemplate {
    private final TargetTemplate narrow;
    private final List<Wider> wide;

    Widening(TargetTemplate narrow, List<Wider> wide) {
      this.narrow = narrow;
      this.wide = List.copyOf(wide);
    }

    @Override
    public Target sample() {
      return narrow.sample();
    }

    @Override
    public Target expand(DomainEvent event) throws MissingFieldException {
      return narrow.expand(event);
    }

    @Override
    public List<Target> widen(DomainEvent event) {
      return wide.stream().map(wider -> wider.expand(event)).toList();
    }
  }
}
