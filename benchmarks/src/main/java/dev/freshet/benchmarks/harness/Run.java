// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.harness;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Runs suites and makes their figures. The trials of a suite are measured in rounds, every other
 * one backwards, so that what changes with time (a clock that slows down, a neighbour that starts
 * to build) changes subjects and references alike. For one thread; blocks for minutes.
 */
public final class Run {
  private final Effort effort;
  private final Progress progress;

  /**
   * A run.
   *
   * @param effort how long to measure
   * @param progress is told of each trial
   */
  public Run(Effort effort, Progress progress) {
    this.effort = effort;
    this.progress = progress;
  }

  /**
   * Measures one suite.
   *
   * @throws FailedTrialException if a trial failed, or what the trials share could not be opened
   */
  public List<Figure> of(Suite suite) {
    try (Suite.Trials trials = open(suite)) {
      List<Trial> all = trials.all();
      Readings readings = new Readings(suite.name());
      int rounds = suite.rounds(effort);
      for (int round = 0; round < rounds; round++) {
        for (Trial trial : inOrder(all, round)) {
          progress.measuring(suite.name(), round + 1, rounds, trial.subject());
          readings.add(trial, take(suite, trial));
        }
      }
      return all.stream().flatMap(trial -> readings.figures(trial).stream()).toList();
    }
  }

  private Suite.Trials open(Suite suite) {
    try {
      return suite.open(effort);
    } catch (RuntimeException e) {
      throw new FailedTrialException(
          "suite %s: could not be opened: %s".formatted(suite.name(), e), e);
    }
  }

  private static List<Trial> inOrder(List<Trial> trials, int round) {
    List<Trial> ordered = new ArrayList<>(trials);
    ordered.removeIf(trial -> round >= trial.mostRounds());
    if (round % 2 == 1) {
      Collections.reverse(ordered);
    }
    return ordered;
  }

  private static List<Reading> take(Suite suite, Trial trial) {
    try {
      return trial.measurement().take();
    } catch (Exception e) {
      throw new FailedTrialException(
          "suite %s, %s: could not be measured: %s".formatted(suite.name(), trial.subject(), e), e);
    }
  }
}
