// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.held;

import dev.freshet.rules.rule.Rate;

/**
 * Lets so many pass in a second, and so many at once. Starts full. A clock that is turned back adds
 * nothing. One thread.
 */
final class TokenBucket {
  private static final double MS_PER_SECOND = 1_000;

  private final Rate rate;
  private double tokens;
  private long filledAtMs;

  TokenBucket(Rate rate, long nowMs) {
    this.rate = rate;
    this.tokens = (double) rate.burst();
    this.filledAtMs = nowMs;
  }

  Rate rate() {
    return rate;
  }

  /** Takes {@code count} tokens, or none and returns false. */
  boolean take(int count, long nowMs) {
    double elapsedMs = Math.max(0, nowMs - filledAtMs);
    double added = elapsedMs * rate.commandsPerSecond() / MS_PER_SECOND;
    tokens = Math.min((double) rate.burst(), tokens + added);
    filledAtMs = nowMs;
    if (tokens < count) {
      return false;
    }
    tokens -= count;
    return true;
  }
}
