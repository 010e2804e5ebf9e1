// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache;

import java.time.Duration;

/** A load took longer than the region's hard timeout, and was interrupted. */
public final class LoadTimeoutException extends LoadFailedException {
  private static final long serialVersionUID = 1L;

  /** A load of {@code region} was given up. */
  public LoadTimeoutException(String region, Duration hardTimeout) {
    super("region " + region + ": load not done within " + hardTimeout);
  }
}
