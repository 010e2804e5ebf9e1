// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.faults;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** Waiting for several. Stateless. */
final class Futures {
  private Futures() {}

  /** Blocks until all have ended; raises what the first of them that failed raised. */
  static void await(List<? extends Future<?>> futures) throws Exception {
    ExecutionException failure = null;
    for (Future<?> future : futures) {
      try {
        Object unused = future.get();
      } catch (ExecutionException e) {
        failure = failure == null ? e : failure;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
