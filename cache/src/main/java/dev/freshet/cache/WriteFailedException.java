// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache;

/**
 * A writer threw, or the queue of a write-behind is full. In the first case the source may still
 * have taken the value: the key was invalidated.
 */
public final class WriteFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A write to the source of {@code region} failed. */
  public WriteFailedException(String region, String problem, Throwable cause) {
    super("region " + region + ": " + problem, cause);
  }
}
