// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.harness;

import java.util.List;

/**
 * A subject and how one reading of each of its metrics is taken.
 *
 * @param subject what is measured, unique in its suite
 * @param claims one for each metric that the measurement reads
 * @param measurement reads every metric once; called once in each round
 * @param mostRounds after so many rounds it is measured no more; its reference must not stop before
 */
public record Trial(String subject, List<Claim> claims, Measurement measurement, int mostRounds) {

  public Trial {
    claims = List.copyOf(claims);
  }

  /** One that is measured in every round. */
  public Trial(String subject, List<Claim> claims, Measurement measurement) {
    this(subject, claims, measurement, Integer.MAX_VALUE);
  }

  /** The same, measured in so many rounds at most, because it takes so long. */
  public Trial inRounds(int most) {
    return new Trial(subject, claims, measurement, most);
  }

  /** Reads the metrics of one subject. */
  @FunctionalInterface
  public interface Measurement {

    /**
     * Measures once; blocks as long as that takes.
     *
     * @return a reading for each claim of the trial
     * @throws Exception if it could not be measured, which ends the run
     */
    List<Reading> take() throws Exception;
  }
}
