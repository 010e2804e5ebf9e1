// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules;

import dev.freshet.events.values.Template;
import dev.freshet.rules.source.Location;
import java.time.Duration;
import java.util.List;

/**
 * A region of the cache, as a rule file declares it. Immutable and safe for any thread.
 *
 * @param name unique over all rule sets
 * @param key its key template; the holes are plain names
 * @param tags its tags: templates over holes of the key
 * @param ttl how long an entry may live at any level
 * @param l1 the level in the process
 * @param l2 the shared level
 * @param ruleSet the rule set that declares it
 * @param owner who answers for it
 * @param location where it is declared
 */
public record RegionDefinition(
    String name,
    Template key,
    List<Template> tags,
    Duration ttl,
    L1 l1,
    L2 l2,
    String ruleSet,
    String owner,
    Location location) {

  public RegionDefinition {
    tags = List.copyOf(tags);
  }

  /**
   * The level in the process.
   *
   * @param maxEntries how many entries a node keeps
   * @param ttl at most the region's
   */
  public record L1(long maxEntries, Duration ttl) {
    /** What a region that says nothing gets. */
    public static final long DEFAULT_MAX_ENTRIES = 10_000;
  }

  /**
   * The shared level.
   *
   * @param enabled whether the region uses it
   * @param ttl at most the region's
   * @param compress {@code none} or the name of a compression: {@code gzip, lz4, snappy, zstd};
   *     kept for a later version, this one stores values as they are
   */
  public record L2(boolean enabled, Duration ttl, String compress) {}
}
