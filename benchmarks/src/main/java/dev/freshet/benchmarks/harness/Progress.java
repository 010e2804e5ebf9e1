// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.harness;

/** Is told what is being measured. Called by the thread that runs the trials. */
@FunctionalInterface
public interface Progress {

  /**
   * A trial begins.
   *
   * @param round from 1
   * @param rounds how many there will be
   */
  void measuring(String suite, int round, int rounds, String subject);
}
