// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.codec;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Holds code against a bound on what it allocates. */
public final class Allocation {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Allocation() {}

  /** Fails if the step allocates more in this thread. */
  public static void assertAtMost(long maxBytes, Runnable step) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    step.run();
    long found = THREADS.getCurrentThreadAllocatedBytes() - before;

    assertTrue(found <= maxBytes, "allocated " + found + " bytes, expected at most " + maxBytes);
  }
}
