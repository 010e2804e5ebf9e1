// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns Ctrl-C and SIGTERM into an interrupt of the main thread, and holds the end of the process
 * back until that thread has closed what it opened. A second Ctrl-C does not wait. Safe for any
 * thread.
 */
final class Interrupt {
  private static final long PATIENCE_SECONDS = 30;

  private final Thread main = Thread.currentThread();
  private final CountDownLatch finished = new CountDownLatch(1);

  private Interrupt() {}

  /** Called by the thread that is to be interrupted. */
  static Interrupt install() {
    Interrupt interrupt = new Interrupt();
    Runtime.getRuntime().addShutdownHook(new Thread(interrupt::stop, "freshet-stop"));
    return interrupt;
  }

  /** Says that nothing is left to be closed. */
  void finished() {
    finished.countDown();
  }

  private void stop() {
    if (finished.getCount() == 0) {
      return;
    }
    main.interrupt();
    try {
      boolean unused = finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
