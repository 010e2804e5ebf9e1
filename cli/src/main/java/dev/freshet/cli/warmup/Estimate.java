// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.warmup;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How fast work goes, and how long it still takes: by what was done over the last ten seconds, so
 * that a pause or a burst long ago does not count. For one thread.
 */
final class Estimate {
  private static final long WINDOW_NANOS = Duration.ofSeconds(10).toNanos();
  private static final double NANOS_PER_SECOND = 1e9;

  private record Sample(long nanos, long done) {}

  private final Deque<Sample> samples = new ArrayDeque<>();

  /**
   * Notes how much is done by now.
   *
   * @param nanos of a clock that only goes on
   */
  void add(long nanos, long done) {
    samples.addLast(new Sample(nanos, done));
    // The one at the window's edge stays: it is what the rest is measured against.
    while (samples.size() > 2 && nanos - second().nanos() >= WINDOW_NANOS) {
      samples.removeFirst();
    }
  }

  private Sample second() {
    return samples.stream().skip(1).findFirst().orElseThrow();
  }

  /** How much is done a second; empty before two moments are known, or if nothing was done. */
  OptionalDouble perSecond() {
    if (samples.size() < 2) {
      return OptionalDouble.empty();
    }
    Sample first = samples.getFirst();
    Sample last = samples.getLast();
    long done = last.done() - first.done();
    long nanos = last.nanos() - first.nanos();
    return done > 0 && nanos > 0
        ? OptionalDouble.of(done * NANOS_PER_SECOND / nanos)
        : OptionalDouble.empty();
  }

  /** How long until {@code total} is done, to the second; empty if nothing tells. */
  Optional<Duration> left(long total) {
    OptionalDouble rate = perSecond();
    if (rate.isEmpty()) {
      return Optional.empty();
    }
    long rest = Math.max(0, total - samples.getLast().done());
    return Optional.of(Duration.ofSeconds((long) Math.ceil(rest / rate.getAsDouble())));
  }
}
