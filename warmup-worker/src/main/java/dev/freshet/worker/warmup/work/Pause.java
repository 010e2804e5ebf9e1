// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.warmup.work;

import java.time.Duration;

/** Waits. Of the tests' own making where time must not pass. */
@FunctionalInterface
interface Pause {

  /**
   * Returns after this time.
   *
   * @throws InterruptedException if the task is stopped meanwhile
   */
  void of(Duration time) throws InterruptedException;
}
