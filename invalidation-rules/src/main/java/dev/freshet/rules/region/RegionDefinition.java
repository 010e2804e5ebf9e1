// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.region;

import dev.freshet.events.values.Template;
import dev.freshet.rules.source.Location;
import java.time.Duration;
import java.util.List;

/**
 * A region of the cache, as a rule file declares it. Immutable and safe for any thread. A duration
 * of zero switches off what it belongs to, as does a share of zero.
 *
 * @param name unique over all rule sets
 * @param version of the values' shape, from 1
 * @param key its key template; the holes are plain names
 * @param tags its tags: templates over holes of the key
 * @param lifetime how long its values are served
 * @param loading how its values are loaded
 * @param staleness what happens while invalidations do not arrive
 * @param l1 the level in the process
 * @param l2 the shared level
 * @param origin who declares it, and where
 */
public record RegionDefinition(
    String name,
    int version,
    Template key,
    List<Template> tags,
    Lifetime lifetime,
    Loading loading,
    Staleness staleness,
    L1 l1,
    L2 l2,
    Origin origin) {

  public RegionDefinition {
    tags = List.copyOf(tags);
  }

  /**
   * How long values are served, counted from the load.
   *
   * @param ttl above zero
   * @param jitter by which share of itself a TTL may be shortened at random
   * @param absentTtl how long it is remembered that the source has no value
   * @param staleMaxAge up to which age an expired value is served when the loader fails or is slow
   * @param staleRetryAfter how long a loader that failed is left alone while one is served
   */
  public record Lifetime(
      Duration ttl,
      double jitter,
      Duration absentTtl,
      Duration staleMaxAge,
      Duration staleRetryAfter) {}

  /**
   * How values are loaded.
   *
   * @param softTimeout after which a caller gets the expired value instead
   * @param hardTimeout after which a load is given up
   * @param refreshAt at which share of its TTL a value that is read is loaded again
   * @param lease for how long one node keeps the others from loading the same key
   */
  public record Loading(
      Duration softTimeout, Duration hardTimeout, double refreshAt, Duration lease) {
    /** No timeouts, no refresh, no lease. */
    public static final Loading DEFAULT =
        new Loading(Duration.ZERO, Duration.ZERO, 0, Duration.ZERO);
  }

  /**
   * What happens while invalidations do not arrive.
   *
   * @param maxStaleness for how long it is borne
   * @param onBlind what happens then
   */
  public record Staleness(Duration maxStaleness, OnBlind onBlind) {}

  /** What a region does while its node does not hear of invalidations. */
  public enum OnBlind {
    SERVE,
    SHORTEN,
    BYPASS
  }

  /**
   * The level in the process.
   *
   * @param ttl at most the region's
   * @param capacity how much a node keeps
   * @param eviction what is dropped when that is reached
   */
  public record L1(Duration ttl, Capacity capacity, Eviction eviction) {}

  /** How much a level holds. */
  public sealed interface Capacity {
    /** What a region that says nothing gets. */
    Capacity DEFAULT = new Entries(10_000);

    /** So many entries. */
    record Entries(long max) implements Capacity {}

    /** So many bytes. */
    record Bytes(long max) implements Capacity {}
  }

  /** Which entries are dropped when L1 is full; {@code TTL}: none, they leave by their time. */
  public enum Eviction {
    TINY_LFU,
    LRU,
    TTL
  }

  /**
   * The shared level.
   *
   * @param enabled whether the region uses it
   * @param ttl at most the region's
   * @param compression how values are made smaller
   * @param compressAboveBytes values that are larger are compressed
   * @param maxValueBytes values that are larger are kept out
   */
  public record L2(
      boolean enabled,
      Duration ttl,
      Compression compression,
      int compressAboveBytes,
      int maxValueBytes) {
    /** 1 KiB. */
    public static final int DEFAULT_COMPRESS_ABOVE_BYTES = 1 << 10;

    /** 1 MiB. */
    public static final int DEFAULT_MAX_VALUE_BYTES = 1 << 20;

    /** What a region that says nothing gets. */
    public static L2 of(Duration ttl) {
      return new L2(
          true, ttl, Compression.NONE, DEFAULT_COMPRESS_ABOVE_BYTES, DEFAULT_MAX_VALUE_BYTES);
    }
  }

  /** How values are made smaller for L2. */
  public enum Compression {
    NONE,
    GZIP,
    LZ4,
    SNAPPY,
    ZSTD
  }

  /**
   * Who declares a region.
   *
   * @param ruleSet the rule set
   * @param owner who answers for it
   * @param location where the region's name stands
   */
  public record Origin(String ruleSet, String owner, Location location) {}
}
