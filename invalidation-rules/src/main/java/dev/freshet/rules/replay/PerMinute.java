// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.replay;

/**
 * Commands per minute, over the minutes that had any event. Immutable and safe for any thread.
 *
 * @param p50 half of the minutes had at most so many
 * @param p99 99 of 100 minutes had at most so many
 * @param max the busiest minute
 */
public record PerMinute(long p50, long p99, long max) {}
