// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.bench;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What a run of a profile came to. Immutable.
 *
 * @param figures what was measured
 * @param problems why it is not good, for people; none if it is
 */
record Outcome(Profile profile, Load load, List<Figure> figures, List<String> problems) {
  private static final double NANOS_PER_MS = 1e6;

  /**
   * A number.
   *
   * @param key what programs call it
   * @param metric what people call it
   */
  record Figure(String key, String metric, BigDecimal value, String unit) {}

  /** How many events and reads there were to be. */
  record Asked(long events, long reads) {}

  Outcome {
    figures = List.copyOf(figures);
    problems = List.copyOf(problems);
  }

  /**
   * The outcome of a run that is over.
   *
   * @param notApplied how many events were not applied on all nodes in time
   * @param hitPercents the hit rate of each second that had reads
   */
  static Outcome of(
      Profile profile,
      Load load,
      Asked asked,
      Tally tally,
      long notApplied,
      List<Double> hitPercents) {
    Tally.Counts counts = tally.counts();
    List<Figure> figures = new ArrayList<>();
    figures.add(count("published", "events published", counts.published()));
    figures.add(count("applied", "events applied on all nodes", counts.applied()));
    times(figures, "applied", "due to applied on all nodes", tally.applyTimes());
    figures.add(count("reads", "reads", counts.reads()));
    times(figures, "read", "due to answered", tally.readTimes());
    figures.add(percent("hitPercent", "hit rate", counts.hitPercent()));
    figures.add(percent("l1Percent", "answered by L1", 100.0 * counts.l1() / counts.reads()));
    if (!hitPercents.isEmpty()) {
      figures.add(percent("firstHitPercent", "hit rate, first second", hitPercents.get(0)));
      double last = hitPercents.get(hitPercents.size() - 1);
      figures.add(percent("lastHitPercent", "hit rate, last second", last));
    }
    figures.add(count("loads", "loads", counts.loads()));
    figures.add(count("staleReads", "stale reads", counts.stale()));
    figures.add(count("errors", "errors", counts.errors()));
    return new Outcome(
        profile, load, figures, problems(profile, asked, counts, notApplied, tally.firstProblem()));
  }

  private static List<String> problems(
      Profile profile, Asked asked, Tally.Counts counts, long notApplied, @Nullable String first) {
    List<String> problems = new ArrayList<>();
    if (counts.stale() + counts.errors() > 0) {
      problems.add(
          "%,d stale reads and %,d errors; the first: %s"
              .formatted(counts.stale(), counts.errors(), first));
    }
    if (notApplied > 0) {
      problems.add("%,d events were not applied on all nodes".formatted(notApplied));
    }
    if (counts.published() < asked.events()) {
      problems.add(
          "%,d of %,d events were published: Kafka or this machine does not keep up"
              .formatted(counts.published(), asked.events()));
    }
    if (counts.reads() + counts.errors() < asked.reads()) {
      problems.add(
          "%,d of %,d reads were answered: the source or this machine does not keep up"
              .formatted(counts.reads(), asked.reads()));
    }
    if (profile.isFilled() && counts.l1() == 0) {
      problems.add("no read was answered by L1, expected most: nothing was measured");
    }
    return problems;
  }

  /** A percentile needs as many times as make one of them the part that is above it. */
  private static void times(List<Figure> figures, String key, String metric, Histogram times) {
    long count = times.getTotalCount();
    if (count > 0) {
      figures.add(ms(key + "P50Ms", metric + ", p50", times.getValueAtPercentile(50)));
    }
    if (count >= 100) {
      figures.add(ms(key + "P99Ms", metric + ", p99", times.getValueAtPercentile(99)));
    }
    if (count >= 1_000) {
      figures.add(ms(key + "P999Ms", metric + ", p99.9", times.getValueAtPercentile(99.9)));
    }
    if (count > 0) {
      figures.add(ms(key + "MaxMs", metric + ", longest", times.getMaxValue()));
    }
  }

  private static Figure count(String key, String metric, long value) {
    return new Figure(key, metric, BigDecimal.valueOf(value), "");
  }

  private static Figure ms(String key, String metric, long nanos) {
    return new Figure(key, metric, rounded(nanos / NANOS_PER_MS, 3), "ms");
  }

  private static Figure percent(String key, String metric, double value) {
    return new Figure(key, metric, rounded(Double.isNaN(value) ? 0 : value, 2), "%");
  }

  private static BigDecimal rounded(double value, int digits) {
    return BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_UP);
  }

  /** Whether every read was right and every event applied. */
  boolean isGood() {
    return problems.isEmpty();
  }
}
