// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.source;

/** A node does not know a source by this name; another one may. */
public final class UnknownSourceException extends SourceException {
  private static final long serialVersionUID = 1L;

  /** With what is asked for, and what is known. */
  public UnknownSourceException(String problem) {
    super(problem);
  }
}
