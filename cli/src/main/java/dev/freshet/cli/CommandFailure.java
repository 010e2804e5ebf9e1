// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import org.jspecify.annotations.Nullable;

/** Ends the program with exit code 1 and one line that says what failed. */
public final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A failure without a cause that would say more. */
  public CommandFailure(String message) {
    this(message, null);
  }

  /** A failure; the cause is shown with {@code -v}. */
  public CommandFailure(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
