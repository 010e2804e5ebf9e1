// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache;

import dev.freshet.events.values.Template;
import java.time.Duration;
import java.util.List;

/**
 * How one region is kept. Start from {@link #of} and change what differs.
 *
 * @param name the region's name, unique in a cache
 * @param version values of another version are misses
 * @param key the key template
 * @param tags templates of the tags that every entry carries; their holes are holes of the key
 * @param ttl how long a value may be served after it was loaded
 * @param l1Ttl how long a value may stay in L1 after it was put there
 * @param l2Ttl how long a value may stay in L2 after it was loaded
 * @param l1MaxEntries how many entries L1 holds at the most
 * @param l2 whether the region uses L2
 */
public record RegionSettings(
    String name,
    int version,
    Template key,
    List<Template> tags,
    Duration ttl,
    Duration l1Ttl,
    Duration l2Ttl,
    long l1MaxEntries,
    boolean l2) {

  public RegionSettings {
    tags = List.copyOf(tags);
    for (Template tag : tags) {
      for (String hole : tag.holes()) {
        require(
            key.holes().contains(hole),
            name,
            "tag '" + tag + "' uses hole '" + hole + "', expected one of " + key.holes());
      }
    }
    require(isPositive(ttl), name, "ttl must be longer than 0, found " + ttl);
    require(isPositive(l1Ttl), name, "l1.ttl must be longer than 0, found " + l1Ttl);
    require(isPositive(l2Ttl), name, "l2.ttl must be longer than 0, found " + l2Ttl);
    require(l1MaxEntries >= 0, name, "l1.maxEntries must be >= 0, found " + l1MaxEntries);
  }

  /** Version 1, no tags, 15 minutes in both levels, 10,000 entries in L1. */
  public static RegionSettings of(String name, String key) {
    Duration ttl = Duration.ofMinutes(15);
    return new RegionSettings(name, 1, Template.parse(key), List.of(), ttl, ttl, ttl, 10_000, true);
  }

  /** The same with these tags. */
  public RegionSettings withTags(String... templates) {
    List<Template> parsed = List.of(templates).stream().map(Template::parse).toList();
    return new RegionSettings(name, version, key, parsed, ttl, l1Ttl, l2Ttl, l1MaxEntries, l2);
  }

  /** The same with these times to live; that of L2 is that of the value. */
  public RegionSettings withTtl(Duration newTtl, Duration newL1Ttl) {
    return new RegionSettings(name, version, key, tags, newTtl, newL1Ttl, newTtl, l1MaxEntries, l2);
  }

  private static boolean isPositive(Duration duration) {
    return !duration.isNegative() && !duration.isZero();
  }

  private static void require(boolean holds, String region, String problem) {
    if (!holds) {
      throw new IllegalArgumentException("region " + region + ": " + problem);
    }
  }
}
