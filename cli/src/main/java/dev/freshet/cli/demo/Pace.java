// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.demo;

import java.util.concurrent.locks.LockSupport;

/**
 * Keeps a steady rate: what was late is not made up for in a burst longer than it was. For one
 * thread.
 */
final class Pace {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final long intervalNanos;
  private long nextNanos = System.nanoTime();

  Pace(int perSecond) {
    intervalNanos = NANOS_PER_SECOND / perSecond;
  }

  /** Blocks until the next one is due. */
  void await() {
    nextNanos += intervalNanos;
    long waitNanos = nextNanos - System.nanoTime();
    while (waitNanos > 0) {
      LockSupport.parkNanos(waitNanos);
      waitNanos = nextNanos - System.nanoTime();
    }
  }
}
