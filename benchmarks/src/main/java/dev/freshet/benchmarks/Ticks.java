// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks;

import dev.freshet.benchmarks.harness.Progress;
import java.io.PrintWriter;

/**
 * Says on standard error what is being measured, a line each.
 *
 * @param err where to
 */
record Ticks(PrintWriter err) implements Progress {

  @Override
  public void measuring(String suite, int round, int rounds, String subject) {
    err.printf("%s, round %d of %d: %s%n", suite, round, rounds, subject);
    err.flush();
  }
}
