// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache;

import java.time.Duration;

/**
 * How a region of this node is doing. Sums are since it was opened, and each was read a moment
 * after the other. Immutable.
 *
 * @param region its name
 * @param version its version: a region may be open in several
 * @param entries about how many L1 holds now, with the stale ones that nobody has asked for since
 * @param memoryBytes about what those occupy
 * @param hits reads that L1 or L2 answered
 * @param misses reads that neither answered
 * @param loads values that were loaded, also those that the source does not have
 * @param loadFailures calls of the loader that failed or took too long
 * @param loadTime what all the other calls took together
 * @param loadsInFlight calls of the loader that are underway now
 * @param isBlind whether this node has heard nothing for longer than the region's {@code
 *     maxStaleness}
 */
public record RegionStats(
    String region,
    int version,
    long entries,
    long memoryBytes,
    long hits,
    long misses,
    long loads,
    long loadFailures,
    Duration loadTime,
    int loadsInFlight,
    boolean isBlind) {}
