// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.bench;

import dev.freshet.cache.Answer;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;

/** Counts what happens in one run of a profile. Safe for any thread; sampled by one. */
final class Tally {
  private static final int DIGITS = 3;

  private final LongAdder published = new LongAdder();
  private final LongAdder applied = new LongAdder();
  private final LongAdder loads = new LongAdder();
  private final LongAdder stale = new LongAdder();
  private final LongAdder errors = new LongAdder();
  private final Map<Answer.Source, LongAdder> answers = new EnumMap<>(Answer.Source.class);
  private final AtomicReference<@Nullable String> firstProblem = new AtomicReference<>();
  private final Recorder applyTimes = new Recorder(DIGITS);
  private final Recorder readTimes = new Recorder(DIGITS);
  private final Histogram allApplyTimes = new Histogram(DIGITS);
  private final Histogram allReadTimes = new Histogram(DIGITS);
  private Counts before = Counts.NONE;

  /** Sums since the run began. */
  record Counts(
      long published,
      long applied,
      long l1,
      long l2,
      long loader,
      long loads,
      long stale,
      long errors) {
    static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0, 0);

    long reads() {
      return l1 + l2 + loader;
    }

    Counts since(Counts earlier) {
      return new Counts(
          published - earlier.published,
          applied - earlier.applied,
          l1 - earlier.l1,
          l2 - earlier.l2,
          loader - earlier.loader,
          loads - earlier.loads,
          stale - earlier.stale,
          errors - earlier.errors);
    }

    /** Reads that a cache answered, in percent; NaN without reads. */
    double hitPercent() {
      return 100.0 * (l1 + l2) / reads();
    }
  }

  /** What happened since the last sample, and how long events took since then. */
  record Sample(Counts counts, Histogram applyTimes) {}

  Tally() {
    for (Answer.Source source : Answer.Source.values()) {
      answers.put(source, new LongAdder());
    }
  }

  void published() {
    published.increment();
  }

  /** An event is applied on all nodes. */
  void applied(long nanos) {
    applyTimes.recordValue(Math.max(0, nanos));
    applied.increment();
  }

  void read(Answer.Source source, long nanos) {
    readTimes.recordValue(Math.max(0, nanos));
    answers.getOrDefault(source, errors).increment();
  }

  void loaded() {
    loads.increment();
  }

  /** A read returned what an applied event had made stale. */
  void stale(String what) {
    stale.increment();
    firstProblem.compareAndSet(null, what);
  }

  /** A read or an event failed. */
  void failed(String what) {
    errors.increment();
    firstProblem.compareAndSet(null, what);
  }

  /** The first stale read or error, for people. */
  @Nullable String firstProblem() {
    return firstProblem.get();
  }

  Counts counts() {
    return new Counts(
        published.sum(),
        applied.sum(),
        answered(Answer.Source.L1),
        answered(Answer.Source.L2),
        answered(Answer.Source.LOADER),
        loads.sum(),
        stale.sum(),
        errors.sum());
  }

  private long answered(Answer.Source source) {
    return answers.getOrDefault(source, errors).sum();
  }

  /** What happened since the last call. */
  Sample sample() {
    Histogram times = applyTimes.getIntervalHistogram();
    allApplyTimes.add(times);
    allReadTimes.add(readTimes.getIntervalHistogram());
    Counts now = counts();
    Sample sample = new Sample(now.since(before), times);
    before = now;
    return sample;
  }

  /** From due to applied on all nodes, up to the last sample. */
  Histogram applyTimes() {
    return allApplyTimes;
  }

  /** From due to answered, up to the last sample. */
  Histogram readTimes() {
    return allReadTimes;
  }
}
