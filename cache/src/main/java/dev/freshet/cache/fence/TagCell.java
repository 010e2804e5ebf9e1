// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.fence;

/**
 * The local counters at the last two commands for one target. Entries share the cells of their
 * targets, so that one write makes any number of them stale.
 *
 * <p>Written by the applier alone, read by any thread without a lock.
 */
final class TagCell {
  /** What {@link #onlySince} answers if there was none, or more than one. */
  static final long NOT_ONE = -1;

  /** Volatile: readers check it on every hit. */
  private volatile long last;

  /** Plain: written before {@link #last} and read after it. */
  private long previous;

  /** The counter at the last command; 0 if this cell has seen none. */
  long last() {
    return last;
  }

  /** The counter at the one command after {@code counter}; {@link #NOT_ONE} if it was not one. */
  long onlySince(long counter) {
    long newest = last;
    // A touch that is underway has written its predecessor already: that counts as two.
    return newest > counter && previous <= counter ? newest : NOT_ONE;
  }

  void touch(long counter) {
    previous = last;
    last = counter;
  }
}
