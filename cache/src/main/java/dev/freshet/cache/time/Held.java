// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.time;

import org.jspecify.annotations.Nullable;

/**
 * A value in L1 with its times, in epoch milliseconds.
 *
 * @param value null if the source has none
 * @param loadedAtMs when its load began, by the clock of the node that loaded it
 * @param usableUntilMs when it is to be read from L2 or loaded again
 * @param expiresAtMs when its TTL ends
 * @param timed whether a hit has to look at the clock: L1's own expiry does not say everything
 * @param weightBytes about what the entry occupies
 */
public record Held<V>(
    @Nullable V value,
    long loadedAtMs,
    long usableUntilMs,
    long expiresAtMs,
    boolean timed,
    int weightBytes) {}
