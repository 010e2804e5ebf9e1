// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.harness;

import java.util.List;

/**
 * One comparison: what is measured, beside what, and how good it has to be. Immutable; a new one is
 * a class that implements this and a line in the list of suites.
 */
public interface Suite {

  /** What it is called on the command line and in the figures. */
  String name();

  /** What it measures, in a sentence, for reports. */
  String title();

  /** Whether it runs only if it is asked for by its name, because it takes so long. */
  default boolean isOnlyByName() {
    return false;
  }

  /** How often each trial is measured. */
  default int rounds(Effort effort) {
    return effort.rounds();
  }

  /**
   * What is measured. Opens what the trials share, such as a server, which {@link Trials#close}
   * releases.
   *
   * @param effort how long to measure
   */
  Trials open(Effort effort);

  /** The trials of a suite, in the order of the report, and what they share. */
  interface Trials extends AutoCloseable {

    /** What is measured, references beside subjects. */
    List<Trial> all();

    /** Releases what the trials share; idempotent. */
    @Override
    void close();

    /** Trials that share nothing. */
    static Trials of(List<Trial> trials) {
      return of(trials, () -> {});
    }

    /** Trials that share something. */
    static Trials of(List<Trial> trials, Runnable release) {
      List<Trial> kept = List.copyOf(trials);
      return new Trials() {
        @Override
        public List<Trial> all() {
          return kept;
        }

        @Override
        public void close() {
          release.run();
        }
      };
    }
  }
}
