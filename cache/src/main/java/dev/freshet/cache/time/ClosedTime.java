// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.time;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Up to when a node has heard of everything: what all its regions judge by. One writer, any number
 * of readers.
 */
public final class ClosedTime {
  private final InstantSource clock;
  private final long createdMs;
  private final List<Blindness> observers = new CopyOnWriteArrayList<>();

  /** Epoch milliseconds; 0 while nothing is known. Volatile: the applier writes, hits read. */
  private volatile long closedMs;

  /** Nothing is known yet: a node is born blind. */
  public ClosedTime(InstantSource clock) {
    this.clock = clock;
    this.createdMs = clock.millis();
  }

  /** Everything stored before this time is applied. Earlier times than before are ignored. */
  public void advance(long newClosedMs) {
    long before = closedMs;
    if (newClosedMs > before) {
      long nowMs = clock.millis();
      observers.forEach(region -> region.advanced(before, nowMs));
      closedMs = newClosedMs;
    }
  }

  void observe(Blindness region) {
    observers.add(region);
  }

  /** Epoch milliseconds; 0 while nothing is known. */
  long closedMs() {
    return closedMs;
  }

  long createdMs() {
    return createdMs;
  }
}
