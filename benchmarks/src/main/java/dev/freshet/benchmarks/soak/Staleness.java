// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.soak;

/**
 * What can be said of stale reads after so many that were looked at. Immutable.
 *
 * @param reads that could have been stale
 * @param stale how many of them were
 */
record Staleness(long reads, long stale) {
  private static final double DOUBT = 0.05;

  /** The rule of three: what has not happened in n times happens less than 3 times in n. */
  private static final double OF_NONE = 3;

  private static final int HALVINGS = 100;

  Staleness {
    if (stale < 0 || stale > reads) {
      throw new IllegalArgumentException(
          "staleness: found " + stale + " stale reads, expected 0 to " + reads);
    }
  }

  /** The highest rate of stale reads, with 95 % confidence; 1 if nothing was read. */
  double highestRate() {
    if (reads == 0) {
      return 1;
    }
    return Math.min(1, (stale == 0 ? OF_NONE : highestMean()) / reads);
  }

  /**
   * How many nines the rate of fresh reads has for certain: no more than so many reads can show.
   */
  double nines() {
    return Math.max(0, -Math.log10(highestRate()));
  }

  /** The mean of Poisson's distribution with which so few would be seen one time in twenty. */
  private double highestMean() {
    double low = stale;
    double high = 2.0 * stale + 10;
    for (int halving = 0; halving < HALVINGS; halving++) {
      double mean = (low + high) / 2;
      if (chanceOfSoFew(mean) > DOUBT) {
        low = mean;
      } else {
        high = mean;
      }
    }
    return high;
  }

  private double chanceOfSoFew(double mean) {
    double logTerm = -mean;
    double chance = Math.exp(logTerm);
    for (int count = 1; count <= stale; count++) {
      logTerm += Math.log(mean) - Math.log(count);
      chance += Math.exp(logTerm);
    }
    return chance;
  }
}
