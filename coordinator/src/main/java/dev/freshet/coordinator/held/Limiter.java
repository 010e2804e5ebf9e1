// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.held;

import dev.freshet.rules.rule.Rate;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says which rules of one task ask for more commands than they may. A task that begins, begins with
 * full buckets. Belongs to the task's thread.
 */
public final class Limiter {
  /** How long the commands wait that are sent instead: at most one a second for each target. */
  public static final Duration SPACING = Duration.ofSeconds(1);

  private static final Logger LOG = LoggerFactory.getLogger(Limiter.class);
  private static final long LOG_EVERY_MS = 60_000;

  private final Map<String, TokenBucket> buckets = new HashMap<>();
  private final Map<String, Long> loggedAtMs = new HashMap<>();

  /**
   * Whether a rule may send so many commands more: all of them or none.
   *
   * @param rule as set/id
   */
  public boolean admits(String rule, Rate rate, int commands, long nowMs) {
    TokenBucket bucket = buckets.get(rule);
    if (bucket == null || !bucket.rate().equals(rate)) {
      bucket = new TokenBucket(rate, nowMs);
      buckets.put(rule, bucket);
    }
    boolean admitted = bucket.take(commands, nowMs);
    if (!admitted) {
      log(rule, rate, nowMs);
    }
    return admitted;
  }

  private void log(String rule, Rate rate, long nowMs) {
    Long last = loggedAtMs.get(rule);
    if (last == null || nowMs - last >= LOG_EVERY_MS) {
      loggedAtMs.put(rule, nowMs);
      LOG.warn(
          "Rule above its limit, whole regions are invalidated instead: rule={}"
              + " commandsPerSecond={} burst={}",
          rule,
          rate.commandsPerSecond(),
          rate.burst());
    }
  }
}
