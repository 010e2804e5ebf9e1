// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.source;

/**
 * A source failed, was too slow, or answered with something else than was asked for. Names the
 * source; shows no credentials and no values, and neither do its causes.
 */
public class SourceException extends Exception {
  private static final long serialVersionUID = 1L;

  /** With what is wrong. */
  public SourceException(String problem) {
    super(problem);
  }

  /** With a cause that shows no credentials and no values, either. */
  public SourceException(String problem, Throwable cause) {
    super(problem, cause);
  }
}
