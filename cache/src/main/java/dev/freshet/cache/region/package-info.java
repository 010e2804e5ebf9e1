// SPDX-License-Identifier: Apache-2.0
/**
 * What a region is made of. Entry type: {@link dev.freshet.cache.region.TwoLevelRegion}; {@code
 * RegionParts} puts it together. Internal to the {@code cache} module.
 *
 * <p><b>The way of a read.</b> {@code TwoLevelRegion} answers hits in L1. {@code Reads} takes the
 * rest: one flight per key ({@code Flights}) asks {@code Levels} for L2, then {@code Sources} for
 * the loader, under a lease ({@code Leases}) where the region has one; {@code StandIns} helps out
 * with expired values. {@code Levels} is the only one to touch L1, L2 and the fence. <b>The way of
 * a write</b>: {@code Writes}, through the command log, into {@code Levels}.
 *
 * <p><b>Time.</b> {@code Ages} says what age means, {@code Blindness} what silence means; {@code
 * Freshness} asks both.
 *
 * <p><b>Threads.</b> Everything is safe for any thread. Loaders run in the caller's thread, or in
 * the cache's executor where a region has timeouts, a lease or a refresh. <b>Failure.</b> L2 fails
 * into misses and counters; loaders into {@link dev.freshet.cache.LoadFailedException}.
 */
@NullMarked
package dev.freshet.cache.region;

import org.jspecify.annotations.NullMarked;
