// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.fence;

import org.jspecify.annotations.Nullable;

/**
 * How much of the command log a node had applied at one moment. Captured <b>before</b> a load or a
 * fill begins: the value is then at least as new as the stamp says.
 *
 * @param counter the local counter, for L1
 * @param log the command log that the watermarks speak of; null before the node knows one
 * @param watermarks by partition, for L2
 */
public record Stamp(long counter, @Nullable LogState log, long[] watermarks) {}
