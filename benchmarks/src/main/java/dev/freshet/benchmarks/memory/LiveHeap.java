// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.memory;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.ref.Reference;
import java.util.function.Supplier;

/**
 * Measures what something keeps alive, by the used heap after full collections: what a process
 * pays, with every header, padding and helper object. For one thread, with nothing else at work.
 */
final class LiveHeap {
  private static final int MAX_COLLECTIONS = 20;
  private static final long STILL_BYTES = 4_096;

  private LiveHeap() {}

  /** By how much the live heap is larger while the result of {@code make} is held. */
  static double growthBytes(Supplier<Object> make) {
    long before = liveBytes();
    Object made = make.get();
    try {
      return Math.max(0, liveBytes() - before);
    } finally {
      Reference.reachabilityFence(made);
    }
  }

  /** Collects until it changes nothing: weak references take more than one collection to go. */
  private static long liveBytes() {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    long last = Long.MAX_VALUE;
    for (int i = 0; i < MAX_COLLECTIONS; i++) {
      memory.gc();
      long now = memory.getHeapMemoryUsage().getUsed();
      if (i > 0 && Math.abs(last - now) < STILL_BYTES) {
        return now;
      }
      last = now;
    }
    return last;
  }
}
