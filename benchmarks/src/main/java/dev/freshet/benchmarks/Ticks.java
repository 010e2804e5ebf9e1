// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks;

import dev.freshet.benchmarks.harness.Progress;
import java.io.PrintWriter;
import java.time.Duration;

/** Says on standard error what is being measured, a line each, and how long it has taken so far. */
final class Ticks implements Progress {
  private final PrintWriter err;
  private final long beginNanos = System.nanoTime();

  Ticks(PrintWriter err) {
    this.err = err;
  }

  @Override
  public void measuring(String suite, int round, int rounds, String subject) {
    Duration since = Duration.ofNanos(System.nanoTime() - beginNanos);
    err.printf(
        "%2d:%02d %s, round %d of %d: %s%n",
        since.toMinutes(), since.toSecondsPart(), suite, round, rounds, subject);
    err.flush();
  }
}
