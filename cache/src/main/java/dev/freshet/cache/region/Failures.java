// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.region;

import dev.freshet.cache.LoadFailedException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** One exception for each caller, whatever futures and threads lay between. */
final class Failures {
  private Failures() {}

  /** What a caller of {@code region} gets to see; carries what the loader threw as its cause. */
  static RuntimeException of(String region, Throwable failure) {
    Throwable origin = origin(failure);
    if (origin instanceof LoadFailedException failed && failed.getCause() != null) {
      return new LoadFailedException(region, failed.getCause());
    }
    return origin instanceof LoadFailedException timeout
        ? timeout
        : new LoadFailedException(region, origin);
  }

  /** What happened, without the wrappings of futures. */
  static Throwable origin(Throwable failure) {
    Throwable origin = failure;
    while ((origin instanceof CompletionException || origin instanceof ExecutionException)
        && origin.getCause() != null) {
      origin = origin.getCause();
    }
    return origin;
  }
}
