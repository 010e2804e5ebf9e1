// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache;

/** A loader threw. Every caller that waited for the load gets one of these with the same cause. */
public final class LoadFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LoadFailedException(String region, Throwable cause) {
    super("region " + region + ": the loader failed: " + cause, cause);
  }
}
