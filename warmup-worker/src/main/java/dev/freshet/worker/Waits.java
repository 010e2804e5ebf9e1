// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for what happens in other threads. Safe for any thread. */
final class Waits {
  private Waits() {}

  /**
   * Blocks until it is done.
   *
   * @param problem what it means if it is not
   * @throws TimeoutException if it takes longer than {@code timeout}; then it is cancelled
   * @throws IllegalStateException if it failed
   */
  static void await(CompletableFuture<Void> done, Duration timeout, String problem)
      throws TimeoutException, InterruptedException {
    try {
      done.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException(problem, e.getCause());
    } catch (TimeoutException e) {
      done.cancel(false);
      TimeoutException named = new TimeoutException(problem + " within " + timeout);
      named.initCause(e);
      throw named;
    }
  }
}
