// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.store;

import java.time.Duration;

/**
 * When a store is left alone, for how long, and what is tried again. Immutable; start from {@link
 * #DEFAULT}.
 *
 * @param name of circuit and retry in meters; unique among the stores of one meter registry
 * @param breaker when the circuit opens and closes
 * @param retry what is tried again
 */
public record ResilienceSettings(String name, Breaker breaker, Retry retry) {
  /** A window of 100 calls, 5 s open, 3 attempts within 200 ms. */
  public static final ResilienceSettings DEFAULT =
      new ResilienceSettings(
          "l2",
          new Breaker(100, 20, 0.5, Duration.ofMillis(200), 0.8, Duration.ofSeconds(5), 5),
          new Retry(3, Duration.ofMillis(10), 2.0, 0.5, Duration.ofMillis(200)));

  /**
   * The circuit breaker: opens when, of the newest calls, too many failed or were slow.
   *
   * @param window how many of the newest calls are looked at
   * @param minimumCalls with fewer calls in the window it stays closed
   * @param failureRate share of failures that opens it, above 0, at most 1
   * @param slowAfter what lasts longer is a slow call
   * @param slowRate share of slow calls that opens it, above 0, at most 1
   * @param openFor how long it is open before calls probe the store
   * @param probes how many calls reach the store while it is half open
   */
  public record Breaker(
      int window,
      int minimumCalls,
      double failureRate,
      Duration slowAfter,
      double slowRate,
      Duration openFor,
      int probes) {
    /** Refuses what makes no sense. */
    public Breaker {
      require(window > 0, "window", window, "at least 1");
      require(
          minimumCalls > 0 && minimumCalls <= window, "minimumCalls", minimumCalls, "1.." + window);
      require(
          failureRate > 0 && failureRate <= 1, "failureRate", failureRate, "above 0, at most 1");
      require(slowAfter.toMillis() > 0, "slowAfter", slowAfter, "at least PT0.001S");
      require(slowRate > 0 && slowRate <= 1, "slowRate", slowRate, "above 0, at most 1");
      require(openFor.toMillis() > 0, "openFor", openFor, "at least PT0.001S");
      require(probes > 0, "probes", probes, "at least 1");
    }
  }

  /**
   * The retry of calls that may be repeated: reads, and writes that ask nothing of what stands
   * there. Never while the circuit is open.
   *
   * @param attempts in all; 1 tries nothing again
   * @param backoff pause before the second attempt
   * @param factor by which each further pause is longer, at least 1
   * @param jitter share by which a pause is longer or shorter at random, at least 0, below 1, so
   *     that nodes do not come back all at once
   * @param budget no attempt starts later than this after the first: a caller that waits for a
   *     store would rather know
   */
  public record Retry(
      int attempts, Duration backoff, double factor, double jitter, Duration budget) {
    /** Refuses what makes no sense. */
    public Retry {
      require(attempts > 0, "attempts", attempts, "at least 1");
      require(backoff.toMillis() > 0, "backoff", backoff, "at least PT0.001S");
      require(factor >= 1, "factor", factor, "at least 1");
      require(jitter >= 0 && jitter < 1, "jitter", jitter, "at least 0, below 1");
      require(!budget.isNegative(), "budget", budget, "at least PT0S");
    }
  }

  /** Under another name in meters. */
  public ResilienceSettings withName(String value) {
    return new ResilienceSettings(value, breaker, retry);
  }

  /** With another circuit breaker. */
  public ResilienceSettings withBreaker(Breaker value) {
    return new ResilienceSettings(name, value, retry);
  }

  /** With another retry. */
  public ResilienceSettings withRetry(Retry value) {
    return new ResilienceSettings(name, breaker, value);
  }

  private static void require(boolean right, String field, Object found, String expected) {
    if (!right) {
      throw new IllegalArgumentException(
          "L2 resilience: %s makes no sense, found %s, expected %s"
              .formatted(field, found, expected));
    }
  }
}
