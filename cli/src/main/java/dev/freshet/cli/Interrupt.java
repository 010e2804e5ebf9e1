// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns Ctrl-C and SIGTERM into an interrupt of the main thread, and holds the end of the process
 * back until that thread has closed what it opened. A second Ctrl-C does not wait. Safe for any
 * thread.
 */
public final class Interrupt {
  private static volatile Duration patience = Duration.ofSeconds(30);

  private final Thread main = Thread.currentThread();
  private final CountDownLatch finished = new CountDownLatch(1);
  private volatile int code;

  private Interrupt() {}

  /** Called by the thread that is to be interrupted. */
  static Interrupt install() {
    Interrupt interrupt = new Interrupt();
    Runtime.getRuntime().addShutdownHook(new Thread(interrupt::stop, "freshet-stop"));
    return interrupt;
  }

  /** How long the end of the process is held back; half a minute if nothing is said. */
  public static void allow(Duration time) {
    patience = time;
  }

  /** Says that nothing is left to be closed, and how it ended. */
  void finished(int exitCode) {
    code = exitCode;
    finished.countDown();
  }

  private void stop() {
    if (finished.getCount() == 0) {
      return;
    }
    main.interrupt();
    try {
      if (finished.await(patience.toNanos(), TimeUnit.NANOSECONDS) && code == 0) {
        // Told to stop, and did: that is success, whatever the signal's own number is.
        Runtime.getRuntime().halt(code);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
