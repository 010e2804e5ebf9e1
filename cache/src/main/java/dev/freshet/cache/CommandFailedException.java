// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache;

/**
 * A command could not be stored in the log, or was not applied here in time. In the second case it
 * may still be applied later.
 */
public final class CommandFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A command for {@code target} failed. */
  public CommandFailedException(String target, String problem, Throwable cause) {
    super("command for " + target + ": " + problem, cause);
  }
}
