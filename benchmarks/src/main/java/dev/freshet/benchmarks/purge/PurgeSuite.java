// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.purge;

import dev.freshet.benchmarks.harness.Claim;
import dev.freshet.benchmarks.harness.Effort;
import dev.freshet.benchmarks.harness.Reading;
import dev.freshet.benchmarks.harness.Suite;
import dev.freshet.benchmarks.harness.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/**
 * One tag command against the number of entries behind it: from the command to the first read that
 * is refused, at most 5 ms at the 99th percentile. Beside it what a cache without tags does:
 * Caffeine, told to drop the same keys one by one.
 */
public final class PurgeSuite implements Suite {
  private static final double LIMIT_MICROS = 5_000;

  /** For up to a thousand times the entries. */
  private static final double FLAT = 3;

  private static final int[] SIZES = {1_000, 10_000, 100_000, 1_000_000};
  private static final int MAX_SAMPLES = 200;
  private static final int MIN_SAMPLES = 3;

  /** Filling so large a cache takes seconds. */
  private static final int LARGE = 1_000_000;

  private static final int WARMUP_SAMPLES = 1_000;
  private static final double NANOS_PER_MICRO = 1_000;

  @Override
  public String name() {
    return "purge";
  }

  @Override
  public String title() {
    return "one tag command, from the command to the first read refused, over the entries behind it";
  }

  @Override
  public Trials open(Effort effort) {
    int smallest = SIZES[0];
    int warmups = Math.min(WARMUP_SAMPLES, effort.fills() / smallest);
    sample(RegionPurge.over(smallest), warmups, () -> {});
    sample(KeyByKeyPurge.over(smallest), warmups, () -> {});
    List<Trial> trials = new ArrayList<>();
    IntStream.of(SIZES)
        .filter(size -> size <= effort.maxEntries())
        .forEach(
            size -> {
              trials.add(trial(keyByKey(size), claims(), KeyByKeyPurge::over, size, effort));
              trials.add(trial(tag(size), budgets(size), RegionPurge::over, size, effort));
            });
    return Trials.of(trials);
  }

  private static Trial trial(
      String subject, List<Claim> claims, IntFunction<Purge> over, int size, Effort effort) {
    return new Trial(
            subject,
            claims,
            () -> readings(sample(over.apply(size), samples(size, effort), new CpuCaches()::empty)))
        .inRounds(size < LARGE ? effort.rounds() : effort.fewRounds());
  }

  private static List<Claim> claims() {
    return List.of(Claim.of("p50", "us"), Claim.of("p99", "us"), Claim.of("max", "us"));
  }

  private static List<Claim> budgets(int size) {
    return List.of(
        Claim.of("p50", "us").beside(tag(SIZES[0])).atMostTimes(FLAT),
        Claim.of("p99", "us").beside(keyByKey(size)).atMost(LIMIT_MICROS),
        Claim.of("max", "us"));
  }

  private static String tag(int size) {
    return "tag command, %,d entries".formatted(size);
  }

  private static String keyByKey(int size) {
    return "Caffeine key by key, %,d entries".formatted(size);
  }

  private static int samples(int size, Effort effort) {
    return Math.max(MIN_SAMPLES, Math.min(MAX_SAMPLES, effort.fills() / size));
  }

  private static List<Reading> readings(Histogram nanos) {
    return List.of(
        new Reading("p50", nanos.getValueAtPercentile(50) / NANOS_PER_MICRO),
        new Reading("p99", nanos.getValueAtPercentile(99) / NANOS_PER_MICRO),
        new Reading("max", nanos.getMaxValue() / NANOS_PER_MICRO));
  }

  /**
   * Every sample is of a full cache: all entries are loaded again before the next. It begins with
   * nothing in the processor's caches, as a command does that arrives amid other work: loading a
   * thousand entries would leave them warm and loading a million would not, which is no difference
   * between purges. The first is not counted: it meets memory that nobody has touched yet.
   */
  private static Histogram sample(Purge purge, int samples, Runnable before) {
    Histogram nanos = new Histogram(3);
    try (purge) {
      purge.fill();
      long unusedFirst = purge.nanos(samples);
      for (int sample = 0; sample < samples; sample++) {
        purge.fill();
        before.run();
        nanos.recordValue(purge.nanos(sample));
      }
      purge.fill();
    }
    return nanos;
  }
}
