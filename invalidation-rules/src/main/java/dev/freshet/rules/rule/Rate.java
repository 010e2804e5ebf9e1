// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.rule;

/**
 * What {@code limits} of a rule allow: a token bucket. Immutable and safe for any thread.
 *
 * @param commandsPerSecond how fast the bucket fills
 * @param burst how much it holds
 */
public record Rate(long commandsPerSecond, long burst) {}
