// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.log;

/** The command log is not the one that this node followed so far. */
final class LogChangedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LogChangedException(String problem) {
    super(problem);
  }
}
