// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

/** Ends the program with exit code 2 and one line that names the flag, port or field. */
public final class UsageFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What the caller got wrong. */
  public UsageFailure(String message) {
    super(message);
  }
}
