// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.fence;

/** A value in L1 with its stamp and the cells of its targets. Immutable; equal only to itself. */
public final class L1Entry<V> {
  private final V value;
  private final long stamp;
  private final TagCell[] cells;
  private final long expiresAtMs;

  /**
   * Made by {@link Fence} alone, which interns the cells in the right moment.
   *
   * @param stamp the local counter before the load or fill began
   * @param cells one for each target, shared with other entries
   * @param expiresAtMs when the value's TTL ends, in epoch milliseconds
   */
  L1Entry(V value, long stamp, TagCell[] cells, long expiresAtMs) {
    this.value = value;
    this.stamp = stamp;
    this.cells = cells;
    this.expiresAtMs = expiresAtMs;
  }

  /** What the loader returned. */
  public V value() {
    return value;
  }

  /** When the TTL ends, in epoch milliseconds. */
  public long expiresAtMs() {
    return expiresAtMs;
  }

  /**
   * True iff no target was invalidated after the stamp. A few plain reads: no lock, no allocation.
   */
  public boolean isFresh() {
    for (TagCell cell : cells) {
      if (cell.last() > stamp) {
        return false;
      }
    }
    return true;
  }
}
