// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.alerts;

import java.time.Duration;

/**
 * What is still all right. Immutable.
 *
 * @param hitRate share of the reads of a region that must be hits, at least
 * @param memory share of its heap that a node may use, at most
 * @param latency how long the loads of a region may take on average, and how long an event may take
 *     until it is applied on a node, at most
 * @param errorRate share of the loads of a region that may fail, at most
 * @param redisDown whether a node that leaves its L2 store alone is an alert
 */
public record AlertThresholds(
    double hitRate, double memory, Duration latency, double errorRate, boolean redisDown) {

  /** Hit rate 70 %, memory 80 %, latency 1 s, errors 5 %, and a store that is down is an alert. */
  public static final AlertThresholds DEFAULT =
      new AlertThresholds(0.70, 0.80, Duration.ofSeconds(1), 0.05, true);

  /**
   * Thresholds.
   *
   * @throws IllegalArgumentException if a share is not between 0 and 1, or the latency not above 0
   */
  public AlertThresholds {
    checkShare("hitRate", hitRate);
    checkShare("memory", memory);
    checkShare("errorRate", errorRate);
    if (latency.isNegative() || latency.isZero()) {
      throw new IllegalArgumentException(
          "alert threshold latency: found " + latency + ", expected more than 0");
    }
  }

  private static void checkShare(String name, double found) {
    if (!(found >= 0 && found <= 1)) {
      throw new IllegalArgumentException(
          "alert threshold " + name + ": found " + found + ", expected 0 to 1");
    }
  }
}
