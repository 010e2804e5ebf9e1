// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.harness;

import org.jspecify.annotations.Nullable;

/**
 * What is said about one metric of a subject. Immutable; start from {@link #of} and add.
 *
 * @param metric what is measured; smaller is better
 * @param unit of the values
 * @param reference the subject of the same suite whose same metric this one is divided by
 * @param budget what must hold
 */
public record Claim(
    String metric, String unit, @Nullable String reference, @Nullable Budget budget) {

  /** A figure that is reported and stands for itself. */
  public static Claim of(String metric, String unit) {
    return new Claim(metric, unit, null, null);
  }

  /** The same, divided by another subject's figure. */
  public Claim beside(String subject) {
    return new Claim(metric, unit, subject, budget);
  }

  /** The same, of which the ratio must not be above {@code limit}. */
  public Claim atMostTimes(double limit) {
    return new Claim(metric, unit, reference, new Budget.Ratio(limit));
  }

  /**
   * The same, of which the ratio must not be below {@code limit}: the lead that the reference has
   * over this one.
   */
  public Claim atLeastTimes(double limit) {
    return new Claim(metric, unit, reference, new Budget.Lead(limit));
  }

  /** The same, of which the value must not be above {@code limit}. */
  public Claim atMost(double limit) {
    return new Claim(metric, unit, reference, new Budget.Value(limit));
  }
}
