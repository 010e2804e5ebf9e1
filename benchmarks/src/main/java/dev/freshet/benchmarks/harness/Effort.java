// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.harness;

import java.time.Duration;

/**
 * How long to measure. What is measured is the same for each; only the last digits get better.
 *
 * @param name as figures and reports call it
 * @param rounds how often each trial is measured, at least 1
 * @param forks 1 for a fresh JVM for each JMH measurement, 0 for none, which only a test can want
 * @param warmup before each JMH measurement
 * @param iteration one JMH iteration
 * @param iterations JMH iterations in a measurement
 * @param maxEntries the most entries that a trial puts into a cache
 * @param fills about how many entries the repetitions of a trial may load in all
 * @param endurance how long what is to be endured goes on
 * @param isThorough whether to measure also what stands between others, or is for information
 */
public record Effort(
    String name,
    int rounds,
    int forks,
    Duration warmup,
    Duration iteration,
    int iterations,
    int maxEntries,
    int fills,
    Duration endurance,
    boolean isThorough) {

  private static final int MILLION = 1_000_000;

  /** For figures to publish. */
  public static final Effort FULL =
      new Effort(
          "full",
          5,
          1,
          Duration.ofSeconds(3),
          Duration.ofSeconds(1),
          5,
          MILLION,
          10 * MILLION,
          Duration.ofMinutes(30),
          true);

  /** For a look: ten minutes for all suites, on two cores. */
  public static final Effort QUICK =
      new Effort(
          "quick",
          3,
          1,
          Duration.ofMillis(800),
          Duration.ofMillis(300),
          3,
          MILLION,
          MILLION / 2,
          Duration.ofSeconds(30),
          false);

  /** A thorough one in which nothing is to be endured. */
  public Effort(
      String name,
      int rounds,
      int forks,
      Duration warmup,
      Duration iteration,
      int iterations,
      int maxEntries,
      int fills) {
    this(
        name, rounds, forks, warmup, iteration, iterations, maxEntries, fills, Duration.ZERO, true);
  }

  /** The same with a longer warm-up before each JMH measurement, for what takes long to compile. */
  public Effort warmer(int times) {
    return new Effort(
        name,
        rounds,
        forks,
        warmup.multipliedBy(times),
        iteration,
        iterations,
        maxEntries,
        fills,
        endurance,
        isThorough);
  }

  /** How often to measure what hardly varies, or has no budget. */
  public int fewRounds() {
    return isThorough ? rounds : 1;
  }
}
