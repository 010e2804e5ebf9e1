// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.fence;

/**
 * A value in L1 with its stamp and the cells of its targets. What changes is the stamp, which rises
 * past scans that do not name the entry, and up to where the entry was checked. Safe for any
 * thread; equal only to itself.
 */
public final class L1Entry<V> {
  private final V value;
  private final TagCell[] cells;

  /** Volatile: whoever finds that scans have passed the entry by raises it, on any thread. */
  private volatile long stamp;

  /** Volatile: what one thread has checked, the others need not. */
  private volatile long checkedAt = -1;

  /**
   * Made by {@link Fence} alone, which interns the cells in the right moment.
   *
   * @param stamp the local counter before the load or fill began
   * @param cells one for each target and the one of all scans, shared with other entries
   */
  L1Entry(V value, long stamp, TagCell[] cells) {
    this.value = value;
    this.stamp = stamp;
    this.cells = cells;
  }

  /** What the loader returned. */
  public V value() {
    return value;
  }

  /**
   * True iff no target was invalidated after the stamp, and no scan came. A few plain reads: no
   * lock, no allocation. Whether a scan that came names this entry, {@link Fence#isFresh} knows.
   */
  public boolean isFresh() {
    long since = stamp;
    for (TagCell cell : cells) {
      if (cell.last() > since) {
        return false;
      }
    }
    return true;
  }

  /** The same, whatever {@code ignored} says. */
  boolean isFreshBut(TagCell ignored, long since) {
    for (TagCell cell : cells) {
      if (!cell.equals(ignored) && cell.last() > since) {
        return false;
      }
    }
    return true;
  }

  /** Up to where the cells were touched when the entry was last found fresh. */
  long checkedAt() {
    return checkedAt;
  }

  void checkedAt(long touched) {
    checkedAt = touched;
  }

  long stamp() {
    return stamp;
  }

  /** For {@link Fence} alone, which has seen that nothing up to this counter names the entry. */
  void raiseStamp(long counter) {
    stamp = counter;
  }
}
