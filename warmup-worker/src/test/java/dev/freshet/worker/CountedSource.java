// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;

/**
 * What a service would load from: rows that change, and loads that are counted and can be held up.
 * Safe for any thread.
 */
final class CountedSource {
  private final ConcurrentHashMap<Integer, Integer> changes = new ConcurrentHashMap<>();
  private final LongAdder loads = new LongAdder();
  private volatile CountDownLatch open = new CountDownLatch(0);

  void change(int row) {
    changes.merge(row, 1, Integer::sum);
  }

  /** What stands in the row now. */
  String row(int row) {
    return row + " changed " + changes.getOrDefault(row, 0) + " times";
  }

  /** Reads the row, and keeps the answer back while loads are held up. */
  String load(int row) throws InterruptedException {
    loads.increment();
    String found = row(row);
    open.await();
    return found;
  }

  /** Loads that were begun. */
  long loads() {
    return loads.sum();
  }

  void holdUp() {
    open = new CountDownLatch(1);
  }

  void letGo() {
    open.countDown();
  }
}
