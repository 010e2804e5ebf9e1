// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache;

/** A loader threw, was interrupted or took too long; the cause says which. */
public class LoadFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A load of {@code region} failed for this cause. */
  public LoadFailedException(String region, Throwable cause) {
    super("region " + region + ": the loader failed: " + cause, cause);
  }

  LoadFailedException(String message) {
    super(message);
  }
}
