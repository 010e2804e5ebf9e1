// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.demo.purge;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How many reads had to wait for the source, by the time at which they began. For a minute; what is
 * read later is not counted. Safe for any thread.
 */
final class HitRates {
  private static final long SLOT_NANOS = Duration.ofMillis(10).toNanos();
  private static final int SLOTS = 6_000;

  private final AtomicLongArray hits = new AtomicLongArray(SLOTS);
  private final AtomicLongArray waits = new AtomicLongArray(SLOTS);
  private final long beginNanos;

  /**
   * Reads of some time.
   *
   * @param waited for the source; the others were answered by the cache
   */
  record Reads(long all, long waited) {
    /** The share that was answered by the cache, in percent; 0 if there was none. */
    double hitPercent() {
      return all == 0 ? 0 : 100.0 * (all - waited) / all;
    }
  }

  /** Begins to count. */
  HitRates(long beginNanos) {
    this.beginNanos = beginNanos;
  }

  /** Counts a read. */
  void add(long begunNanos, boolean waited) {
    int slot = slot(begunNanos);
    if (slot < SLOTS) {
      long unused = (waited ? waits : hits).incrementAndGet(slot);
    }
  }

  /** The reads that began in a time, to the next hundredth of a second. */
  Reads between(long fromNanos, long toNanos) {
    long all = 0;
    long waited = 0;
    for (int slot = slot(fromNanos + SLOT_NANOS - 1);
        slot < Math.min(SLOTS, slot(toNanos));
        slot++) {
      waited += waits.get(slot);
      all += hits.get(slot) + waits.get(slot);
    }
    return new Reads(all, waited);
  }

  private int slot(long nanos) {
    return (int) Math.max(0, Math.min(SLOTS, (nanos - beginNanos) / SLOT_NANOS));
  }
}
