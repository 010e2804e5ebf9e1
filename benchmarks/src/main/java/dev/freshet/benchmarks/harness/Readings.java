// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.harness;

import dev.freshet.benchmarks.harness.Figure.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The readings of one suite in one run, and the figures that follow from them. There is no other
 * way to a ratio, so none is ever made across runs. For one thread.
 */
final class Readings {
  private record Series(String subject, String metric) {}

  private final String suite;
  private final Map<Series, List<Double>> values = new HashMap<>();

  Readings(String suite) {
    this.suite = suite;
  }

  /**
   * Adds the readings of one trial in one round.
   *
   * @throws IllegalStateException if they are not those that the trial claims
   */
  void add(Trial trial, List<Reading> readings) {
    List<String> found = readings.stream().map(Reading::metric).toList();
    List<String> claimed = trial.claims().stream().map(Claim::metric).toList();
    if (!found.equals(claimed)) {
      throw new IllegalStateException(
          "suite %s, %s: found readings of %s, expected %s"
              .formatted(suite, trial.subject(), found, claimed));
    }
    for (Reading reading : readings) {
      values
          .computeIfAbsent(
              new Series(trial.subject(), reading.metric()), unused -> new ArrayList<>())
          .add(reading.value());
    }
  }

  /** A figure for each claim of the trial. */
  List<Figure> figures(Trial trial) {
    return trial.claims().stream().map(claim -> figure(trial.subject(), claim)).toList();
  }

  private Figure figure(String subject, Claim claim) {
    List<Double> own = series(subject, claim.metric());
    double value = Numbers.median(own);
    Double ratio = ratio(subject, claim, own);
    Budget budget = claim.budget();
    return new Figure(
        suite,
        subject,
        claim.metric(),
        Numbers.rounded(value),
        claim.unit(),
        claim.reference(),
        ratio == null ? null : Numbers.rounded(ratio),
        own.size(),
        Numbers.rounded(Collections.min(own)),
        Numbers.rounded(Collections.max(own)),
        budget == null ? null : budget.text(claim.unit()),
        budget == null ? null : budget.isKept(value, ratio) ? Verdict.PASS : Verdict.MISS);
  }

  /**
   * The median of the ratios within a round: the two were measured within seconds of each other, so
   * that what slows the machine for a while slows both.
   */
  private @Nullable Double ratio(String subject, Claim claim, List<Double> own) {
    String reference = claim.reference();
    if (reference == null) {
      return null;
    }
    List<Double> others = series(reference, claim.metric());
    if (others.size() < own.size()) {
      throw new IllegalStateException(
          "suite %s, %s: found %d rounds of its reference %s, expected %d at least"
              .formatted(suite, subject, others.size(), reference, own.size()));
    }
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round < own.size(); round++) {
      if (others.get(round) == 0) {
        throw new FailedTrialException(
            "suite %s, %s, %s: found 0 for its reference %s, expected something to divide by"
                .formatted(suite, subject, claim.metric(), reference));
      }
      ratios.add(own.get(round) / others.get(round));
    }
    return Numbers.median(ratios);
  }

  private List<Double> series(String subject, String metric) {
    return values.getOrDefault(new Series(subject, metric), List.of());
  }
}
