// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.harness;

/** Something could not be measured: the suite has no figures. */
public final class FailedTrialException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  FailedTrialException(String problem) {
    super(problem);
  }

  FailedTrialException(String problem, Throwable cause) {
    super(problem, cause);
  }
}
